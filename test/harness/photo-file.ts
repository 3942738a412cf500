/** What a field holds: a text, fractions, or bytes of a type and count that may be anything. */
export type FieldValue = string | [numerator: number, denominator: number][] | RawValue;

export interface RawValue {
  type: number;
  count: number;
  bytes?: number[];
  /** Where the bytes are said to be, instead of where they are. */
  at?: number;
}

type Fields = Record<number, FieldValue>;

/** The directories of an EXIF, each by tag. */
export interface Directories {
  image?: Fields;
  exif?: Fields;
  gps?: Fields;
}

export interface TiffLayout {
  isBigEndian?: boolean;
  /** Where the first directory begins. */
  at?: number;
}

const EXIF_DIRECTORY = 0x8769;
const GPS_DIRECTORY = 0x8825;
const DIRECTORY_TYPE = 4;

/** A TIFF file of these directories (TIFF 6.0 section 2): each, then what does not fit into it, then the next. */
export function tiffOf({ image = {}, exif, gps }: Directories, layout: TiffLayout = {}): Buffer {
  const { isBigEndian = false, at = 8 } = layout;
  const number = (value: number, bytes: 2 | 4) => numberOf(value, bytes, isBigEndian);
  const pointers = { ...(exif && { [EXIF_DIRECTORY]: exif }), ...(gps && { [GPS_DIRECTORY]: gps }) };
  const pointed = (places: Fields): Fields => ({ ...image, ...places });
  const unplaced = Object.fromEntries(Object.keys(pointers).map((tag) => [tag, pointer(0)]));
  let next = at + directoryOf(pointed(unplaced), at, isBigEndian).length;
  const places: Fields = {};
  const behind: Buffer[] = [];
  for (const [tag, fields] of Object.entries(pointers)) {
    places[Number(tag)] = pointer(next);
    const directory = directoryOf(fields, next, isBigEndian);
    behind.push(directory);
    next += directory.length;
  }
  const header = Buffer.concat([Buffer.from(isBigEndian ? "MM" : "II"), number(42, 2), number(at, 4)]);
  const gap = Buffer.alloc(at - header.length, 0x55);
  return Buffer.concat([header, gap, directoryOf(pointed(places), at, isBigEndian), ...behind]);
}

function pointer(at: number): RawValue {
  return { type: DIRECTORY_TYPE, count: 1, at };
}

function numberOf(value: number, bytes: 2 | 4, isBigEndian: boolean): Buffer {
  const buffer = Buffer.alloc(bytes);
  if (isBigEndian) buffer.writeUIntBE(value, 0, bytes);
  else buffer.writeUIntLE(value, 0, bytes);
  return buffer;
}

function directoryOf(fields: Fields, at: number, isBigEndian: boolean): Buffer {
  const number = (value: number, bytes: 2 | 4) => numberOf(value, bytes, isBigEndian);
  const entries = Object.entries(fields);
  const parts = [number(entries.length, 2)];
  const values: Buffer[] = [];
  let valueAt = at + 2 + entries.length * 12 + 4;
  for (const [tag, value] of entries) {
    const raw = rawOf(value, isBigEndian);
    const bytes = Buffer.from(raw.bytes ?? []);
    const isInline = bytes.length <= 4 && raw.at === undefined;
    const content = isInline ? Buffer.concat([bytes, Buffer.alloc(4)]).subarray(0, 4) : number(raw.at ?? valueAt, 4);
    parts.push(number(Number(tag), 2), number(raw.type, 2), number(raw.count, 4), content);
    if (isInline) continue;
    values.push(bytes);
    valueAt += bytes.length;
  }
  return Buffer.concat([...parts, number(0, 4), ...values]);
}

function rawOf(value: FieldValue, isBigEndian: boolean): RawValue {
  if (typeof value === "string") {
    const bytes = Buffer.from(`${value}\0`);
    return { type: 2, count: bytes.length, bytes: [...bytes] };
  }
  if (!Array.isArray(value)) return value;
  const bytes = Buffer.concat(value.flat().map((part) => numberOf(part, 4, isBigEndian)));
  return { type: 5, count: value.length, bytes: [...bytes] };
}

/** Some bytes in place of a picture. */
const PICTURE = Buffer.from("not a picture, and never looked at");

/** A JPEG: JFIF's own segment, EXIF where there is one, a table, and the picture. */
export function jpegOf(tiff: Buffer | null, before: readonly Buffer[] = []): Buffer {
  const exif = tiff === null ? [] : [segment(0xe1, Buffer.concat([Buffer.from("Exif\0\0"), tiff]))];
  const jfif = segment(0xe0, Buffer.from("JFIF\0\x01\x01\0\0\x01\0\x01\0\0", "latin1"));
  const table = segment(0xdb, Buffer.alloc(65, 1));
  const scan = Buffer.concat([segment(0xda, Buffer.alloc(10)), PICTURE, Buffer.from([0xff, 0xd9])]);
  return Buffer.concat([Buffer.from([0xff, 0xd8]), jfif, ...before, ...exif, table, scan]);
}

