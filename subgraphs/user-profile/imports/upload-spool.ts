import { createWriteStream, existsSync, mkdirSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { Transform, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** More arrived than was announced. */
export class TooManyBytes extends Error {}

/**
 * Uploads on their way: a zip can only be read from a file, since its directory stands at its end. Files are mode
 * 0600 and are removed when their import ends, whichever way.
 */
export class UploadSpool {
  constructor(private readonly directory: string) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  }

  path(importId: string): string {
    return join(this.directory, importId);
  }

  has(importId: string): boolean {
    return existsSync(this.path(importId));
  }

  /** The imports whose files lie here. */
  importIds(): Promise<string[]> {
    return readdir(this.directory);
  }

  /** Writes the body to disk as it comes. Throws TooManyBytes beyond the limit; keeps nothing then. */
  async receive(importId: string, body: Readable, bytesMax: number): Promise<number> {
    let bytes = 0;
    const count = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        bytes += chunk.length;
        if (bytes > bytesMax) done(new TooManyBytes());
        else done(null, chunk);
      },
    });
    try {
      await pipeline(body, count, createWriteStream(this.path(importId), { mode: 0o600 }));
      return bytes;
    } catch (error) {
      await this.remove(importId);
      throw error;
    }
  }

  async remove(importId: string): Promise<void> {
    await rm(this.path(importId), { force: true });
  }
}
