import { DamagedSourceError } from "./importer.js";

/** Where an item lies. */
export interface Extent {
  /** In the file. */
  at: number;
  bytes: number;
  /** The item itself, where it lies in the directory. */
  inMeta: Buffer | null;
}

/**
 * Where the item of type Exif lies, by the content of a `meta` box (ISO/IEC 14496-12 8.11): `iinf` lists items by type,
 * `iloc` their places, `idat` holds small ones. Of an item in several pieces the first is told; nobody parts an EXIF.
 *
 * @returns null when there is no such item, or it is in another file
 * @throws DamagedSourceError when a length in it leads out of it
 */
export function exifExtent(meta: Buffer): Extent | null {
  const fields = new Fields(meta);
  fields.skip(VERSION_BYTES);
  const boxes = new Map(eachBox(fields.rest()));
  const items = boxes.get("iinf");
  const locations = boxes.get("iloc");
  const id = items === undefined ? null : exifId(items);
  return id === null || locations === undefined ? null : extentOf(id, new Fields(locations), boxes.get("idat"));
}

/** Version and flags of a "full box". */
const VERSION_BYTES = 4;
const HEADER_BYTES = 8;
/** iloc's construction methods. */
const IN_FILE = 0;
const IN_IDAT = 1;

/** Reads numbers one behind the other. */
class Fields {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  get isAtEnd(): boolean {
    return this.at === this.bytes.length;
  }

  /** An unsigned number of 0, 1, 2, 4 or 8 bytes; one of none is 0. */
  next(length: number): number {
    const bytes = this.take(length);
    if (length === 0) return 0;
    return length === 8 ? Number(bytes.readBigUInt64BE()) : bytes.readUIntBE(0, length);
  }

  take(length: number): Buffer {
    const { at } = this;
    this.skip(length);
    return this.bytes.subarray(at, this.at);
  }

  skip(length: number): void {
    if (length < 0 || this.at + length > this.bytes.length) throw new DamagedSourceError(LEADS_OUT);
    this.at += length;
  }

  rest(): Buffer {
    return this.bytes.subarray(this.at);
  }
}

const LEADS_OUT = "its directory leads out of itself";

function* eachBox(bytes: Buffer): Generator<[type: string, content: Buffer]> {
  const fields = new Fields(bytes);
  while (!fields.isAtEnd) {
    const length = fields.next(4);
    const type = fields.take(4).toString("latin1");
    yield [type, fields.take(length - HEADER_BYTES)];
  }
}

/** 14496-12 8.11.6: `infe` boxes of id and type; those of version 0 and 1 have no type. */
function exifId(items: Buffer): number | null {
  const fields = new Fields(items);
  const version = fields.next(1);
  fields.skip(3 + (version === 0 ? 2 : 4));
  for (const [, entry] of eachBox(fields.rest())) {
    const entryFields = new Fields(entry);
    const entryVersion = entryFields.next(1);
    if (entryVersion < 2) continue;
    entryFields.skip(3);
    const id = entryFields.next(entryVersion === 2 ? 2 : 4);
    entryFields.skip(2);
    if (entryFields.rest().toString("latin1", 0, 4) === "Exif") return id;
  }
  return null;
}

/** 14496-12 8.11.3: for each item how it is kept, in which file, from where, and its pieces. */
function extentOf(wanted: number, fields: Fields, idat: Buffer | undefined): Extent | null {
  const version = fields.next(1);
  fields.skip(3);
  const sizes = [...fields.take(2).toString("hex")].map((digit) => Number.parseInt(digit, 16));
  const [offsetSize = 0, lengthSize = 0, baseSize = 0, lastSize = 0] = sizes;
  const indexSize = version === 0 ? 0 : lastSize;
  if ([offsetSize, lengthSize, baseSize, indexSize].some((size) => ![0, 4, 8].includes(size))) {
    throw new DamagedSourceError(LEADS_OUT);
  }
  const idSize = version < 2 ? 2 : 4;
  for (let left = fields.next(idSize); left > 0; left--) {
    const id = fields.next(idSize);
    const method = version === 0 ? IN_FILE : fields.next(2) & 0xf;
    const file = fields.next(2);
    const base = fields.next(baseSize);
    const extents = fields.next(2);
    const extentBytes = indexSize + offsetSize + lengthSize;
    if (id !== wanted || extents === 0) {
      // By one step: a list of nothing, repeated, would cost minutes.
      fields.skip(extents * extentBytes);
      continue;
    }
    fields.skip(indexSize);
    const at = base + fields.next(offsetSize);
    const bytes = fields.next(lengthSize);
    if (file !== 0) return null;
    if (method === IN_FILE) return { at, bytes, inMeta: null };
    return method === IN_IDAT && idat !== undefined ? { at, bytes, inMeta: idat.subarray(at, at + bytes) } : null;
  }
  return null;
}
