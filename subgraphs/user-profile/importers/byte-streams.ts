import { PIECE_BYTES } from "./import-limits.js";

/** The first bytes of a stream, at most `length` of them; the stream is left there. */
export async function headOf(chunks: AsyncIterable<Uint8Array>, length: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    bytes += chunk.length;
    if (bytes >= length) break;
  }
  return Buffer.concat(parts).subarray(0, length);
}

/** Passes a stream on and tells, before each chunk is asked for, how many bytes have been used up. */
export async function* tally(
  chunks: AsyncIterable<Uint8Array>,
  used: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of chunks) {
    yield chunk;
    bytes += chunk.length;
    used(bytes);
  }
}

/** A chunk may be of any size; a piece is what may be parsed without a pause. */
export async function* piecesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) yield chunk.subarray(at, at + PIECE_BYTES);
  }
}

/** The first chunk of a stream, empty where there is none, and the whole stream with it; who leaves the whole lets go of both. */
export async function peeked(
  chunks: AsyncIterable<Uint8Array>,
): Promise<{ first: Uint8Array; whole: AsyncIterable<Uint8Array> }> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first = await iterator.next();
  async function* whole(): AsyncGenerator<Uint8Array> {
    try {
      for (let next = first; !next.done; next = await iterator.next()) yield next.value;
    } finally {
      await iterator.return?.();
    }
  }
  return { first: first.done ? new Uint8Array() : first.value, whole: whole() };
}
