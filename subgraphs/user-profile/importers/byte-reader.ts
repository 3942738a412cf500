import { DamagedSourceError } from "./importer.js";

/**
 * Reads a stream piece by piece and leaves out what is not asked for, so that what stands behind gigabytes can be reached
 * in memory for one piece. Who opens one closes it: a stream that is not read to its end holds a file open.
 */
export class ByteReader {
  /** Bytes that are behind us. */
  position = 0;
  private readonly source: AsyncIterator<Uint8Array>;
  private buffer: Buffer = Buffer.alloc(0);

  constructor(
    chunks: AsyncIterable<Uint8Array>,
    private readonly signal?: AbortSignal,
  ) {
    this.source = chunks[Symbol.asyncIterator]();
  }

  /** The next bytes, which stay where they are; fewer where the stream ends. */
  async peek(length: number): Promise<Buffer> {
    while (this.buffer.length < length) {
      const chunk = await this.nextChunk();
      if (chunk === null) break;
      this.buffer = this.buffer.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.buffer, chunk]);
    }
    return this.buffer.subarray(0, length);
  }

  /** @throws DamagedSourceError when the stream ends before */
  async read(length: number): Promise<Buffer> {
    const bytes = await this.peek(length);
    if (bytes.length < length) throw new DamagedSourceError(ENDS_THERE);
    this.take(length);
    return bytes;
  }

  /** @throws DamagedSourceError when the stream ends before */
  async skip(length: number): Promise<void> {
    let left = length;
    while (left > this.buffer.length) {
      left -= this.buffer.length;
      this.take(this.buffer.length);
      const chunk = await this.nextChunk();
      if (chunk === null) throw new DamagedSourceError(ENDS_THERE);
      this.buffer = Buffer.from(chunk);
    }
    this.take(left);
  }

  async close(): Promise<void> {
    await this.source.return?.();
  }

  private take(length: number): void {
    this.buffer = this.buffer.subarray(length);
    this.position += length;
  }

  private async nextChunk(): Promise<Uint8Array | null> {
    this.signal?.throwIfAborted();
    const next = await this.source.next();
    return next.done === true ? null : next.value;
  }
}

const ENDS_THERE = "the file ends before it is complete";
