import { Arg, FieldResolver, Resolver } from "type-graphql";
import { Precision } from "../../../shared/graphql-enums.js";
import { Licensed } from "../licensing/licensed.js";
import { Diet } from "./intimate-data.js";
import { Reading, type FieldRead } from "./licensed-field.js";
import { Interval, Macronutrients, PeriodInput } from "./values.js";

@Resolver(() => Diet)
export class DietResolver {
  @FieldResolver(() => [Interval], { nullable: true })
  @Licensed("diet.energy")
  energy(
    @Reading("diet.energy") read: FieldRead,
    @Arg("during", () => PeriodInput, { nullable: true }) _during: PeriodInput | null,
    @Arg("precision", () => Precision, { nullable: true }) _precision: Precision | null,
  ): Promise<Interval[]> {
    return read.context.services.fields.series(read);
  }

  @FieldResolver(() => [Macronutrients], { nullable: true })
  @Licensed("diet.macronutrients")
  macronutrients(
    @Reading("diet.macronutrients") read: FieldRead,
    @Arg("during", () => PeriodInput, { nullable: true }) _during: PeriodInput | null,
    @Arg("precision", () => Precision, { nullable: true }) _precision: Precision | null,
  ): Promise<Macronutrients[]> {
    return read.context.services.fields.macronutrients(read);
  }
}
