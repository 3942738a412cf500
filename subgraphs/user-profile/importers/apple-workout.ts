import type { Origin, WorkoutObservation } from "../observation.js";
import { Activity } from "../observation.js";
import { readTimes, type Refusal } from "./apple-record.js";
import { decimal } from "./decimal.js";
import type { TimestampReader } from "./timestamp.js";
import { KILOCALORIES, METRES, type UnitTable } from "./units.js";
import type { XmlAttributes } from "./xml-reader.js";

const ACTIVITY_PREFIX = "HKWorkoutActivityType";
const DISTANCE_PREFIX = "HKQuantityTypeIdentifierDistance";
const ENERGY_TYPE = "HKQuantityTypeIdentifierActiveEnergyBurned";

/** The activity, and which of several distances is its own (the others are what a watch counted on the side). */
const ACTIVITIES: ReadonlyMap<string, readonly [Activity, distance: string | null]> = new Map([
  ["Running", [Activity.RUN, "WalkingRunning"]],
  ["Walking", [Activity.WALK, "WalkingRunning"]],
  ["Hiking", [Activity.HIKE, "WalkingRunning"]],
  ["Cycling", [Activity.RIDE, "Cycling"]],
  ["HandCycling", [Activity.RIDE, "Cycling"]],
  ["Swimming", [Activity.SWIM, "Swimming"]],
  ["TraditionalStrengthTraining", [Activity.STRENGTH, null]],
  ["FunctionalStrengthTraining", [Activity.STRENGTH, null]],
]);

/**
 * One `<Workout>` while it is read. Distance and energy come from `totalDistance` and `totalEnergyBurned` (until iOS 15)
 * or from the `<WorkoutStatistics>` children (since iOS 16); those inside `<WorkoutActivity>` repeat parts of the whole.
 * Energy is the active energy, as in the old attribute.
 */
export class AppleWorkout {
  private readonly activity: Activity;
  private readonly ownDistance: string | null;
  private distanceMetres: number | null = null;
  private hasOwnDistance = false;
  private energyKilocalories: number | null = null;
  private readonly hasTotalDistance: boolean;
  private readonly hasTotalEnergy: boolean;

  /** @param problem told of every figure that cannot be read; the workout stands without it */
  constructor(
    private readonly attributes: XmlAttributes,
    private readonly problem: (message: string) => void,
  ) {
    const type = (attributes["workoutActivityType"] ?? "").slice(ACTIVITY_PREFIX.length);
    [this.activity, this.ownDistance] = ACTIVITIES.get(type) ?? [Activity.OTHER, null];
    const { totalDistance, totalDistanceUnit, totalEnergyBurned, totalEnergyBurnedUnit } = attributes;
    this.hasTotalDistance = totalDistance !== undefined;
    this.hasTotalEnergy = totalEnergyBurned !== undefined;
    if (this.hasTotalDistance) this.distanceMetres = this.figure(totalDistance, totalDistanceUnit, METRES);
    if (this.hasTotalEnergy)
      this.energyKilocalories = this.figure(totalEnergyBurned, totalEnergyBurnedUnit, KILOCALORIES);
  }

  /** Takes one `<WorkoutStatistics>` that is a direct child of the workout. */
  addStatistics({ type = "", sum, unit }: XmlAttributes): void {
    if (sum === undefined) return;
    if (type === ENERGY_TYPE && !this.hasTotalEnergy) this.energyKilocalories = this.figure(sum, unit, KILOCALORIES);
    if (type.startsWith(DISTANCE_PREFIX) && !this.hasTotalDistance) {
      this.addDistance(type.slice(DISTANCE_PREFIX.length), this.figure(sum, unit, METRES));
    }
  }

  /** The workout once its element has ended, or why it is none. */
  finish(origin: Origin, reader: TimestampReader): WorkoutObservation | Refusal {
    const times = readTimes(this.attributes, reader);
    if (typeof times === "string") return times;
    const { activity, distanceMetres, energyKilocalories } = this;
    return { kind: "workout", activity, distanceMetres, energyKilocalories, ...times, origin };
  }

  /** A triathlon has a distance per discipline, and they add up; a run has its own, and that is all. */
  private addDistance(type: string, metres: number | null): void {
    if (metres === null || this.hasOwnDistance) return;
    this.hasOwnDistance = type === this.ownDistance;
    this.distanceMetres = this.hasOwnDistance ? metres : (this.distanceMetres ?? 0) + metres;
  }

  private figure(text: string | undefined, unit: string | undefined, units: UnitTable): number | null {
    const value = decimal(text) * (units.get(unit ?? "") ?? NaN);
    if (value >= 0) return value;
    this.problem("A distance or energy of the workout has no readable number or unit; it was left out.");
    return null;
  }
}
