import { FieldResolver, Float, Resolver, Root } from "type-graphql";
import { Licensed } from "../licensing/licensed.js";
import { Reading, type FieldRead } from "./licensed-field.js";
import { Workout } from "./values.js";

@Resolver(() => Workout)
export class WorkoutResolver {
  @FieldResolver(() => Float, {
    nullable: true,
    description:
      "Beats per minute: the mean of heart.rate as it is told, over the workout as it is told. Null over bands and where nothing was measured.",
  })
  @Licensed("heart.rate")
  meanHeartRate(@Root() workout: Workout, @Reading("heart.rate") read: FieldRead): Promise<number | null> {
    return read.context.services.workoutHeart.mean(read, workout);
  }
}
