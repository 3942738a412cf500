import { ImportSource } from "../observation.js";
import type { Zone } from "../vault/local-day.js";
import { importAppleHealth } from "./apple-health.js";
import { importConfideExport } from "./confide-export.js";
import { peeked } from "./byte-streams.js";
import type { ExpansionBudget } from "./expansion-budget.js";
import { importFhir } from "./fhir.js";
import { importFit } from "./fit.js";
import { importFitbit } from "./fitbit.js";
import { importFitbitCsv } from "./fitbit-csv.js";
import type { FitbitAccount } from "./fitbit-records.js";
import { importGarminConnect } from "./garmin-connect.js";
import { importGoogleLocation } from "./google-location.js";
import { GpxRole, importGpx } from "./gpx.js";
import { GuardedSink } from "./guarded-sink.js";
import { importIcalendar } from "./icalendar.js";
import type { ImportLimits } from "./import-limits.js";
import { DamagedSourceError, type ImportInput, type ImportSink } from "./importer.js";
import { importNutritionCsv } from "./nutrition-csv.js";
import { importNutritionReport } from "./nutrition-report.js";
import { importOpenMhealth } from "./open-mhealth.js";
import { importOura } from "./oura.js";
import { importPhoto } from "./photo.js";
import { importTcx } from "./tcx.js";
import { importVcard } from "./vcard.js";
import { importWhoop } from "./whoop.js";

/** What all documents of one upload share. */
export class ImportRun {
  readonly sink: GuardedSink;
  /** Where what was read comes from, in the order of reading. */
  readonly sources = new Set<ImportSource>();
  /** Whether every document was read to its end. */
  isComplete = true;
  /** What one file of a Fitbit export tells of the others. */
  private readonly fitbit: FitbitAccount = { zone: null, weightUnit: null };

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
      if (!(await readDocument(kind, input, { now: this.now, fitbit: this.fitbit }, role))) this.isComplete = false;
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
async function readDocument(
  kind: ImportSource,
  input: ImportInput,
  { now, fitbit }: { now: Date; fitbit: FitbitAccount },
  role?: GpxRole,
): Promise<boolean> {
  switch (kind) {
    case ImportSource.APPLE_HEALTH:
      return importAppleHealth(input);
    case ImportSource.GPX:
      return importGpx(input, role);
    case ImportSource.TCX:
      return importTcx(input);
    case ImportSource.FIT:
      return importFit(input);
    case ImportSource.FITBIT: {
      const { isJson, whole } = await lookInto(input);
      return isJson ? importFitbit(whole, fitbit) : importFitbitCsv(whole, fitbit);
    }
    case ImportSource.GOOGLE_LOCATION:
      return importGoogleLocation(input);
    case ImportSource.FHIR:
      return importFhir(input);
    case ImportSource.OPEN_MHEALTH:
      return importOpenMhealth(input);
    case ImportSource.NUTRITION_CSV: {
      const { isJson, whole } = await lookInto(input);
      return isJson ? importNutritionReport(whole) : importNutritionCsv(whole);
    }
    case ImportSource.OURA:
      return importOura(input);
    case ImportSource.WHOOP:
      return importWhoop(input);
    case ImportSource.GARMIN_CONNECT:
      return importGarminConnect(input);
    case ImportSource.VCARD:
      return importVcard(input);
    case ImportSource.PHOTO:
      return importPhoto(input);
    case ImportSource.ICALENDAR:
      return importIcalendar(input, now);
    case ImportSource.CONFIDE_EXPORT:
      return importConfideExport(input);
  }
}

/** Some services write JSON and CSV. */
async function lookInto(input: ImportInput): Promise<{ isJson: boolean; whole: ImportInput }> {
  const { first, whole } = await peeked(input.chunks);
  const beginning = Buffer.from(first.subarray(0, BEGINNING_BYTES)).toString("utf8");
  return { isJson: /^\uFEFF?\s*[[{]/.test(beginning), whole: { ...input, chunks: whole } };
}

/** Far behind any blanks that stand before the first bracket. */
const BEGINNING_BYTES = 256;
