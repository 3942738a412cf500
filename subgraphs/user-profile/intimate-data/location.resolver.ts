import { Arg, FieldResolver, Resolver } from "type-graphql";
import { Precision } from "../../../shared/graphql-enums.js";
import { Licensed } from "../licensing/licensed.js";
import { Location } from "./intimate-data.js";
import { Reading, type FieldRead } from "./licensed-field.js";
import { PeriodInput, Place, Visit } from "./values.js";

@Resolver(() => Location)
export class LocationResolver {
  @FieldResolver(() => Place, {
    nullable: true,
    description:
      "The place of most nights of the last 90 days that have visits; null under three nights, or for a tie.",
  })
  @Licensed("location.home")
  home(
    @Reading("location.home") read: FieldRead,
    @Arg("precision", () => Precision, { nullable: true }) _precision: Precision | null,
  ): Promise<Place | null> {
    return read.context.services.states.home(read);
  }

  @FieldResolver(() => [Visit], { nullable: true })
  @Licensed("location.visits")
  visits(
    @Reading("location.visits") read: FieldRead,
    @Arg("during", () => PeriodInput, { nullable: true }) _during: PeriodInput | null,
    @Arg("precision", () => Precision, { nullable: true }) _precision: Precision | null,
  ): Promise<Visit[]> {
    return read.context.services.fields.visits(read);
  }
}
