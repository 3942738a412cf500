import { DAY_MS, MINUTE_MS } from "../shared/clock.js";

/** Zones change their offset on quarters of an hour at the finest, so one look-up serves each quarter. */
const QUARTER_MS = 15 * MINUTE_MS;

const offsets = new Map<string, number>();

/** How far a zone's wall clock is ahead of UTC at an instant, from the machine's own time zone data. */
export function zoneOffsetMinutes(zone: string, ms: number): number {
  const quarterMs = Math.floor(ms / QUARTER_MS) * QUARTER_MS;
  const key = `${zone} ${quarterMs}`;
  let offset = offsets.get(key);
  if (offset === undefined) {
    offset = Math.round((wallClockMs(zone, quarterMs) - quarterMs) / MINUTE_MS);
    offsets.set(key, offset);
  }
  return offset;
}

/** The local date of an instant, YYYY-MM-DD. */
export function localDate(zone: string, ms: number): string {
  return new Date(ms + zoneOffsetMinutes(zone, ms) * MINUTE_MS).toISOString().slice(0, 10);
}

/** The local dates of the last `days` days and today, oldest first. */
export function lastLocalDates(zone: string, now: Date, days: number): string[] {
  const today = Date.parse(localDate(zone, now.getTime()));
  return Array.from({ length: days + 1 }, (_, i) => new Date(today - (days - i) * DAY_MS).toISOString().slice(0, 10));
}

/** The instant of a wall clock time, in minutes after midnight; negative is the evening before. */
export function atLocal(zone: string, date: string, minutes: number): number {
  const wall = Date.parse(date) + minutes * MINUTE_MS;
  // The offset just before a change of the clocks decides: the sample data need no second hour of a night.
  return wall - zoneOffsetMinutes(zone, wall - zoneOffsetMinutes(zone, wall) * MINUTE_MS) * MINUTE_MS;
}

/** "2025-03-09 03:00:00 -0400", as Apple Health writes instants. */
export function appleTime(zone: string, ms: number): string {
  const offset = zoneOffsetMinutes(zone, ms);
  const wall = new Date(ms + offset * MINUTE_MS).toISOString();
  const size = Math.abs(offset);
  const hours = String(Math.floor(size / 60)).padStart(2, "0");
  const minutes = String(size % 60).padStart(2, "0");
  return `${wall.slice(0, 10)} ${wall.slice(11, 19)} ${offset < 0 ? "-" : "+"}${hours}${minutes}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function wallClockMs(zone: string, ms: number): number {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
    });
    formats.set(zone, format);
  }
  const part = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute);
}
