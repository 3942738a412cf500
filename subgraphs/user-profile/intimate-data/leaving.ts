import { formatDuration } from "../../../shared/duration.js";
import { clientError } from "../../../shared/errors.js";
import { LIST_MAX } from "../../../shared/limits.js";
import type { FieldRead } from "./licensed-field.js";

/** Notes a single value that leaves; null is an answer too (DECISIONS 21). */
export function leaveValue<T>({ grant, field, context, info }: FieldRead, told: T): T {
  const items = told === null ? 0 : 1;
  context.note(info, grant, { field, precision: grant.precision, fromMs: null, toMs: null, items });
  return told;
}

/** Notes a list that leaves; refuses one that is too long, with a period that fits. */
export function leaveList<T extends { startMs: number }>(read: FieldRead, told: T[]): T[] {
  if (told.length > LIST_MAX) {
    const longest = formatDuration(longestPeriodMs(told));
    throw clientError("LIST_TOO_LONG", `${read.field} has more than ${LIST_MAX} items in this period`, { longest });
  }
  leavePeriod(read, told.length);
  return told;
}

/** Notes what leaves of the granted period. */
export function leavePeriod({ grant, field, context, info }: FieldRead, items: number): void {
  const { fromMs, toMs } = grant.period;
  context.note(info, grant, { field, precision: grant.precision, fromMs, toMs, items });
}

/** No window of this length, wherever it begins, holds more than LIST_MAX of them. */
function longestPeriodMs(told: readonly { startMs: number }[]): number {
  let shortest = Infinity;
  for (let i = 0; i + LIST_MAX < told.length; i += 1) {
    const window = (told[i + LIST_MAX]?.startMs ?? 0) - (told[i]?.startMs ?? 0);
    shortest = Math.min(shortest, window);
  }
  return shortest;
}
