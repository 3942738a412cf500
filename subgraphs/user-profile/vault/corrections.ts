import type { Metric } from "../observation.js";
import type { StoredObservation } from "./stored-observation.js";

/** Of these a device tells one number for one span: another one for the same span, told later, puts it right. */
const TOLD_ONCE: ReadonlySet<Metric> = new Set<Metric>([
  "heart.restingRate",
  "heart.variability",
  "body.weight",
  "body.height",
  "body.bodyMassIndex",
  "fitness.steps",
  "fitness.activeEnergy",
]);

/**
 * What a day has that later imports put right: the same device's word for the same span, or the workout that it began
 * at the same instant. What one import tells twice stands as it is.
 */
export function correctedBy(
  metric: Metric,
  present: readonly StoredObservation[],
  fresh: readonly StoredObservation[],
): ReadonlySet<StoredObservation> {
  const keyOf = metric === "fitness.workouts" ? startKey : TOLD_ONCE.has(metric) ? spanKey : null;
  if (keyOf === null || present.length === 0) return new Set();
  const told = new Map(fresh.map((observation) => [keyOf(observation), observation.origin.importId]));
  return new Set(
    present.filter((observation) => {
      const key = keyOf(observation);
      return told.has(key) && told.get(key) !== observation.origin.importId;
    }),
  );
}

function startKey({ startMs, origin: { source, device } }: StoredObservation): string {
  return `${startMs} ${source} ${device ?? ""}`;
}

function spanKey(observation: StoredObservation): string {
  return `${observation.endMs} ${startKey(observation)}`;
}
