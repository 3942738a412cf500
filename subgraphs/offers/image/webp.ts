import type { Read } from "./picture.js";
import { animated, broken } from "./picture-problem.js";

/** RFC 9649: RIFF, of chunks with a name and a length, each on an even place. */
const RIFF_HEADER_BYTES = 12;
const CHUNK_HEADER_BYTES = 8;
const EXTENDED_BYTES = 10;
const ANIMATION_FLAG = 0x02;
const ALPHA_FLAG = 0x10;
const LOSSY_START = Buffer.from([0x9d, 0x01, 0x2a]);
const LOSSLESS_SIGNATURE = 0x2f;

interface Size {
  width: number;
  height: number;
}

export function isWebp(file: Buffer): boolean {
  return file.toString("latin1", 0, 4) === "RIFF" && file.toString("latin1", 8, 12) === "WEBP";
}

/** Keeps the picture and its transparency; EXIF, XMP, colour profiles and what nobody knows go. */
export function readWebp(file: Buffer): Read {
  const chunks = chunksOf(file);
  const extended = chunks.get("VP8X");
  if (chunks.has("ANIM") || chunks.has("ANMF") || ((extended?.[0] ?? 0) & ANIMATION_FLAG) !== 0) throw animated();
  const lossy = chunks.get("VP8 ");
  const lossless = chunks.get("VP8L");
  if (Boolean(lossy) === Boolean(lossless)) throw broken("it holds no picture");
  const size = lossy ? lossySize(lossy) : losslessSize(lossless as Buffer);
  if (extended && !isCanvas(extended, size)) throw broken("its header does not say what it holds");
  const alpha = lossy && chunks.get("ALPH");
  const parts = [
    ...(alpha ? [chunk("VP8X", canvas(size)), chunk("ALPH", alpha)] : []),
    lossy ? chunk("VP8 ", lossy) : chunk("VP8L", lossless as Buffer),
  ];
  const body = Buffer.concat([Buffer.from("WEBP"), ...parts]);
  return { ...size, bytes: chunk("RIFF", body) };
}

/** The first of each name; what stands after the file's own end is not read. */
function chunksOf(file: Buffer): Map<string, Buffer> {
  const end = CHUNK_HEADER_BYTES + file.readUInt32LE(4);
  if (end > file.length) throw broken("its end is missing");
  const chunks = new Map<string, Buffer>();
  for (let at = RIFF_HEADER_BYTES; at < end;) {
    if (at + CHUNK_HEADER_BYTES > end) throw broken("its end is missing");
    const name = file.toString("latin1", at, at + 4);
    const length = file.readUInt32LE(at + 4);
    const from = at + CHUNK_HEADER_BYTES;
    if (from + length > end) throw broken("its end is missing");
    if (!chunks.has(name)) chunks.set(name, file.subarray(from, from + length));
    at = from + length + (length % 2);
  }
  return chunks;
}

/** RFC 6386, section 9.1: a key frame's tag, its first partition's length, start code and size. */
function lossySize(frame: Buffer): Size {
  if (frame.length < 10 || !frame.subarray(3, 6).equals(LOSSY_START)) throw broken("it holds no picture");
  const tag = frame.readUIntLE(0, 3);
  if ((tag & 1) !== 0) throw broken("it does not begin with a whole picture");
  if (10 + (tag >> 5) > frame.length) throw broken("its end is missing");
  return { width: frame.readUInt16LE(6) & 0x3fff, height: frame.readUInt16LE(8) & 0x3fff };
}

/** RFC 9649, section 3.4: a signature, then 14 bits each for width and height, less one. */
function losslessSize(frame: Buffer): Size {
  if (frame.length < 5 || frame[0] !== LOSSLESS_SIGNATURE) throw broken("it holds no picture");
  const bits = frame.readUInt32LE(1);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}

function isCanvas(extended: Buffer, { width, height }: Size): boolean {
  if (extended.length < EXTENDED_BYTES) return false;
  return extended.readUIntLE(4, 3) + 1 === width && extended.readUIntLE(7, 3) + 1 === height;
}

/** An extended header for a picture with transparency beside it. */
function canvas({ width, height }: Size): Buffer {
  const data = Buffer.alloc(EXTENDED_BYTES);
  data[0] = ALPHA_FLAG;
  data.writeUIntLE(width - 1, 4, 3);
  data.writeUIntLE(height - 1, 7, 3);
  return data;
}

function chunk(name: string, data: Buffer): Buffer {
  const head = Buffer.alloc(CHUNK_HEADER_BYTES);
  head.write(name, 0, "latin1");
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}
