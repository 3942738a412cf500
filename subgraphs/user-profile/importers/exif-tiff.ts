import type { ByteReader } from "./byte-reader.js";
import { EXIF_BYTES } from "./import-limits.js";
import { Tiff, TIFF_HEADER_BYTES } from "./tiff.js";

/**
 * The directories of a photograph that is a TIFF file. Cameras write them at its head, programs behind the picture: the
 * half megabyte around the first is held, of which as much as there is before it.
 *
 * @throws DamagedSourceError when the file ends before its first directory
 */
export async function exifOfTiff(reader: ByteReader): Promise<Tiff> {
  const header = await reader.peek(TIFF_HEADER_BYTES);
  const { firstDirectoryAt } = new Tiff(header);
  const from = firstDirectoryAt < EXIF_BYTES ? 0 : firstDirectoryAt - EXIF_BYTES / 2;
  await reader.skip(from);
  return new Tiff(header, await reader.peek(EXIF_BYTES), from);
}
