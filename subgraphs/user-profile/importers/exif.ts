import type { ByteReader } from "./byte-reader.js";
import { exifInHeif } from "./exif-heif.js";
import { exifInJpeg } from "./exif-jpeg.js";
import { exifInPng } from "./exif-png.js";
import { ExifTags } from "./exif-tags.js";
import { exifOfTiff } from "./exif-tiff.js";
import { exifInWebp } from "./exif-webp.js";
import { DamagedSourceError } from "./importer.js";
import { PHOTO_SIGNATURE_BYTES, photoFormat, PhotoFormat } from "./photo-format.js";
import { Tiff } from "./tiff.js";

/**
 * A photograph's EXIF, which is a TIFF file of its own, without what its container says around it. The container is
 * walked as it comes: the picture is passed over, at most EXIF_BYTES of the EXIF are held.
 *
 * @returns null when the photograph has none
 * @throws DamagedSourceError when the container breaks before it, or it is none
 */
export async function exifOf(reader: ByteReader): Promise<ExifTags | null> {
  const format = photoFormat(await reader.peek(PHOTO_SIGNATURE_BYTES));
  if (format === null) throw new DamagedSourceError("it is no photograph of a kind that is read here");
  if (format === PhotoFormat.TIFF) return new ExifTags(await exifOfTiff(reader));
  const block = await CONTAINERS[format](reader);
  return block === null ? null : new ExifTags(new Tiff(block));
}

const CONTAINERS = {
  [PhotoFormat.JPEG]: exifInJpeg,
  [PhotoFormat.PNG]: exifInPng,
  [PhotoFormat.WEBP]: exifInWebp,
  [PhotoFormat.HEIF]: exifInHeif,
};
