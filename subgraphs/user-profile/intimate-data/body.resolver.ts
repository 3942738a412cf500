import { Arg, FieldResolver, Resolver } from "type-graphql";
import { Precision } from "../../../shared/graphql-enums.js";
import { Licensed } from "../licensing/licensed.js";
import { Body } from "./intimate-data.js";
import { Reading, type FieldRead } from "./licensed-field.js";
import { Interval, NumberRange, PeriodInput } from "./values.js";

@Resolver(() => Body)
export class BodyResolver {
  @FieldResolver(() => [Interval], { nullable: true })
  @Licensed("body.weight")
  weight(
    @Reading("body.weight") read: FieldRead,
    @Arg("during", () => PeriodInput, { nullable: true }) _during: PeriodInput | null,
    @Arg("precision", () => Precision, { nullable: true }) _precision: Precision | null,
  ): Promise<Interval[]> {
    return read.context.services.fields.series(read);
  }

  @FieldResolver(() => NumberRange, { nullable: true, description: "The last one measured; centimetres." })
  @Licensed("body.height")
  height(
    @Reading("body.height") read: FieldRead,
    @Arg("precision", () => Precision, { nullable: true }) _precision: Precision | null,
  ): Promise<NumberRange | null> {
    return read.context.services.states.height(read);
  }

  @FieldResolver(() => NumberRange, {
    nullable: true,
    description: "Of the newest weight and height, or as a source says it where that is newer; kg/m2.",
  })
  @Licensed("body.bodyMassIndex")
  bodyMassIndex(
    @Reading("body.bodyMassIndex") read: FieldRead,
    @Arg("precision", () => Precision, { nullable: true }) _precision: Precision | null,
  ): Promise<NumberRange | null> {
    return read.context.services.states.bodyMassIndex(read);
  }
}
