import { FIRST_YEAR, LAST_YEAR } from "./timestamp.js";
import type { Zone } from "../vault/local-day.js";

/** A moment with the clock that it was read from. */
export interface ZonedTime {
  timeMs: number;
  offsetMinutes: number | null;
}

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?$/;
/** Month first, as services from the United States write it; a year of two digits is of this century. */
const AMERICAN = /^(\d{1,2})\/(\d{1,2})\/(\d{4}|\d\d)(?: (\d\d):(\d\d)(?::(\d\d))?)?$/;
const CENTURY = 2000;

/**
 * A date, with or without a time, that names no zone: "2025-03-08T22:50:00.000", "2025-03-08 22:50", "2025-03-08",
 * "03/08/25 22:50:00", "3/8/2025".
 *
 * @returns the time as if it were UTC, in epoch milliseconds; NaN when the text is none
 */
export function wallMs(text: unknown): number {
  if (typeof text !== "string") return NaN;
  const iso = ISO.exec(text);
  if (iso) return wall(iso[1], iso[2], iso[3], iso.slice(4, 7), iso[7]);
  const american = AMERICAN.exec(text);
  return american ? wall(american[3], american[1], american[2], american.slice(4, 7)) : NaN;
}

/** When the clocks of a zone show a wall time; null when there is none. */
export function zoned(wall: number, zone: Zone): ZonedTime | null {
  if (Number.isNaN(wall)) return null;
  const timeMs = zone.instantMs(wall);
  return { timeMs, offsetMinutes: zone.offsetMinutes(timeMs) };
}

function wall(
  yearText = "",
  month = "",
  day = "",
  [hours = "0", minutes = "0", seconds = "0"]: readonly (string | undefined)[],
  fraction = "0",
): number {
  const year = Number(yearText) + (yearText.length === 2 ? CENTURY : 0);
  if (year < FIRST_YEAR || year > LAST_YEAR || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59)
    return NaN;
  const date = new Date(
    Date.UTC(year, Number(month) - 1, Number(day), Number(hours), Number(minutes), Number(seconds)),
  );
  // Date.UTC carries 31 February into March: a date that does not read back is none.
  const isReal = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  return isReal ? date.getTime() + Math.trunc(Number(`0.${fraction}`) * 1_000) : NaN;
}
