import { ImportSource, type Origin, Provenance } from "../observation.js";
import { ByteReader } from "./byte-reader.js";
import { exifOf } from "./exif.js";
import type { ExifTags } from "./exif-tags.js";
import { DamagedSourceError, type ImportInput } from "./importer.js";
import { ItemQueue } from "./item-queue.js";
import { cameraOf } from "./photo-camera.js";
import { momentOf } from "./photo-moment.js";
import { placeOf } from "./photo-place.js";

/**
 * One photograph: JPEG, HEIC, AVIF, PNG, WebP, TIFF and the raw files that are TIFF. It is one record. Kept is what its
 * EXIF tells of when and where it was taken and with which camera; the picture is passed over unread, and no further than
 * the EXIF, so that what is damaged behind it is not seen.
 *
 * One without EXIF, as messengers send them, or without a time is skipped. Two photographs of one moment, place and camera
 * are both kept when one archive holds both, and are taken for the same when they are sent one after the other; cameras
 * that write fractions of a second tell them apart.
 *
 * Deliberately dropped: the picture and its thumbnails, descriptions, comments and keywords, the names of owner and artist,
 * serial numbers, makers' notes, exposure, altitude, direction and speed, when the file was changed, XMP and IPTC, and
 * the files that services put beside photographs.
 *
 * @returns whether its EXIF could be looked for and read; where not, a problem says why
 */
export async function importPhoto(input: ImportInput): Promise<boolean> {
  input.sink.record();
  const reader = new ByteReader(input.chunks, input.signal);
  try {
    const exif = await exifOf(reader);
    if (exif === null) skipWithoutExif(input);
    else await take(exif, input);
    return true;
  } catch (error) {
    if (!(error instanceof DamagedSourceError)) throw error;
    skip(input, `The photograph could not be read: ${error.message}.`);
    return false;
  } finally {
    await reader.close();
  }
}

const ORIGIN: Origin = Object.freeze({ source: ImportSource.PHOTO, device: null, grade: Provenance.OBSERVED });

async function take(exif: ExifTags, input: ImportInput): Promise<void> {
  const moment = momentOf(exif, input.zone);
  if (moment === null) {
    skip(input, "The photograph has no readable time; nothing of it was stored.");
    return;
  }
  const place = placeOf(exif);
  if (place === "unreadable") problem(input, "The photograph's place could not be read; it was stored without.");
  const { latitude, longitude } = place === null || place === "unreadable" ? NOWHERE : place;
  const times = { startMs: moment.instantMs, endMs: moment.instantMs, offsetMinutes: moment.offsetMinutes };
  const queue = new ItemQueue(input.sink);
  queue.push({ kind: "photo", ...times, latitude, longitude, camera: cameraOf(exif), origin: ORIGIN });
  await queue.drain();
}

const NOWHERE = { latitude: null, longitude: null };

/** Told of a photograph that was sent by itself; in an archive there may be thousands, which are only counted. */
function skipWithoutExif(input: ImportInput): void {
  const message = "The photograph has no EXIF, which would say when and where it was taken; nothing of it was stored.";
  if (input.label === "") skip(input, message);
  else input.sink.skipped();
}

function skip(input: ImportInput, message: string): void {
  input.sink.skipped();
  problem(input, message);
}

function problem({ sink, label }: ImportInput, message: string): void {
  sink.problem({ where: `${label}photograph`, message });
}
