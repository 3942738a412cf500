import { crc32 } from "node:zlib";
import { type Entry, fromBufferPromise, openPromise, type ZipFile } from "yauzl";
import type { ExpansionBudget } from "./expansion-budget.js";
import type { ImportLimits } from "./import-limits.js";
import { DamagedSourceError, ImportRefusedError } from "./importer.js";

/** One file of an archive that may be read. */
export interface ArchiveEntry {
  /** Its place in the archive's directory, from 1: what a problem calls it by. */
  number: number;
  name: string;
  compressedBytes: number;
  expandedBytes: number;
  /** Its content as it is inflated; throws DamagedSourceError where that breaks. */
  chunks(): AsyncIterable<Uint8Array>;
}

/** An entry that is not read, and why. */
export interface RefusedEntry {
  number: number;
  message: string;
}

const OPTIONS = { lazyEntries: true, autoClose: false, decodeStrings: true, validateEntrySizes: true };

/** POSIX's file type bits, which Info-ZIP keeps in the upper half of the external attributes. */
const FILE_TYPE_MASK = 0o170000;
const SYMBOLIC_LINK = 0o120000;

/**
 * A zip archive, read in place: nothing is ever unpacked to a disk, and names of entries are compared but never used as
 * paths. An archive with a name that leads outside of it was made to attack, and is refused whole, as is one that
 * expands beyond the budget; symbolic links, encrypted entries, unknown compressions and entries of the same name (one
 * cannot tell which is meant) are refused one by one.
 */
export class Archive {
  readonly entries: ArchiveEntry[] = [];
  readonly refused: RefusedEntry[] = [];

  private constructor(private readonly zip: ZipFile) {}

  /** @throws ImportRefusedError when it is damaged or hostile as a whole */
  static async open(source: string | Buffer, limits: ImportLimits, budget: ExpansionBudget): Promise<Archive> {
    let archive: Archive | null = null;
    try {
      const zip = await (typeof source === "string"
        ? openPromise(source, OPTIONS)
        : fromBufferPromise(source, OPTIONS));
      archive = new Archive(zip);
      await archive.list(limits, budget);
      return archive;
    } catch (error) {
      archive?.close();
      if (error instanceof ImportRefusedError || isSystemError(error)) throw error;
      throw new ImportRefusedError(messageFor(error));
    }
  }

  close(): void {
    this.zip.close();
  }

  private async list(limits: ImportLimits, budget: ExpansionBudget): Promise<void> {
    if (this.zip.entryCount > limits.archiveEntries) throw new ImportRefusedError("The archive has too many entries.");
    const files: { entry: Entry; number: number }[] = [];
    const timesNamed = new Map<string, number>();
    let number = 0;
    let expandedBytes = 0;
    for await (const entry of this.zip.eachEntry()) {
      number += 1;
      if (entry.fileName.endsWith("/")) continue;
      files.push({ entry, number });
      timesNamed.set(entry.fileName, (timesNamed.get(entry.fileName) ?? 0) + 1);
      expandedBytes += entry.uncompressedSize;
    }
    budget.take(expandedBytes);
    for (const { entry, number } of files) {
      const message = refusalOf(entry, timesNamed.get(entry.fileName) ?? 1);
      if (message === null) this.entries.push(this.entryOf(entry, number));
      else this.refused.push({ number, message });
    }
  }

  private entryOf(entry: Entry, number: number): ArchiveEntry {
    return {
      number,
      name: entry.fileName,
      compressedBytes: entry.compressedSize,
      expandedBytes: entry.uncompressedSize,
      chunks: () => inflate(this.zip, entry),
    };
  }
}

async function* inflate(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  let checksum = 0;
  try {
    const stream: AsyncIterable<Buffer> = await zip.openReadStreamPromise(entry);
    for await (const chunk of stream) {
      checksum = crc32(chunk, checksum);
      yield chunk;
    }
  } catch (error) {
    if (isSystemError(error)) throw error;
    throw new DamagedSourceError("the archive is damaged there");
  }
  if (checksum !== entry.crc32) throw new DamagedSourceError("the archive's checksum says that it is damaged");
}

function refusalOf(entry: Entry, timesNamed: number): string | null {
  if (((entry.externalFileAttributes >>> 16) & FILE_TYPE_MASK) === SYMBOLIC_LINK) {
    return "The entry is a symbolic link; it was not followed.";
  }
  if (entry.isEncrypted()) return "The entry is encrypted; it was not read.";
  if (!entry.canDecodeFileData()) return "The entry is compressed in a way that is not known; it was not read.";
  return timesNamed > 1 ? "Another entry has the same name; neither was read." : null;
}

function messageFor(error: unknown): string {
  const complaint = error instanceof Error ? error.message : "";
  const isEscape = /^(invalid relative path|absolute path|invalid characters in fileName)/.test(complaint);
  return isEscape
    ? "The archive names a file outside of itself; nothing of it was read."
    : "The file begins as a zip archive does but is damaged or cut; nothing of it was read.";
}

/** An error of the machine, such as a disk's, is not the file's fault. */
function isSystemError(error: unknown): boolean {
  return error instanceof Error && "syscall" in error;
}
