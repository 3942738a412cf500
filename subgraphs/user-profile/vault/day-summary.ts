import type { Metric } from "../observation.js";
import { mergeDay } from "./merge-origins.js";
import type { StoredObservation } from "./stored-observation.js";

/** What a day of numbers comes to, with what two devices counted at once counted once. */
export interface DaySummary {
  samples: number;
  sum: number;
  min: number;
  max: number;
}

/** Null for what is no number: nights, workouts, visits, work, photographs. */
export function summaryOf(metric: Metric, observations: readonly StoredObservation[]): DaySummary | null {
  if (observations[0]?.value === undefined) return null;
  const summary: DaySummary = { samples: 0, sum: 0, min: Infinity, max: -Infinity };
  for (const { value = 0 } of mergeDay(metric, observations)) {
    summary.samples += 1;
    summary.sum += value;
    summary.min = Math.min(summary.min, value);
    summary.max = Math.max(summary.max, value);
  }
  return summary;
}

/** As it is sealed: in this order, since it stands beside every day. */
export function packSummary({ samples, sum, min, max }: DaySummary): Buffer {
  return Buffer.from(JSON.stringify([samples, sum, min, max]));
}

export function readSummary(packed: Buffer): DaySummary {
  const [samples, sum, min, max] = JSON.parse(packed.toString("utf8")) as [number, number, number, number];
  return { samples, sum, min, max };
}
