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
  latitude?: number;
  longitude?: number;
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
  }
}

/** Two observations with one identity are one: importing again adds nothing. */
export function identity(o: StoredObservation): string {
  const what = o.value ?? o.stage ?? o.activity ?? `${o.latitude ?? ""},${o.longitude ?? ""}`;
  return `${o.startMs} ${o.endMs} ${o.origin.source} ${o.origin.device ?? ""} ${what}`;
}
