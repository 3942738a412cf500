import type { Origin, SampleMetric } from "../observation.js";
import type { Push } from "./outcome.js";
import { isPlausible } from "./plausible.js";
import type { ZonedTime } from "./wall-time.js";

/** Told by a file, and not yet known to be anything. */
export interface ToldSample {
  metric: SampleMetric;
  /** In the metric's unit. */
  value: unknown;
  at: ZonedTime | null;
  /** The moment itself where none is given. */
  endMs?: number;
  origin: Origin;
}

/** Takes a number that somebody can have, at a time that is one. @returns whether it was */
export function pushSample(push: Push, { metric, value, at, endMs = at?.timeMs ?? NaN, origin }: ToldSample): boolean {
  if (at === null || typeof value !== "number" || !isPlausible(metric, value)) return false;
  push({ kind: "sample", metric, value, startMs: at.timeMs, endMs, offsetMinutes: at.offsetMinutes, origin });
  return true;
}
