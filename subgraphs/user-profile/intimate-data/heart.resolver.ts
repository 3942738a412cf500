import { Arg, FieldResolver, Resolver } from "type-graphql";
import { Precision } from "../../../shared/graphql-enums.js";
import { Licensed } from "../licensing/licensed.js";
import { Heart } from "./intimate-data.js";
import { Reading, type FieldRead } from "./licensed-field.js";
import { Interval, PeriodInput } from "./values.js";

@Resolver(() => Heart)
export class HeartResolver {
  @FieldResolver(() => [Interval], { nullable: true })
  @Licensed("heart.rate")
  rate(
    @Reading("heart.rate") read: FieldRead,
    @Arg("during", () => PeriodInput, { nullable: true }) _during: PeriodInput | null,
    @Arg("precision", () => Precision, { nullable: true }) _precision: Precision | null,
  ): Promise<Interval[]> {
    return read.context.services.fields.series(read);
  }

  @FieldResolver(() => [Interval], { nullable: true })
  @Licensed("heart.restingRate")
  restingRate(
    @Reading("heart.restingRate") read: FieldRead,
    @Arg("during", () => PeriodInput, { nullable: true }) _during: PeriodInput | null,
    @Arg("precision", () => Precision, { nullable: true }) _precision: Precision | null,
  ): Promise<Interval[]> {
    return read.context.services.fields.series(read);
  }

  @FieldResolver(() => [Interval], { nullable: true })
  @Licensed("heart.variability")
  variability(
    @Reading("heart.variability") read: FieldRead,
    @Arg("during", () => PeriodInput, { nullable: true }) _during: PeriodInput | null,
    @Arg("precision", () => Precision, { nullable: true }) _precision: Precision | null,
  ): Promise<Interval[]> {
    return read.context.services.fields.series(read);
  }
}
