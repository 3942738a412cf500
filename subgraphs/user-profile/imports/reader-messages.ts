import type { ImportOutcome } from "../importers/import-file.js";
import type { ImportProblem } from "../importers/importer.js";
import type { Fact, Observation } from "../observation.js";
import type { PackedSamples } from "./sample-columns.js";

/** What goes between the room and a thread that reads a file for it. */

export interface ReadRequest {
  kind: "read";
  path: string;
  /** IANA, the person's own. */
  timeZone: string;
  nowMs: number;
}

/** The room has taken a batch: the next may come. */
export interface Taken {
  kind: "taken";
}

export type ToReader = ReadRequest | Taken;

/** What was read since the last batch. */
export interface Batch {
  kind: "batch";
  samples: PackedSamples;
  /** All else. */
  items: (Observation | Fact)[];
  records: number;
  skipped: number;
  problems: ImportProblem[];
  timeZone: string | null;
  bytesRead: number;
}

export interface Done {
  kind: "done";
  outcome: ImportOutcome;
}

/** An ImportRefusedError's sentence, which was written for the person. */
export interface RefusedFile {
  kind: "refused";
  message: string;
}

export type FromReader = Batch | Done | RefusedFile;
