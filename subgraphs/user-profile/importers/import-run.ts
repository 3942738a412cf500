import { ImportSource } from "../observation.js";
import type { Zone } from "../vault/local-day.js";
import { importAppleHealth } from "./apple-health.js";
import type { ExpansionBudget } from "./expansion-budget.js";
import { importFit } from "./fit.js";
import { importGoogleLocation } from "./google-location.js";
import { GpxRole, importGpx } from "./gpx.js";
import { GuardedSink } from "./guarded-sink.js";
import { importIcalendar } from "./icalendar.js";
import type { ImportLimits } from "./import-limits.js";
import { DamagedSourceError, type ImportInput, type ImportSink } from "./importer.js";
import { importPhoto } from "./photo.js";
import { importVcard } from "./vcard.js";

/** What all documents of one upload share. */
export class ImportRun {
  readonly sink: GuardedSink;
  /** Where what was read comes from, in the order of reading. */
  readonly sources = new Set<ImportSource>();
  /** Whether every document was read to its end. */
  isComplete = true;

  constructor(
    sink: ImportSink,
    readonly limits: ImportLimits,
    readonly budget: ExpansionBudget,
    readonly zone: Zone,
    readonly now: Date,
    readonly signal: AbortSignal | undefined,
  ) {
    this.sink = new GuardedSink(sink);
  }

  /** Reads one document of a recognised format. */
  async read(kind: ImportSource, chunks: AsyncIterable<Uint8Array>, label: string, role?: GpxRole): Promise<void> {
    this.signal?.throwIfAborted();
    // The route of a workout is a part of the Apple Health export, whatever it is written in.
    if (role !== GpxRole.ROUTE) this.sources.add(kind);
    const input = { chunks, sink: this.sink, label, zone: this.zone, signal: this.signal };
    try {
      if (!(await readDocument(kind, input, this.now, role))) this.isComplete = false;
    } catch (error) {
      if (!(error instanceof DamagedSourceError)) throw error;
      this.refuse(`${label}end`, "It is damaged from there on; what was read before it was kept.");
    }
  }

  /** Tells of something that was not read at all. */
  refuse(where: string, message: string): void {
    this.isComplete = false;
    this.sink.problem({ where, message });
  }
}

/** @returns whether it was read to its end */
function readDocument(kind: ImportSource, input: ImportInput, now: Date, role?: GpxRole): Promise<boolean> {
  switch (kind) {
    case ImportSource.APPLE_HEALTH:
      return importAppleHealth(input);
    case ImportSource.GPX:
      return importGpx(input, role);
    case ImportSource.FIT:
      return importFit(input);
    case ImportSource.GOOGLE_LOCATION:
      return importGoogleLocation(input);
    case ImportSource.VCARD:
      return importVcard(input);
    case ImportSource.PHOTO:
      return importPhoto(input);
    case ImportSource.ICALENDAR:
      return importIcalendar(input, now);
    default:
      throw new Error(`${kind} is recognised but has no importer`);
  }
}
