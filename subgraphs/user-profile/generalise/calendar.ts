import { DAY_MS, HOUR_MS } from "../../../shared/clock.js";

/**
 * The person's calendar, written in UTC. A local day, week or month is told as the instant `T00:00:00Z` of its first
 * date: local midnight as an instant would tell the time zone (FIELDS.md).
 */
export type Bucket = "hour" | "day" | "week" | "month";

/** Half-open, epoch milliseconds. */
export interface Span {
  startMs: number;
  endMs: number;
}

/** What is asked for: [fromMs, toMs), where fromMs is already no earlier than the licensed history. */
export interface Window {
  fromMs: number;
  toMs: number;
}

/** 1970-01-01 was a Thursday: the first Monday of the epoch is its fifth day. */
const FIRST_MONDAY_DAY = 4;

/** The bucket that a moment falls into: an hour by its instant, anything longer by the person's local date. */
export function bucketOf(bucket: Bucket, instantMs: number, day: string): Span {
  switch (bucket) {
    case "hour":
      return { startMs: floorTo(instantMs, HOUR_MS), endMs: floorTo(instantMs, HOUR_MS) + HOUR_MS };
    case "day":
      return { startMs: dateMs(day), endMs: dateMs(day) + DAY_MS };
    case "week": {
      const monday = weekStart(dateMs(day));
      return { startMs: monday, endMs: monday + 7 * DAY_MS };
    }
    case "month":
      return { startMs: monthStart(dateMs(day), 0), endMs: monthStart(dateMs(day), 1) };
  }
}

/** Midnight UTC of a date. @throws RangeError, without the date, when it is none */
export function dateMs(day: string): number {
  const ms = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : NaN;
  if (Number.isNaN(ms)) throw new RangeError("not a calendar date");
  return ms;
}

/** The UTC date of an instant. */
export function dateOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

export function hourFloor(ms: number): number {
  return floorTo(ms, HOUR_MS);
}

export function hourCeiling(ms: number): number {
  return Math.ceil(ms / HOUR_MS) * HOUR_MS;
}

/** True when a bucket, known by its start, is in the answer. Only the start decides, so that moving the window cannot slice a bucket. */
export function isIn(window: Window, startMs: number): boolean {
  return startMs >= window.fromMs && startMs < window.toMs;
}

/** Midnight UTC of the Monday on or before a date (ISO 8601 weeks). */
function weekStart(ms: number): number {
  return floorTo(ms - FIRST_MONDAY_DAY * DAY_MS, 7 * DAY_MS) + FIRST_MONDAY_DAY * DAY_MS;
}

function monthStart(ms: number, monthsLater: number): number {
  const date = new Date(ms);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + monthsLater, 1);
}

function floorTo(ms: number, unitMs: number): number {
  return Math.floor(ms / unitMs) * unitMs;
}
