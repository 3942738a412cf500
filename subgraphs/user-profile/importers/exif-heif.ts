import type { ByteReader } from "./byte-reader.js";
import { type Extent, exifExtent } from "./heif-items.js";
import { EXIF_BYTES, PHOTO_PIECES } from "./import-limits.js";
import { DamagedSourceError } from "./importer.js";

/**
 * The EXIF of a HEIC or AVIF (ISO/IEC 14496-12, 23008-12 annex A): boxes of length, type and content, of which `meta` says
 * where in the file, or in itself, the item of type Exif lies. Telephones write it before the picture, libheif behind.
 *
 * @returns null when there is none
 * @throws DamagedSourceError when it breaks before that
 */
export async function exifInHeif(reader: ByteReader): Promise<Buffer | null> {
  for (let boxes = 0; boxes < PHOTO_PIECES; boxes++) {
    const { type, contentBytes } = await boxHeader(reader);
    if (type === "meta") return exifByMeta(reader, contentBytes);
    await reader.skip(contentBytes);
  }
  throw new DamagedSourceError("it is in more pieces than are walked");
}

/** A burst of hundreds of tiles is described in some 20 kB. */
const META_BYTES = 1024 ** 2;
const HEADER_BYTES = 8;
const LARGE_LENGTH_BYTES = 8;
/** 23008-12 A.2.1: the item begins with how far behind this number its TIFF begins. */
const TIFF_OFFSET_BYTES = 4;

/** 14496-12 4.2: a length of 1 stands for one of 64 bits that follows, 0 for all that is left of the file. */
async function boxHeader(reader: ByteReader): Promise<{ type: string; contentBytes: number }> {
  const header = await reader.read(HEADER_BYTES);
  const type = header.toString("latin1", 4);
  const length = header.readUInt32BE();
  if (length === 0) return { type, contentBytes: Infinity };
  const contentBytes =
    length === 1
      ? Number((await reader.read(LARGE_LENGTH_BYTES)).readBigUInt64BE()) - HEADER_BYTES - LARGE_LENGTH_BYTES
      : length - HEADER_BYTES;
  if (contentBytes < 0) throw new DamagedSourceError("a box is shorter than its own length");
  return { type, contentBytes };
}

async function exifByMeta(reader: ByteReader, contentBytes: number): Promise<Buffer | null> {
  if (contentBytes > META_BYTES) throw new DamagedSourceError("its directory is larger than any is");
  const extent = exifExtent(await reader.read(contentBytes));
  if (extent === null) return null;
  const item = extent.inMeta ?? (await itemAt(reader, extent));
  if (item.length < TIFF_OFFSET_BYTES) throw new DamagedSourceError("its EXIF is empty");
  return item.subarray(TIFF_OFFSET_BYTES + item.readUInt32BE());
}

async function itemAt(reader: ByteReader, { at, bytes }: Extent): Promise<Buffer> {
  if (at < reader.position) throw new DamagedSourceError("its EXIF lies before its directory");
  await reader.skip(at - reader.position);
  return reader.read(Math.min(bytes, EXIF_BYTES));
}
