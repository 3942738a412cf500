import { HOUR_MS } from "../../../shared/clock.js";
import { SleepStageKind } from "../observation.js";
import type { Span } from "./calendar.js";
import type { Reading } from "./series.js";

/**
 * Segments less than this apart are one sleep: people who lie awake or feed a child at night are back within it, and a
 * nap is further from the night on both sides.
 */
export const SAME_SLEEP_GAP_MS = 3 * HOUR_MS;

/** In bed is not asleep, and awake is not either: neither counts, nor makes a night by itself. */
const ASLEEP: ReadonlySet<SleepStageKind> = new Set([
  SleepStageKind.ASLEEP,
  SleepStageKind.CORE,
  SleepStageKind.DEEP,
  SleepStageKind.REM,
]);

/** One stage of one device. `day` is the local date of its end. */
export interface StageSegment extends Span {
  stage: SleepStageKind;
  day: string;
}

/**
 * Puts the segments of all devices together into nights, each a reading in hours asleep for `sleep.duration`. Time
 * that a phone and a watch both call sleep counts once. A night is from falling asleep to waking up, on the local date of its end.
 */
export function sleepNights(segments: readonly StageSegment[]): Reading[] {
  const asleep = segments
    .filter((segment) => ASLEEP.has(segment.stage) && segment.endMs > segment.startMs)
    .sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs);
  const nights: Reading[] = [];
  for (const segment of asleep) {
    const night = nights.at(-1);
    if (night && segment.startMs - night.endMs < SAME_SLEEP_GAP_MS) extend(night, segment);
    else nights.push({ ...span(segment), day: segment.day, value: hours(segment.endMs - segment.startMs) });
  }
  return nights;
}

/** Segments come by start, so what is new of one begins where the night ends at the earliest: the union of all. */
function extend(night: Reading, segment: StageSegment): void {
  if (segment.endMs <= night.endMs) return;
  night.value += hours(segment.endMs - Math.max(segment.startMs, night.endMs));
  night.endMs = segment.endMs;
  night.day = segment.day;
}

function span({ startMs, endMs }: Span): Span {
  return { startMs, endMs };
}

function hours(ms: number): number {
  return ms / HOUR_MS;
}
