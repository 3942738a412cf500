import { HOUR_MS } from "../../../shared/clock.js";
import { hourFloor, type Span } from "./calendar.js";
import type { Reading } from "./series.js";

/** One event of a working calendar, under the local day of its start. */
export interface WorkEvent extends Span {
  day: string;
}

/** Every event by itself, as EXACT tells it. */
export function eventHours(events: readonly WorkEvent[]): Reading[] {
  return events.map(({ startMs, endMs, day }) => ({ startMs, endMs, day, value: (endMs - startMs) / HOUR_MS }));
}

/**
 * Time worked, for everything coarser: where two events overlap it counts once, and each stretch is cut at the full
 * hours, so that an hour's sum is what was worked in it. A stretch keeps the day on which it began.
 */
export function hoursWorked(events: readonly WorkEvent[]): Reading[] {
  return stretches(events).flatMap(({ startMs, endMs, day }) => {
    const portions: Reading[] = [];
    for (let from = startMs; from < endMs;) {
      const to = Math.min(endMs, hourFloor(from) + HOUR_MS);
      portions.push({ startMs: from, endMs: to, day, value: (to - from) / HOUR_MS });
      from = to;
    }
    return portions;
  });
}

/** The union of events, each under the day of the event that began it. */
function stretches(events: readonly WorkEvent[]): WorkEvent[] {
  const sorted = [...events].sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs);
  const union: WorkEvent[] = [];
  for (const { startMs, endMs, day } of sorted) {
    const last = union.at(-1);
    if (last && startMs <= last.endMs) last.endMs = Math.max(last.endMs, endMs);
    else union.push({ startMs, endMs, day });
  }
  return union;
}
