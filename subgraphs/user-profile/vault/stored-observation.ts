import type { Activity, Metric, Observation, Origin, SleepStageKind } from "../observation.js";

/** An observation as its day's chunk keeps it. Only what its kind needs is set. */
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

export function stored(observation: Observation): StoredObservation {
  const { startMs, endMs, offsetMinutes, origin } = observation;
  const timed = { startMs, endMs, offsetMinutes, origin };
  switch (observation.kind) {
    case "sample":
      return { ...timed, value: observation.value };
    case "sleep":
      return { ...timed, stage: observation.stage };
    case "workout": {
      const { activity, distanceMetres, energyKilocalories } = observation;
      return { ...timed, activity, distanceMetres, energyKilocalories };
    }
    case "visit":
      return { ...timed, latitude: observation.latitude, longitude: observation.longitude };
  }
}

/** Two observations with one identity are one: importing again adds nothing. */
export function identity(o: StoredObservation): string {
  const what = o.value ?? o.stage ?? o.activity ?? `${o.latitude ?? ""},${o.longitude ?? ""}`;
  return `${o.startMs} ${o.endMs} ${o.origin.source} ${o.origin.device ?? ""} ${what}`;
}
