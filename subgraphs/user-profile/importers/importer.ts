import type { Fact, Observation } from "../observation.js";
import type { Zone } from "../vault/local-day.js";

/** Something in the file that was not stored, for the person's own eyes. */
export interface ImportProblem {
  /** The line, byte or record, and in an archive the number of the entry; never a file name, because routes are named for times and places. */
  where: string;
  /** What was wrong, in words; it never echoes a value of the file, because every one of them may be intimate. */
  message: string;
}

/**
 * What the vault hands in, and all that an importer tells.
 *
 * A record is the smallest thing that the file lists by itself: in an Apple Health export a child of its root other than
 * the export's date, in a GPX file a track point, route point or waypoint, in an archive a file of no known format. Every
 * record that was read whole is counted by `record()` exactly once; it may then yield several items (a track point a visit
 * and a heart rate), one, none, a `skipped()` or a `problem()`.
 */
export interface ImportSink {
  record(): void;
  /** Takes one item. An importer waits only when a promise comes back, so that a slow store slows the reading down. */
  add(item: Observation | Fact): void | Promise<void>;
  /** Records that were read and are deliberately not kept, such as a type that the vault does not hold. */
  skipped(count?: number): void;
  problem(problem: ImportProblem): void;
  /** An IANA zone that the file says its person lives in. */
  timeZone(name: string): void;
  /** Bytes of the uploaded file that are behind us: never less than before, and the file's size at the end. */
  progress(bytesRead: number): void;
}

/** One document of one format, as an importer gets it. */
export interface ImportInput {
  chunks: AsyncIterable<Uint8Array>;
  sink: ImportSink;
  /** What `where` begins with, such as "entry 3, "; empty for a file of its own. */
  label: string;
  /** The person's own, for times that a file writes without a zone. */
  zone: Zone;
  signal?: AbortSignal | undefined;
}

/** The file as a whole is refused. The message is written for the person and holds nothing of the file. */
export class ImportRefusedError extends Error {
  override name = "ImportRefusedError";
}

/** Nothing in the file is of a format that is read here. */
export class UnsupportedFormatError extends ImportRefusedError {
  override name = "UnsupportedFormatError";
}

/** The bytes stop making sense half-way, as in a damaged archive; what came before them is good. */
export class DamagedSourceError extends Error {
  override name = "DamagedSourceError";
}
