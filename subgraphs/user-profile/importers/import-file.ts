import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { type Clock, systemClock } from "../../../shared/clock.js";
import type { ImportSource } from "../observation.js";
import { Zone } from "../vault/local-day.js";
import { headOf, tally } from "./byte-streams.js";
import { ExpansionBudget } from "./expansion-budget.js";
import { importArchive } from "./import-archive.js";
import { IMPORT_LIMITS, type ImportLimits, PIECE_BYTES, RECOGNISED_BYTES } from "./import-limits.js";
import { ImportRun } from "./import-run.js";
import { type ImportSink, UnsupportedFormatError } from "./importer.js";
import { recognise } from "./recognise.js";

export interface ImportOptions {
  /** Stops the import: the promise rejects with the signal's reason, and what was handed over by then stays with the sink. */
  signal?: AbortSignal | undefined;
  limits?: Partial<ImportLimits> | undefined;
  /** The person's own, for times that a file writes without a zone; UTC where it is not given. */
  zone?: Zone | undefined;
  /** Until when, from when it is, a calendar's series without an end are followed; the system's where it is not given. */
  clock?: Clock | undefined;
}

export interface ImportOutcome {
  /** Where what was read comes from, in the order it was read. */
  sources: ImportSource[];
  /** False when a document broke before its end or an entry of an archive was refused; problems say where and why. */
  isComplete: boolean;
}

/**
 * Reads an uploaded file as it lies on disk, in bounded memory, and hands everything that the vault holds to the sink.
 *
 * @throws UnsupportedFormatError when nothing in it is of a format that is read here, an empty file included
 * @throws ImportRefusedError when an archive is damaged or hostile as a whole; nothing was handed over then
 */
export async function importFile(path: string, sink: ImportSink, options: ImportOptions = {}): Promise<ImportOutcome> {
  const { signal, zone = new Zone("UTC"), clock = systemClock } = options;
  const limits = { ...IMPORT_LIMITS, ...options.limits };
  const bytes = (await stat(path)).size;
  if (bytes === 0) throw new UnsupportedFormatError("The file is empty: there is nothing to import.");
  const run = new ImportRun(sink, limits, new ExpansionBudget(limits, bytes), zone, clock(), signal);
  try {
    const kind = recognise(await headOf(createReadStream(path, { end: RECOGNISED_BYTES - 1 }), RECOGNISED_BYTES));
    if (kind === null) throw new UnsupportedFormatError("The file is of no format that is read here.");
    if (kind === "zip") await importArchive(path, run);
    else {
      const stream = createReadStream(path, { highWaterMark: PIECE_BYTES });
      await run.read(
        kind,
        tally(stream, (bytesRead) => run.sink.progress(bytesRead)),
        "",
      );
    }
  } finally {
    run.sink.finish();
  }
  if (run.sources.size === 0) {
    throw new UnsupportedFormatError(
      run.isComplete ? "The archive holds nothing to import." : "Nothing in the archive could be read.",
    );
  }
  run.sink.progress(bytes);
  return { sources: [...run.sources], isComplete: run.isComplete };
}
