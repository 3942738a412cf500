import { Arg, FieldResolver, Resolver } from "type-graphql";
import { Precision } from "../../../shared/graphql-enums.js";
import { Licensed } from "../licensing/licensed.js";
import { Location } from "./intimate-data.js";
import { Reading, type FieldRead } from "./licensed-field.js";
import { nothingStored } from "./nothing-stored.js";
import { PeriodInput, Place, Visit } from "./values.js";

@Resolver(() => Location)
export class LocationResolver {
  @FieldResolver(() => Place, { nullable: true })
  @Licensed("location.home")
  home(
    @Reading("location.home") read: FieldRead,
    @Arg("precision", () => Precision, { nullable: true }) _precision: Precision | null,
  ): null {
    return nothingStored(read);
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
