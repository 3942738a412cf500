import { isPlace } from "./earth.js";
import type { ExifTag, ExifTags } from "./exif-tags.js";

/** In degrees. */
export interface PhotoPlace {
  latitude: number;
  longitude: number;
}

/**
 * Where a photograph was taken, from degrees, minutes and seconds and the half of the Earth that they are on.
 *
 * Exactly 0, 0 is no place: it is what a receiver without a position writes, and lies in the sea off Africa.
 *
 * @returns null when it tells none, "unreadable" when what it tells is no place on the Earth
 */
export function placeOf(tags: ExifTags): PhotoPlace | null | "unreadable" {
  if (!tags.has("GPSLatitude") && !tags.has("GPSLongitude")) return null;
  const latitude = degrees(tags, "GPSLatitude", "GPSLatitudeRef", { N: 1, S: -1 });
  const longitude = degrees(tags, "GPSLongitude", "GPSLongitudeRef", { E: 1, W: -1 });
  if (!isPlace(latitude, longitude)) return "unreadable";
  return latitude === 0 && longitude === 0 ? null : { latitude, longitude };
}

/** NaN where there are none. */
function degrees(tags: ExifTags, angle: ExifTag, half: ExifTag, signs: Readonly<Record<string, number>>): number {
  const parts = tags.sexagesimal(angle);
  if (parts.some((part) => part < 0)) return NaN;
  const [whole, minutes, seconds] = parts;
  const sign = signs[tags.text(half).trim().toUpperCase()] ?? NaN;
  return sign * (whole + minutes / 60 + seconds / 3600);
}
