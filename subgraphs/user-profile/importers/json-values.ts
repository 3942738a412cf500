import { decimal } from "./decimal.js";
import { isPlace } from "./earth.js";
import type { TimestampReader } from "./timestamp.js";

export interface GooglePlace {
  latitude: number;
  longitude: number;
}

export interface GoogleTime {
  timeMs: number;
  offsetMinutes: number | null;
}

/** A piece of a parsed document, of which nothing is known. */
export type JsonObject = Record<string, unknown>;

const E7 = 1e7;
/** Coordinates that were kept in 32 bits without a sign; a longitude of 180 degrees is 1.8e9. */
const E7_MOST = 1.8e9;
const E7_WRAP = 2 ** 32;

/** "52.1°, 4.3°" of Android, "geo:52.1,4.3" (RFC 5870) of iOS; both occur in one file. */
const WRITTEN_PLACE = /^(?:geo:)?(-?\d{1,3}(?:\.\d{1,20})?)°?, ?(-?\d{1,3}(?:\.\d{1,20})?)°?(?:;|$)/;
const EPOCH_MS = /^\d{12,14}$/;

export function objectOf(value: unknown): JsonObject | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A place in ten-millionths of a degree; null when it is none. */
export function placeOfE7(value: unknown): GooglePlace | null {
  const { latitudeE7, longitudeE7 } = objectOf(value) ?? {};
  return checked(degreesOfE7(latitudeE7), degreesOfE7(longitudeE7));
}

/** A place in words, by itself or as `latLng`; null when it is none. */
export function placeOfText(value: unknown): GooglePlace | null {
  const text = objectOf(value)?.["latLng"] ?? value;
  const found = typeof text === "string" ? WRITTEN_PLACE.exec(text) : null;
  return found === null ? null : checked(decimal(found[1]), decimal(found[2]));
}

/** A time as ISO 8601 with a zone, or as a text of epoch milliseconds; null when it is none. */
export function timeOf(value: unknown, reader: TimestampReader): GoogleTime | null {
  if (typeof value !== "string") return null;
  const timeMs = EPOCH_MS.test(value) ? Number(value) : reader.read(value);
  if (Number.isNaN(timeMs)) return null;
  return { timeMs, offsetMinutes: EPOCH_MS.test(value) ? null : reader.offsetMinutes };
}

/** Minutes from a number or, on iOS, a text; NaN when it is neither. */
export function minutesOf(value: unknown): number {
  return typeof value === "number" ? value : decimal(typeof value === "string" ? value : undefined);
}

function degreesOfE7(value: unknown): number {
  if (typeof value !== "number") return NaN;
  return (value > E7_MOST ? value - E7_WRAP : value) / E7;
}

function checked(latitude: number, longitude: number): GooglePlace | null {
  return isPlace(latitude, longitude) ? { latitude, longitude } : null;
}
