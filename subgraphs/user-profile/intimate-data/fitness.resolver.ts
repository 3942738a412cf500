import { Arg, FieldResolver, Resolver } from "type-graphql";
import { Precision } from "../../../shared/graphql-enums.js";
import { Licensed } from "../licensing/licensed.js";
import { Activity } from "../observation.js";
import { Fitness } from "./intimate-data.js";
import { Reading, type FieldRead } from "./licensed-field.js";
import { Interval, PeriodInput, Workout } from "./values.js";

@Resolver(() => Fitness)
export class FitnessResolver {
  @FieldResolver(() => [Workout], { nullable: true })
  @Licensed("fitness.workouts")
  workouts(
    @Reading("fitness.workouts") read: FieldRead,
    @Arg("during", () => PeriodInput, { nullable: true }) _during: PeriodInput | null,
    @Arg("precision", () => Precision, { nullable: true }) _precision: Precision | null,
    @Arg("activity", () => Activity, { nullable: true }) _activity: Activity | null,
  ): Promise<Workout[]> {
    return read.context.services.fields.workouts(read);
  }

  @FieldResolver(() => [Interval], { nullable: true })
  @Licensed("fitness.steps")
  steps(
    @Reading("fitness.steps") read: FieldRead,
    @Arg("during", () => PeriodInput, { nullable: true }) _during: PeriodInput | null,
    @Arg("precision", () => Precision, { nullable: true }) _precision: Precision | null,
  ): Promise<Interval[]> {
    return read.context.services.fields.series(read);
  }

  @FieldResolver(() => [Interval], { nullable: true })
  @Licensed("fitness.activeEnergy")
  activeEnergy(
    @Reading("fitness.activeEnergy") read: FieldRead,
    @Arg("during", () => PeriodInput, { nullable: true }) _during: PeriodInput | null,
    @Arg("precision", () => Precision, { nullable: true }) _precision: Precision | null,
  ): Promise<Interval[]> {
    return read.context.services.fields.series(read);
  }
}
