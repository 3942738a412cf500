import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";
import type { ExportPart } from "../../shared/export-part.js";

/**
 * Writes parts as one zip, each file as it comes. Throws what the parts throw, and when whoever takes it goes away; what
 * was written by then lacks the archive's end, so that nobody takes it for whole.
 */
export async function writeZip(parts: AsyncIterable<ExportPart>, to: Writable, now: Date): Promise<void> {
  const zip = new ZipFile();
  const sending = pipeline(zip.outputStream as Readable, to);
  // Awaited below, and looked at while files are still being added.
  sending.catch(() => undefined);
  const files = new Files(parts);
  try {
    for (let name = await files.next(); name !== null; name = await files.next()) {
      const file = Readable.from(files.bytes());
      const isRead = new Promise<void>((resolve, reject) => {
        file.once("end", resolve);
        file.once("error", reject);
        sending.catch(reject);
      });
      zip.addReadStream(file, name, { mtime: now, mode: FILE_MODE });
      await isRead;
    }
    zip.end();
    await sending;
  } catch (error) {
    to.destroy();
    await files.close();
    throw error;
  }
}

/** A file that is its owner's alone. */
const FILE_MODE = 0o100600;

/** Parts as files, one behind the other. */
class Files {
  private readonly parts: AsyncIterator<ExportPart, undefined>;
  private upcoming: string | null = null;

  constructor(parts: AsyncIterable<ExportPart>) {
    this.parts = parts[Symbol.asyncIterator]() as AsyncIterator<ExportPart, undefined>;
  }

  /** The next file's name; null behind the last. The bytes of the one before have been read. */
  async next(): Promise<string | null> {
    if (this.upcoming === null) {
      const next = await this.parts.next();
      if (next.done) return null;
      if (next.value instanceof Uint8Array) throw new Error("an export has bytes of no file");
      return next.value.file;
    }
    const name = this.upcoming;
    this.upcoming = null;
    return name;
  }

  async *bytes(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const next = await this.parts.next();
      if (next.done) return;
      if (!(next.value instanceof Uint8Array)) {
        this.upcoming = next.value.file;
        return;
      }
      yield next.value;
    }
  }

  async close(): Promise<void> {
    await this.parts.return?.();
  }
}
