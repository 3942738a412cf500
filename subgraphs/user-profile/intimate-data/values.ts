import { Field, Float, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { DateTime } from "../../../shared/scalars.js";
import type { Access, IntimateParent } from "../licensing/access.js";
import { Activity, SleepStageKind } from "../observation.js";

registerEnumType(Activity, { name: "Activity" });
registerEnumType(SleepStageKind, { name: "SleepStageKind" });

@InputType({ description: "Half-open: from is in it, to is not." })
export class PeriodInput {
  @Field(() => DateTime) from: Date;
  @Field(() => DateTime) to: Date;
}

@ObjectType({
  description:
    "A measured interval. At BAND only min and max are set, on the band's edges. `unit` is UCUM. `samples` is for the person only.",
})
export class Interval {
  @Field(() => DateTime) start: Date;
  @Field(() => DateTime) end: Date;
  @Field(() => Float, { nullable: true }) mean: number | null;
  @Field(() => Float, { nullable: true }) min: number | null;
  @Field(() => Float, { nullable: true }) max: number | null;
  @Field(() => Float, { nullable: true }) sum: number | null;
  @Field(() => String) unit: string;
  @Field(() => Int, { nullable: true }) samples: number | null;
}

@ObjectType({ description: "Exact when low equals high." })
export class NumberRange {
  @Field(() => Float, { nullable: true }) low: number | null;
  @Field(() => Float, { nullable: true }) high: number | null;
  @Field(() => String, { nullable: true }) unit: string | null;
}

@ObjectType({ description: "Only what the precision lets through is set." })
export class Place {
  @Field(() => Float, { nullable: true }) latitude: number | null;
  @Field(() => Float, { nullable: true }) longitude: number | null;
  @Field(() => String, { nullable: true }) locality: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Of a visit: ISO country and GeoNames first-order code. Of an address: as it says.",
  })
  region: string | null;
  @Field(() => String, { nullable: true, description: "ISO 3166-1 alpha-2." }) country: string | null;
}

@ObjectType({ description: "A stay, or a stretch of a way." })
export class Visit {
  @Field(() => Place, { nullable: true }) place: Place | null;
  @Field(() => DateTime, { nullable: true }) start: Date | null;
  @Field(() => DateTime, { nullable: true }) end: Date | null;
}

@ObjectType({ description: "`meanHeartRate` needs heart.rate too, at its own precision." })
export class Workout implements IntimateParent {
  @Field(() => Activity) activity: Activity;
  @Field(() => DateTime) start: Date;
  @Field(() => DateTime) end: Date;
  @Field(() => Float, { nullable: true }) distanceMetres: number | null;
  @Field(() => Float, { nullable: true }) energyKilocalories: number | null;

  access: Access;
}

@ObjectType()
export class SleepStage {
  @Field(() => SleepStageKind) stage: SleepStageKind;
  @Field(() => DateTime) start: Date;
  @Field(() => DateTime) end: Date;
}

@ObjectType()
export class Macronutrients {
  @Field(() => DateTime) start: Date;
  @Field(() => DateTime) end: Date;
  @Field(() => Float, { nullable: true }) proteinGrams: number | null;
  @Field(() => Float, { nullable: true }) carbohydrateGrams: number | null;
  @Field(() => Float, { nullable: true }) fatGrams: number | null;
}

@ObjectType({ description: "Local wall-clock times, HH:MM." })
export class WorkPattern {
  @Field(() => String, { nullable: true }) typicalStart: string | null;
  @Field(() => String, { nullable: true }) typicalEnd: string | null;
  @Field(() => Float, { nullable: true }) daysPerWeek: number | null;
}

@ObjectType({ description: "`place` needs location.visits too; `camera` is for the person only." })
export class PhotoMoment implements IntimateParent {
  @Field(() => DateTime) takenAt: Date;
  @Field(() => String, { nullable: true }) camera: string | null;

  access: Access;
  /** What the precision of places lets through of it. */
  toldPlace: Place | null;
}
