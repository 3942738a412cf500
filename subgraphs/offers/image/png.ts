import { crc32 } from "node:zlib";
import type { Read } from "./picture.js";
import { animated, broken } from "./picture-problem.js";

/** PNG, third edition: a signature, then chunks of length, type, data and check sum. */
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** What a decoder needs, and the few numbers that say how its colours are meant. Texts, EXIF and profiles go. */
const KEPT = new Set(["IHDR", "PLTE", "tRNS", "gAMA", "cHRM", "sRGB", "IDAT", "IEND"]);
const ANIMATION = new Set(["acTL", "fcTL", "fdAT"]);

/** Bits for each sample, by colour type. */
const DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};
const HEADER_BYTES = 13;
const AROUND_DATA = 12;

export function isPng(file: Buffer): boolean {
  return file.subarray(0, SIGNATURE.length).equals(SIGNATURE);
}

export function readPng(file: Buffer): Read {
  const kept: Buffer[] = [SIGNATURE];
  const seen = new Set<string>();
  for (let at = SIGNATURE.length; !seen.has("IEND");) {
    const { type, whole } = chunkAt(file, at);
    if (seen.size === 0 && type !== "IHDR") throw broken("it does not begin with its header");
    if (type === "IHDR" && seen.has(type)) throw broken("it has two headers");
    if (ANIMATION.has(type)) throw animated();
    // A capital first letter: no decoder may leave it out.
    if (/^[A-Z]/.test(type) && !KEPT.has(type)) throw broken("it has a part that nobody knows");
    if (KEPT.has(type)) kept.push(whole);
    seen.add(type);
    at += whole.length;
  }
  if (!seen.has("IDAT")) throw broken("it holds no picture");
  return { ...sizeOf(kept[1] as Buffer), bytes: Buffer.concat(kept) };
}

function chunkAt(file: Buffer, at: number): { type: string; whole: Buffer } {
  if (at + AROUND_DATA > file.length) throw broken("its end is missing");
  const length = file.readUInt32BE(at);
  const end = at + AROUND_DATA + length;
  if (end > file.length) throw broken("its end is missing");
  const sum = file.readUInt32BE(end - 4);
  if (crc32(file.subarray(at + 4, end - 4)) !== sum) throw broken("a check sum is wrong");
  return { type: file.toString("latin1", at + 4, at + 8), whole: file.subarray(at, end) };
}

function sizeOf(header: Buffer): { width: number; height: number } {
  if (header.length !== AROUND_DATA + HEADER_BYTES) throw broken("its header has a wrong length");
  const data = header.subarray(8);
  const [depth = 0, colour = 0, compression, filter, interlace = 0] = data.subarray(8);
  const isKnown = DEPTHS[colour]?.includes(depth) && compression === 0 && filter === 0 && interlace <= 1;
  if (!isKnown) throw broken("its header says what no PNG is");
  return { width: data.readUInt32BE(0), height: data.readUInt32BE(4) };
}
