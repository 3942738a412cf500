import { dateOf } from "./calendar.js";
import type { IntervalValue } from "./series.js";

/** What a mean over told intervals can be: one number, or at BAND anything from `low` to just below `high`. */
export interface MeanRange {
  low: number;
  high: number;
}

/**
 * The mean of a series as it was told: of the intervals' means, or of the sums per UTC day for what is counted. Over
 * bands it reaches from the lowest edge to the highest, so that a comparison holds only where every band agrees.
 * Null without values.
 */
export function meanRange(values: readonly IntervalValue[]): MeanRange | null {
  if (values.length === 0) return null;
  if (values.every(isBand)) {
    return { low: Math.min(...values.map((v) => v.min ?? NaN)), high: Math.max(...values.map((v) => v.max ?? NaN)) };
  }
  const numbers = values.some((v) => v.sum !== undefined) ? sumsPerDay(values) : values.flatMap((v) => v.mean ?? []);
  const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  return Number.isFinite(mean) ? { low: mean, high: mean } : null;
}

/** Whether the mean is at least a threshold; null where that is unknown: no values, or bands that do not all agree. */
export function isMeanAtLeast(values: readonly IntervalValue[], threshold: number): boolean | null {
  const range = meanRange(values);
  if (range === null) return null;
  if (range.low >= threshold) return true;
  // A band does not hold its upper edge.
  const isBelow = range.low === range.high ? range.high < threshold : range.high <= threshold;
  return isBelow ? false : null;
}

function isBand(value: IntervalValue): boolean {
  return value.mean === undefined && value.sum === undefined;
}

/** By the end, so that a night belongs to the morning after it. */
function sumsPerDay(values: readonly IntervalValue[]): number[] {
  const days = new Map<string, number>();
  for (const { endMs, startMs, sum } of values) {
    const day = dateOf(Math.max(startMs, endMs - 1));
    days.set(day, (days.get(day) ?? 0) + (sum ?? 0));
  }
  return [...days.values()];
}
