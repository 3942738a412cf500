import { Arg, FieldResolver, Resolver } from "type-graphql";
import { Precision } from "../../../shared/graphql-enums.js";
import { Licensed } from "../licensing/licensed.js";
import { Sleep } from "./intimate-data.js";
import { Reading, type FieldRead } from "./licensed-field.js";
import { Interval, PeriodInput, SleepStage } from "./values.js";

@Resolver(() => Sleep)
export class SleepResolver {
  @FieldResolver(() => [Interval], { nullable: true })
  @Licensed("sleep.duration")
  duration(
    @Reading("sleep.duration") read: FieldRead,
    @Arg("during", () => PeriodInput, { nullable: true }) _during: PeriodInput | null,
    @Arg("precision", () => Precision, { nullable: true }) _precision: Precision | null,
  ): Promise<Interval[]> {
    return read.context.services.fields.series(read);
  }

  @FieldResolver(() => [SleepStage], { nullable: true })
  @Licensed("sleep.stages")
  stages(
    @Reading("sleep.stages") read: FieldRead,
    @Arg("during", () => PeriodInput, { nullable: true }) _during: PeriodInput | null,
  ): Promise<SleepStage[]> {
    return read.context.services.fields.stages(read);
  }
}
