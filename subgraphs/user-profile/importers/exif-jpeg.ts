import type { ByteReader } from "./byte-reader.js";
import { EXIF_BYTES } from "./import-limits.js";
import { DamagedSourceError } from "./importer.js";

/**
 * The EXIF of a JPEG (ITU-T T.81 B.1.1, Exif 2.32 4.7.2):
 *
 *     FF D8, segments (FF, code, length with itself, content), FF DA and the picture
 *     FF E1: "Exif\0\0", TIFF
 *
 * @returns null when none stands before the picture, in the first EXIF_BYTES
 * @throws DamagedSourceError when it breaks before that
 */
export async function exifInJpeg(reader: ByteReader): Promise<Buffer | null> {
  await reader.skip(START_OF_IMAGE_BYTES);
  while (reader.position < EXIF_BYTES) {
    const code = await nextCode(reader);
    if (code === START_OF_SCAN || code === END_OF_IMAGE) return null;
    if (isBare(code)) continue;
    const length = (await reader.read(LENGTH_BYTES)).readUInt16BE() - LENGTH_BYTES;
    if (length < 0) throw new DamagedSourceError("a segment is shorter than its own length");
    const isExif = code === APP1 && (await reader.peek(Math.min(length, EXIF_MARK.length))).equals(EXIF_MARK);
    if (isExif) return (await reader.read(length)).subarray(EXIF_MARK.length);
    await reader.skip(length);
  }
  return null;
}

const START_OF_IMAGE_BYTES = 2;
const LENGTH_BYTES = 2;
const EXIF_MARK = Buffer.from("Exif\0\0", "latin1");

const APP1 = 0xe1;
const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;
const TEMPORARY = 0x01;
const FIRST_RESTART = 0xd0;
const FILL = 0xff;

/** T.81 B.1.1.2: any number of fill bytes may stand before a code. */
async function nextCode(reader: ByteReader): Promise<number> {
  let [byte] = await reader.read(1);
  if (byte !== FILL) throw new DamagedSourceError("no segment begins where one should");
  while (byte === FILL) [byte] = await reader.read(1);
  return byte ?? FILL;
}

/** Codes that no length follows: T.81 table B.1. */
function isBare(code: number): boolean {
  return code === TEMPORARY || (code >= FIRST_RESTART && code < END_OF_IMAGE);
}
