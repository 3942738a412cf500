import type { Activity, Metric, Observation, Origin, SleepStageKind } from "../observation.js";
import type { LocalDay } from "./local-day.js";

/** An observation as its day's chunk keeps it, which every Observation is. Only what its kind needs is set. */
export interface StoredObservation {
  startMs: number;
  endMs: number;
  offsetMinutes: number | null;
  origin: Origin;
  value?: number;
  stage?: SleepStageKind;
  activity?: Activity;
  distanceMetres?: number | null;
  energyKilocalories?: number | null;
  latitude?: number | null;
  longitude?: number | null;
  camera?: string | null;
}

/** As it is read, with the calendar day that it stands under. */
export type FiledObservation = StoredObservation & { day: LocalDay };

export function metricOf(observation: Observation): Metric {
  switch (observation.kind) {
    case "sample":
      return observation.metric;
    case "sleep":
      return "sleep.stages";
    case "workout":
      return "fitness.workouts";
    case "visit":
      return "location.visits";
    case "work":
      return "work.workingHours";
    case "photo":
      return "photos.moments";
  }
}

/**
 * Sorts by time, then by what else tells two observations apart. Those that compare equal (0) are one: importing again
 * adds nothing.
 */
export function inOrder(a: StoredObservation, b: StoredObservation): number {
  return (
    a.startMs - b.startMs ||
    a.endMs - b.endMs ||
    differ(a.origin.source, b.origin.source) ||
    differ(a.origin.device ?? "", b.origin.device ?? "") ||
    differ(what(a), what(b)) ||
    differ(a.longitude ?? 0, b.longitude ?? 0) ||
    differ(a.camera ?? "", b.camera ?? "")
  );
}

function what(observation: StoredObservation): number | string {
  return observation.value ?? observation.stage ?? observation.activity ?? observation.latitude ?? 0;
}

function differ(a: number | string, b: number | string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
