import type { ByteReader } from "./byte-reader.js";
import { EXIF_BYTES, PHOTO_PIECES } from "./import-limits.js";
import { DamagedSourceError } from "./importer.js";

/**
 * The EXIF of a PNG (PNG 3rd edition 5.3 and 11.3.3.5): a signature, then chunks of length, type, content and checksum;
 * eXIf holds TIFF and may stand before the picture or behind it.
 *
 * @returns null when there is none
 * @throws DamagedSourceError when it breaks before that
 */
export async function exifInPng(reader: ByteReader): Promise<Buffer | null> {
  await reader.skip(SIGNATURE_BYTES);
  for (let chunks = 0; chunks < PHOTO_PIECES; chunks++) {
    const header = await reader.read(HEADER_BYTES);
    const length = header.readUInt32BE();
    const type = header.toString("latin1", 4);
    if (type === "eXIf") return reader.read(Math.min(length, EXIF_BYTES));
    if (type === "IEND") return null;
    await reader.skip(length + CHECKSUM_BYTES);
  }
  throw new DamagedSourceError("it is in more pieces than are walked");
}

const SIGNATURE_BYTES = 8;
const HEADER_BYTES = 8;
const CHECKSUM_BYTES = 4;
