import { MINUTE_MS, SECOND_MS } from "../../../shared/clock.js";
import type { Zone } from "../vault/local-day.js";
import type { ExifTag, ExifTags } from "./exif-tags.js";
import { TimestampReader } from "./timestamp.js";

/** When a photograph was taken. */
export interface Moment {
  instantMs: number;
  /** Minutes east of UTC, where the photograph tells them. */
  offsetMinutes: number | null;
}

/**
 * When a photograph was taken: as its camera's clock had it, or else when it was digitised, or else by the receiver of
 * positions alone; never when the file was changed. A camera's clock shows wall time. Its offset is the one written with it
 * (Exif 2.31), or follows from the receiver's time, which is UTC, or is that of the person's own zone; the latter is not
 * told as the photograph's.
 *
 * @returns null when no time can be read
 */
export function momentOf(tags: ExifTags, zone: Zone): Moment | null {
  const satelliteMs = satelliteTime(tags);
  for (const [dateTime, subSeconds, offset] of CLOCKS) {
    const wall = wallTime(tags.text(dateTime), tags.text(subSeconds));
    if (wall === null) continue;
    return writtenMoment(wall, tags.text(offset)) ?? satelliteMoment(wall, satelliteMs) ?? zoneMoment(wall, zone);
  }
  return satelliteMs === null ? null : { instantMs: satelliteMs, offsetMinutes: null };
}

const CLOCKS: readonly (readonly [dateTime: ExifTag, subSeconds: ExifTag, offset: ExifTag])[] = [
  ["DateTimeOriginal", "SubSecTimeOriginal", "OffsetTimeOriginal"],
  ["DateTimeDigitized", "SubSecTimeDigitized", "OffsetTimeDigitized"],
];

/** "2008:05:30 15:56:01" (Exif 2.32 4.6.5); some programs write the date as ISO 8601 does. */
const DATE_TIME = /^(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d:\d\d:\d\d)\s*$/;
const DATE = /^(\d{4})[:-](\d\d)[:-](\d\d)\s*$/;
/** The digits behind the point. */
const SUB_SECONDS = /^(\d+)\s*$/;

const HOURS = 24;
const SIXTY = 60;

/** What a clock showed: as a text of ISO 8601 without a zone, and as if that were UTC. */
interface WallTime {
  text: string;
  ms: number;
}

function wallTime(dateTime: string, subSeconds: string): WallTime | null {
  const [, year, month, day, time] = DATE_TIME.exec(dateTime) ?? [];
  if (time === undefined) return null;
  const digits = SUB_SECONDS.exec(subSeconds)?.[1] ?? "0";
  const text = `${year}-${month}-${day}T${time}.${digits}`;
  const ms = new TimestampReader().read(`${text}Z`);
  return Number.isNaN(ms) ? null : { text, ms };
}

function writtenMoment(wall: WallTime, offset: string): Moment | null {
  const reader = new TimestampReader();
  const instantMs = reader.read(wall.text + offset.trim());
  return Number.isNaN(instantMs) ? null : { instantMs, offsetMinutes: reader.offsetMinutes };
}

function satelliteTime(tags: ExifTags): number | null {
  const [, year, month, day] = DATE.exec(tags.text("GPSDateStamp")) ?? [];
  const [hours, minutes, seconds] = tags.sexagesimal("GPSTimeStamp");
  const isTimeOfDay = isWithin(hours, HOURS) && isWithin(minutes, SIXTY) && isWithin(seconds, SIXTY);
  if (day === undefined || !isTimeOfDay) return null;
  const dayMs = new TimestampReader().read(`${year}-${month}-${day}T00:00:00Z`);
  const timeMs = Math.round(((hours * SIXTY + minutes) * SIXTY + seconds) * SECOND_MS);
  return Number.isNaN(dayMs) ? null : dayMs + timeMs;
}

function isWithin(value: number, end: number): boolean {
  return value >= 0 && value < end;
}

const QUARTER_MINUTES = 15;
const HOUR_MINUTES = 60;
const FIRST_OFFSET_MINUTES = -12 * HOUR_MINUTES;
const LAST_OFFSET_MINUTES = 14 * HOUR_MINUTES;
/**
 * The offsets that are no full hours and were some zone's since 2002, when EXIF got the receiver's date. A position may be
 * minutes old and a camera's clock minutes wrong: a quarter that no zone had is such an error, and no offset.
 */
const BROKEN_HOURS = [-9.5, -4.5, -3.5, -2.5, 3.5, 4.5, 5.5, 5.75, 6.5, 8.5, 8.75, 9.5, 9.75, 10.5, 11.5, 12.75, 13.75];

function satelliteMoment(wall: WallTime, satelliteMs: number | null): Moment | null {
  if (satelliteMs === null) return null;
  const quarters = Math.round((wall.ms - satelliteMs) / MINUTE_MS / QUARTER_MINUTES);
  // Never -0, which is no other offset than 0.
  const offsetMinutes = quarters * QUARTER_MINUTES || 0;
  return isOffset(offsetMinutes) ? { instantMs: wall.ms - offsetMinutes * MINUTE_MS, offsetMinutes } : null;
}

function isOffset(minutes: number): boolean {
  if (minutes < FIRST_OFFSET_MINUTES || minutes > LAST_OFFSET_MINUTES) return false;
  return minutes % HOUR_MINUTES === 0 || BROKEN_HOURS.includes(minutes / HOUR_MINUTES);
}

function zoneMoment(wall: WallTime, zone: Zone): Moment {
  return { instantMs: zone.instantMs(wall.ms), offsetMinutes: null };
}
