import { JPEG_SCANS_MAX } from "./image-limits.js";
import { orientationOf, orientationSegment } from "./jpeg-orientation.js";
import type { Read } from "./picture.js";
import { broken, PictureProblem } from "./picture-problem.js";

/** ITU-T T.81, annex B: markers, most of them with a segment. */
const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP1 = 0xe1;
const APP14 = 0xee;
/** Baseline, extended and progressive: what browsers decode. */
const FRAMES = new Set([0xc0, 0xc1, 0xc2]);
/** Tables of Huffman codes and quantisation, and the interval of restarts. */
const TABLES = new Set([0xc4, 0xdb, 0xdd]);
const FRAME_HEADER_BYTES = 6;
/** Adobe's, without which a decoder takes the colours for others. */
const ADOBE = Buffer.from("Adobe");
const ADOBE_BYTES = 12;

export function isJpeg(file: Buffer): boolean {
  return file[0] === 0xff && file[1] === SOI && file[2] === 0xff;
}

/** Keeps frame, tables, scans and how the picture is turned; comments, thumbnails, places and what follows the end go. */
export function readJpeg(file: Buffer): Read {
  const kept: Buffer[] = [];
  let orientation = 1;
  let size: { width: number; height: number } | null = null;
  let scans = 0;
  for (let at = 2; ;) {
    const { marker, whole, data } = segmentAt(file, at);
    at += whole.length;
    if (marker === EOI) break;
    if (FRAMES.has(marker)) {
      if (size) throw broken("it has two frames");
      size = sizeOf(data);
      kept.push(whole);
    } else if (marker === SOS) {
      if (!size) throw broken("a scan comes before its frame");
      if ((scans += 1) > JPEG_SCANS_MAX) throw broken("it has more scans than any picture needs");
      const end = scanEnd(file, at);
      kept.push(whole, file.subarray(at, end));
      at = end;
    } else if (TABLES.has(marker) || isAdobe(marker, data)) kept.push(whole);
    else if (marker === APP1) orientation = orientationOf(data) ?? orientation;
    else if (!isLeftOut(marker)) throw new PictureProblem("UNSUPPORTED", "This kind of JPEG is not shown.");
  }
  if (!size || scans === 0) throw broken("it holds no picture");
  const start = [Buffer.from([0xff, SOI]), ...(orientation === 1 ? [] : [orientationSegment(orientation)])];
  return { ...size, bytes: Buffer.concat([...start, ...kept, Buffer.from([0xff, EOI])]) };
}

function segmentAt(file: Buffer, at: number): { marker: number; whole: Buffer; data: Buffer } {
  let start = at;
  // Any marker may be preceded by more of these.
  while (file[start] === 0xff && file[start + 1] === 0xff) start += 1;
  const marker = file[start + 1];
  if (marker === undefined) throw broken("its end is missing");
  if (file[start] !== 0xff) throw broken("something stands between its parts");
  if (marker === EOI) return { marker, whole: file.subarray(at, start + 2), data: Buffer.alloc(0) };
  if (start + 4 > file.length) throw broken("its end is missing");
  const end = start + 2 + file.readUInt16BE(start + 2);
  if (end < start + 4 || end > file.length) throw broken("its end is missing");
  return { marker, whole: file.subarray(at, end), data: file.subarray(start + 4, end) };
}

/** Where a scan's codes end: at the first marker that is neither a stuffed byte nor a restart. */
function scanEnd(file: Buffer, from: number): number {
  for (let at = file.indexOf(0xff, from); at >= 0; at = file.indexOf(0xff, at + 1)) {
    const next = file[at + 1];
    if (next === undefined) break;
    const isCode = next === 0 || next === 0xff || (next >= 0xd0 && next <= 0xd7);
    if (!isCode) return at;
    if (next !== 0xff) at += 1;
  }
  throw broken("its end is missing");
}

function sizeOf(frame: Buffer): { width: number; height: number } {
  if (frame.length < FRAME_HEADER_BYTES) throw broken("its header has a wrong length");
  const [precision, , , , , components = 0] = frame;
  const isShown = precision === 8 && [1, 3, 4].includes(components);
  if (!isShown) throw new PictureProblem("UNSUPPORTED", "This kind of JPEG is not shown.");
  return { height: frame.readUInt16BE(1), width: frame.readUInt16BE(3) };
}

function isAdobe(marker: number, data: Buffer): boolean {
  return marker === APP14 && data.length === ADOBE_BYTES && data.subarray(0, ADOBE.length).equals(ADOBE);
}

/** Applications' segments and comments. */
function isLeftOut(marker: number): boolean {
  return (marker >= 0xe0 && marker <= 0xef) || marker === 0xfe;
}
