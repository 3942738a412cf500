import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../../../shared/clock.js";
import type { CalendarLine } from "./icalendar-lines.js";
import { FIRST_YEAR, LAST_YEAR } from "./timestamp.js";

/** A DATE or DATE-TIME as the calendar writes it (RFC 5545 3.3.4, 3.3.5). */
export interface CalendarTime {
  /** What the clock shows, as if it were UTC; of a date its midnight. */
  wallMs: number;
  isDate: boolean;
  /** The name that the calendar gives to a time zone, UTC_NAME, or null where the time is in none. */
  zone: string | null;
}

/** RFC 5545 3.3.6: days are the calendar's, which may have 23 or 25 hours; the rest is exact. */
export interface CalendarDuration {
  days: number;
  exactMs: number;
}

/** RFC 5545 3.3.9, and what an RDATE that is no period gives: a start without an end of its own. */
export interface CalendarPeriod {
  start: CalendarTime;
  end: CalendarTime | null;
  duration: CalendarDuration | null;
}

export const UTC_NAME = "Z";

const TIME = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z)?)?$/i;
const DURATION =
  /^([+-]?)P(?=[\dT])(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?=\d)(?:(\d{1,6})H)?(?:(\d{1,8})M)?(?:(\d{1,8})S)?)?$/i;

/**
 * A date is told by its shape, whatever VALUE says, because both are forgotten and both are written by mistake.
 *
 * @returns null when it is no time, or of a year in which nobody keeps a calendar
 */
export function calendarTime(text: string, zone: string | null): CalendarTime | null {
  const time = anyTime(text, zone);
  if (time === null) return null;
  const year = new Date(time.wallMs).getUTCFullYear();
  return year >= FIRST_YEAR && year <= LAST_YEAR ? time : null;
}

/** The same of any year: the rules of time zones begin in 1601, and some in the year 1. */
export function anyTime(text: string, zone: string | null): CalendarTime | null {
  const match = TIME.exec(text.trim());
  if (match === null) return null;
  const [year = 0, month = 0, dayOfMonth = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, dayOfMonth);
  // 31 February is carried into March: a date that does not read back is none.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== dayOfMonth) return null;
  if (match[4] === undefined) return { wallMs: date.getTime(), isDate: true, zone: null };
  // A second 60 is a leap second; it falls on the next minute's first.
  if (!(hour < 24 && minute < 60 && second <= 60)) return null;
  const wallMs = date.getTime() + hour * HOUR_MS + minute * MINUTE_MS + second * SECOND_MS;
  return { wallMs, isDate: false, zone: match[7] === undefined ? zone : UTC_NAME };
}

/** The one time of a property. */
export function timeOf(line: CalendarLine): CalendarTime | null {
  return calendarTime(line.value, zoneOf(line));
}

/** The times or periods of a property that may list several; null for each that is none. */
export function periodsOf(line: CalendarLine): (CalendarPeriod | null)[] {
  const zone = zoneOf(line);
  return line.value.split(",").map((item) => periodOf(item, zone));
}

function zoneOf({ parameters }: CalendarLine): string | null {
  const name = parameters.get("TZID") ?? "";
  return name === "" ? null : name;
}

function periodOf(text: string, zone: string | null): CalendarPeriod | null {
  const [from = "", to] = text.split("/");
  const start = calendarTime(from, zone);
  if (start === null || to === undefined) return start && { start, end: null, duration: null };
  const end = calendarTime(to, zone);
  const duration = calendarDuration(to);
  return end === null && duration === null ? null : { start, end, duration };
}

export function calendarDuration(text: string): CalendarDuration | null {
  const match = DURATION.exec(text.trim());
  if (match === null) return null;
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(2).map((part) => Number(part || 0));
  const sign = match[1] === "-" ? -1 : 1;
  const exactMs = hours * HOUR_MS + minutes * MINUTE_MS + seconds * SECOND_MS;
  return { days: sign * (weeks * 7 + days), exactMs: sign * exactMs };
}

/** The calendar day of a wall time, counted from 1970-01-01. */
export function dayOfWall(wallMs: number): number {
  return Math.floor(wallMs / DAY_MS);
}