export function segment(code: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0xff, code]), numberOf(content.length + 2, 2, true), content]);
}

/** A PNG with its EXIF before the picture or behind it. */
export function pngOf(tiff: Buffer | null, isBehind = false): Buffer {
  const chunk = (type: string, content: Buffer) =>
    Buffer.concat([numberOf(content.length, 4, true), Buffer.from(type), content, Buffer.alloc(4)]);
  const exif = tiff === null ? [] : [chunk("eXIf", tiff)];
  const picture = [chunk("IDAT", PICTURE)];
  const chunks = isBehind ? [...picture, ...exif] : [...exif, ...picture];
  const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
  return Buffer.concat([signature, chunk("IHDR", Buffer.alloc(13)), ...chunks, chunk("IEND", Buffer.alloc(0))]);
}

/** A WebP with its EXIF behind the picture, which is of an odd length. */
export function webpOf(tiff: Buffer | null): Buffer {
  const chunk = (type: string, content: Buffer) =>
    Buffer.concat([Buffer.from(type), numberOf(content.length, 4, false), content, Buffer.alloc(content.length % 2)]);
  const exif = tiff === null ? [] : [chunk("EXIF", tiff)];
  const chunks = [chunk("VP8X", Buffer.alloc(10)), chunk("VP8 ", PICTURE.subarray(1)), ...exif];
  const content = Buffer.concat([Buffer.from("WEBP"), ...chunks]);
  return Buffer.concat([Buffer.from("RIFF"), numberOf(content.length, 4, false), content]);
}

export interface HeifLayout {
  brand?: string;
  /** Where the item lies: before the picture, behind it, or in the directory itself. */
  place?: "before" | "behind" | "inside";
  /** How its directory is written: 0 with 16-bit numbers and no base, 2 with all that there is. */
  version?: 0 | 1 | 2;
  /** What stands between the brand and the directory. */
  between?: Buffer;
  /** Where the directory says that the item lies, instead of where it lies. */
  itemAt?: number;
}

/** A HEIC of one picture and, where there is one, an EXIF. */
export function heifOf(tiff: Buffer | null, layout: HeifLayout = {}): Buffer {
  const { brand = "heic", place = "behind", version = 0, between = Buffer.alloc(0) } = layout;
  const item = tiff === null ? null : Buffer.concat([numberOf(6, 4, true), Buffer.from("Exif\0\0"), tiff]);
  const inMdat =
    item === null || place === "inside" ? [PICTURE] : place === "before" ? [item, PICTURE] : [PICTURE, item];
  const ftyp = Buffer.concat([box("ftyp", Buffer.from(`${brand}\0\0\0\0mif1`)), between]);
  const mdat = box("mdat", Buffer.concat(inMdat));
  // The directory's length does not depend on the place that it tells.
  const metaOf = (at: number) => metaBox(item, place === "inside", version, at);
  const contentAt = ftyp.length + metaOf(0).length + 8;
  const itemAt = place === "inside" ? 0 : contentAt + (place === "before" ? 0 : PICTURE.length);
  return Buffer.concat([ftyp, metaOf(layout.itemAt ?? itemAt), mdat]);
}

export function box(type: string, content: Buffer): Buffer {
  return Buffer.concat([numberOf(content.length + 8, 4, true), Buffer.from(type), content]);
}

function metaBox(item: Buffer | null, isInside: boolean, version: number, at: number): Buffer {
  const u16 = (value: number) => numberOf(value, 2, true);
  const u32 = (value: number) => numberOf(value, 4, true);
  const full = (ofVersion: number) => Buffer.from([ofVersion, 0, 0, 0]);
  const id = version < 2 ? u16 : u32;
  const entry = (itemId: number, type: string) =>
    box("infe", Buffer.concat([full(version < 2 ? 2 : 3), id(itemId), u16(0), Buffer.from(`${type}\0`)]));
  const base = version < 2 ? Buffer.alloc(0) : Buffer.concat([u32(0), u32(at)]);
  const offset = version < 2 ? u32(at) : u32(0);
  const place = (itemId: number, bytes: number, method: number) =>
    Buffer.concat([
      id(itemId),
      version === 0 ? Buffer.alloc(0) : u16(method),
      u16(0),
      base,
      u16(1),
      ...(version < 2 ? [] : [u32(0)]),
      offset,
      u32(bytes),
    ]);
  const entries = [entry(1, "hvc1"), ...(item === null ? [] : [entry(7, "Exif")])];
  const places = [place(1, 5, 0), ...(item === null ? [] : [place(7, item.length, isInside ? 1 : 0)])];
  const sizes = Buffer.from(version < 2 ? [0x44, 0x00] : [0x44, 0x84]);
  return box(
    "meta",
    Buffer.concat([
      full(0),
      box("hdlr", Buffer.alloc(24)),
      box("iinf", Buffer.concat([full(0), u16(entries.length), ...entries])),
      box("iloc", Buffer.concat([full(version), sizes, id(places.length), ...places])),
      ...(isInside && item !== null ? [box("idat", item)] : []),
    ]),
  );
}
