import { DamagedSourceError } from "./importer.js";

/** One entry of a directory; what it holds is looked at when it is asked for. */
export interface TiffField {
  type: number;
  count: number;
  /** Where its values lie. */
  at: number;
}

export type TiffDirectory = ReadonlyMap<number, TiffField>;

/** Fields of one directory; cameras write some 100. */
const DIRECTORY_FIELDS = 1000;
/** What is read of a text, whatever length it claims. */
const TEXT_BYTES = 256;

export const TIFF_HEADER_BYTES = 8;
const FIELD_BYTES = 12;
/** A field's values stand in it, where they fit there. */
const INLINE_BYTES = 4;

/** TIFF 6.0 section 2; the last two are of the supplement of 1995 (a directory's place) and of Exif 3.0. */
const ASCII = 2;
const LONG = 4;
const RATIONAL = 5;
const SIGNED_RATIONAL = 10;
const DIRECTORY = 13;
const UTF8 = 129;
const BYTES_OF_TYPE: ReadonlyMap<number, number> = new Map([
  [ASCII, 1],
  [LONG, 4],
  [RATIONAL, 8],
  [SIGNED_RATIONAL, 8],
  [DIRECTORY, 4],
  [UTF8, 1],
]);

/**
 * The directories of a TIFF file, of which a stretch is at hand. A number that leads out of the stretch leads nowhere, a
 * count that claims gigabytes costs nothing, and of a tag that is there twice the first counts.
 */
export class Tiff {
  /** Where the first directory lies. */
  readonly firstDirectoryAt: number;
  private readonly isLittleEndian: boolean;

  /**
   * @param header the beginning of the file
   * @param stretch what is at hand of it, and from where
   * @throws DamagedSourceError when it is the header of no TIFF file
   */
  constructor(
    header: Buffer,
    private readonly stretch: Buffer = header,
    private readonly from = 0,
  ) {
    const signature = header.toString("latin1", 0, 4);
    this.isLittleEndian = signature === "II*\0";
    if (header.length < TIFF_HEADER_BYTES || (!this.isLittleEndian && signature !== "MM\0*")) {
      throw new DamagedSourceError("its EXIF is damaged");
    }
    this.firstDirectoryAt = this.unsigned32(header, 4);
  }

  /** Fields by tag, of the kinds that can be asked for; none where no directory lies. */
  directory(at: number): TiffDirectory {
    const fields = new Map<number, TiffField>();
    const count = this.bytes(at, 2);
    const fieldCount = count === null ? 0 : Math.min(this.unsigned16(count, 0), DIRECTORY_FIELDS);
    for (let index = 0; index < fieldCount; index++) {
      const entryAt = at + 2 + index * FIELD_BYTES;
      const entry = this.bytes(entryAt, FIELD_BYTES);
      if (entry === null) break;
      const tag = this.unsigned16(entry, 0);
      const field = this.fieldOf(entry, entryAt);
      if (field !== null && !fields.has(tag)) fields.set(tag, field);
    }
    return fields;
  }

  /** The directory that a field leads to; an empty one where it leads to none. */
  directoryBehind(field: TiffField | undefined): TiffDirectory {
    if (field === undefined || ![LONG, DIRECTORY].includes(field.type) || field.count !== 1) return new Map();
    const place = this.bytes(field.at, 4);
    return place === null ? new Map() : this.directory(this.unsigned32(place, 0));
  }

  /** A text up to its first NUL; empty where there is none. */
  text(field: TiffField | undefined): string {
    if (field === undefined || ![ASCII, UTF8].includes(field.type)) return "";
    const text = this.bytes(field.at, Math.min(field.count, TEXT_BYTES))?.toString("utf8") ?? "";
    return text.split("\0", 1)[0] ?? "";
  }

  /** Fractions as numbers, NaN or infinite where a denominator is 0; none where there are not so many. */
  fractions(field: TiffField | undefined, count: number): number[] {
    if (field === undefined || ![RATIONAL, SIGNED_RATIONAL].includes(field.type) || field.count !== count) return [];
    const bytes = this.bytes(field.at, count * 8);
    if (bytes === null) return [];
    const read = (at: number) => (field.type === RATIONAL ? this.unsigned32(bytes, at) : this.signed32(bytes, at));
    return Array.from({ length: count }, (_, index) => read(index * 8) / read(index * 8 + 4));
  }

  private fieldOf(entry: Buffer, entryAt: number): TiffField | null {
    const type = this.unsigned16(entry, 2);
    const bytesOfOne = BYTES_OF_TYPE.get(type);
    if (bytesOfOne === undefined) return null;
    const count = this.unsigned32(entry, 4);
    const isInline = count * bytesOfOne <= INLINE_BYTES;
    return { type, count, at: isInline ? entryAt + 8 : this.unsigned32(entry, 8) };
  }

  /** Null where they are not at hand as a whole. */
  private bytes(at: number, length: number): Buffer | null {
    const start = at - this.from;
    const end = start + length;
    return start < 0 || end > this.stretch.length ? null : this.stretch.subarray(start, end);
  }

  private unsigned16(bytes: Buffer, at: number): number {
    return this.isLittleEndian ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at);
  }

  private unsigned32(bytes: Buffer, at: number): number {
    return this.isLittleEndian ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
  }

  private signed32(bytes: Buffer, at: number): number {
    return this.isLittleEndian ? bytes.readInt32LE(at) : bytes.readInt32BE(at);
  }
}
