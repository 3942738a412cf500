import { HOUR_MS } from "../../../shared/clock.js";
import { Precision } from "../../../shared/licensing/precision.js";
import type { Activity } from "../observation.js";
import { bucketOf, hourFloor, isIn, type Span, type Window } from "./calendar.js";

export interface WorkoutReading extends Span {
  /** The person's local calendar day of the start, YYYY-MM-DD. */
  day: string;
  activity: Activity;
  distanceMetres: number | null;
  energyKilocalories: number | null;
}

/** As it is told, with the day it stands under, which is not told. */
export type WorkoutValue = WorkoutReading;

interface Steps {
  distanceMetres: number;
  energyKilocalories: number;
}

/** FIELDS.md sets the distance; energy follows from it (about 60 kcal a kilometre), so it is told about as coarsely. */
const FINE: Steps = { distanceMetres: 100, energyKilocalories: 50 };
const COARSE: Steps = { distanceMetres: 1000, energyKilocalories: 100 };

/**
 * Tells workouts at a precision, each by itself; in the answer exactly when its told start is in the window.
 *
 * @returns sorted by what is told alone: the order within an hour or a day tells nothing
 * @throws RangeError at BAND, which has no cell
 */
export function generaliseWorkouts(
  { licensed, precision }: { licensed: Precision; precision: Precision },
  workouts: readonly WorkoutReading[],
  window: Window,
): WorkoutValue[] {
  return (
    workouts
      // What is asked coarser than licensed is made from what the licence would tell (see generaliseWithin).
      .map((workout) => tell(precision, tell(licensed, workout)))
      .filter((workout) => isIn(window, workout.startMs))
      .sort(byWhatIsTold)
  );
}

function tell(precision: Precision, workout: WorkoutReading): WorkoutValue {
  switch (precision) {
    case Precision.EXACT:
      return workout;
    case Precision.FINE:
      return { ...workout, ...wholeHours(workout), ...inSteps(workout, FINE) };
    case Precision.COARSE:
      return { ...workout, ...bucketOf("day", workout.startMs, workout.day), ...inSteps(workout, COARSE) };
    default:
      throw new RangeError(`fitness.workouts has no ${precision}`);
  }
}

/** The end is the told start and the duration in begun hours: the hour of the true end would tell on the minute of the start. */
function wholeHours({ startMs, endMs }: Span): Span {
  const start = hourFloor(startMs);
  return { startMs: start, endMs: start + Math.max(1, Math.ceil((endMs - startMs) / HOUR_MS)) * HOUR_MS };
}

function inSteps(workout: WorkoutReading, steps: Steps): Pick<WorkoutValue, "distanceMetres" | "energyKilocalories"> {
  return {
    distanceMetres: nearest(workout.distanceMetres, steps.distanceMetres),
    energyKilocalories: nearest(workout.energyKilocalories, steps.energyKilocalories),
  };
}

function nearest(value: number | null, step: number): number | null {
  return value === null ? null : Math.round(value / step) * step;
}

function byWhatIsTold(a: WorkoutValue, b: WorkoutValue): number {
  return (
    a.startMs - b.startMs ||
    a.endMs - b.endMs ||
    a.activity.localeCompare(b.activity) ||
    (a.distanceMetres ?? -1) - (b.distanceMetres ?? -1) ||
    (a.energyKilocalories ?? -1) - (b.energyKilocalories ?? -1)
  );
}
