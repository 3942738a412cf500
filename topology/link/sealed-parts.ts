import type { ExportPart } from "../../shared/export-part.js";
import { seal, unseal } from "../../shared/seal.js";

/**
 * Parts on their way between processes: frames of a length (4 bytes, big-endian) and a sealed kind and content. A frame
 * opens at its own place in its own answer, and the last says that it is: one that is missing, doubled, moved or cut is
 * noticed.
 */
enum Frame {
  FILE = 0,
  BYTES = 1,
  END = 2,
  /** There is nothing to be had. */
  NOTHING = 3,
}

const LENGTH_BYTES = 4;
/** Parts have some 64 kB; a frame that says more is not ours. */
const FRAME_BYTES_MAX = 16 * 1024 ** 2;

interface Way {
  key: Buffer;
  /** Of the answer. */
  place: string;
}

export async function* sealedParts(parts: AsyncIterable<ExportPart> | null, way: Way): AsyncGenerator<Buffer> {
  if (parts === null) {
    yield frame(way, 0, Frame.NOTHING, Buffer.alloc(0));
    return;
  }
  let index = 0;
  for await (const part of parts) {
    const isBytes = part instanceof Uint8Array;
    yield frame(way, index, isBytes ? Frame.BYTES : Frame.FILE, isBytes ? part : Buffer.from(part.file));
    index += 1;
  }
  yield frame(way, index, Frame.END, Buffer.alloc(0));
}

/** Null where there is nothing to be had. Throws, at once or while parts are read, when the answer is not what was sent. */
export async function openParts(
  stream: AsyncIterable<Uint8Array>,
  way: Way,
): Promise<AsyncIterable<ExportPart> | null> {
  const frames = framesOf(stream, way);
  const first = await frames.next();
  if (first.done) throw cut();
  if (first.value.kind === Frame.NOTHING) return null;
  return partsOf(first.value, frames);
}

interface Opened {
  kind: Frame;
  content: Buffer;
}

async function* partsOf(first: Opened, frames: AsyncIterator<Opened>): AsyncGenerator<ExportPart> {
  for (let { kind, content } = first; kind !== Frame.END;) {
    yield kind === Frame.FILE ? { file: content.toString("utf8") } : content;
    const next = await frames.next();
    if (next.done) throw cut();
    ({ kind, content } = next.value);
  }
}

async function* framesOf(stream: AsyncIterable<Uint8Array>, { key, place }: Way): AsyncGenerator<Opened> {
  let rest = Buffer.alloc(0);
  let index = 0;
  for await (const chunk of stream) {
    rest = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    while (rest.length >= LENGTH_BYTES) {
      const length = rest.readUInt32BE();
      if (length > FRAME_BYTES_MAX) throw cut();
      if (rest.length < LENGTH_BYTES + length) break;
      const opened = unseal(key, `${place}/${index}`, rest.subarray(LENGTH_BYTES, LENGTH_BYTES + length));
      if (!opened) throw cut();
      yield { kind: opened.readUInt8(0), content: opened.subarray(1) };
      rest = rest.subarray(LENGTH_BYTES + length);
      index += 1;
    }
  }
}

function frame({ key, place }: Way, index: number, kind: Frame, content: Uint8Array): Buffer {
  const sealed = seal(key, `${place}/${index}`, Buffer.concat([Buffer.of(kind), content]));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(sealed.length);
  return Buffer.concat([length, sealed]);
}

function cut(): Error {
  return new Error("an answer in parts is not what was sent");
}
