import type { ByteReader } from "./byte-reader.js";
import { EXIF_BYTES, PHOTO_PIECES } from "./import-limits.js";
import { DamagedSourceError } from "./importer.js";

/**
 * The EXIF of a WebP (RFC 9649 2.3 to 2.7): "RIFF", length, "WEBP", then chunks of type, length and content, each at an
 * even place; EXIF holds TIFF and stands behind the picture.
 *
 * @returns null when there is none
 * @throws DamagedSourceError when it breaks before that
 */
export async function exifInWebp(reader: ByteReader): Promise<Buffer | null> {
  const end = RIFF_HEADER_BYTES + (await reader.read(RIFF_HEADER_BYTES)).readUInt32LE(4);
  await reader.skip(FORM_BYTES);
  for (let chunks = 0; chunks < PHOTO_PIECES; chunks++) {
    if (reader.position + HEADER_BYTES > end) return null;
    const header = await reader.read(HEADER_BYTES);
    const length = header.readUInt32LE(4);
    if (header.toString("latin1", 0, 4) === "EXIF") {
      const content = await reader.read(Math.min(length, EXIF_BYTES));
      // Some encoders put JPEG's mark before it.
      return content.toString("latin1", 0, EXIF_MARK.length) === EXIF_MARK
        ? content.subarray(EXIF_MARK.length)
        : content;
    }
    await reader.skip(length + (length % 2));
  }
  throw new DamagedSourceError("it is in more pieces than are walked");
}

const RIFF_HEADER_BYTES = 8;
const FORM_BYTES = 4;
const HEADER_BYTES = 8;
const EXIF_MARK = "Exif\0\0";
