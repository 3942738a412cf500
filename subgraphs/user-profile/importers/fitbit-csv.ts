import { isTimeZone, Zone } from "../vault/local-day.js";
import { ImportSource, Provenance, type Origin, type SampleMetric } from "../observation.js";
import { type CsvRow, headerOf, readCsvRows } from "./csv-rows.js";
import { decimal } from "./decimal.js";
import type { FitbitAccount } from "./fitbit-records.js";
import type { ImportInput } from "./importer.js";
import { Outcome, type Push } from "./outcome.js";
import { isPlausible } from "./plausible.js";
import { TimestampReader } from "./timestamp.js";

/**
 * Fitbit's CSV files: Profile.csv, of which only the zone and the unit of weights are read, and those of newer Takeouts
 * (`Physical Activity_GoogleData`): a timestamp with a zone and a number, such as "timestamp,beats per minute".
 *
 * @returns whether it was read to its end; where it was not, a problem says so
 */
export function importFitbitCsv(input: ImportInput, account: FitbitAccount): Promise<boolean> {
  const timestamps = new TimestampReader();
  return readCsvRows(input, (push) => ({
    lacks: "a plausible value or a time with a zone; it was not stored",
    take: (row) => ("weight_unit" in row ? takeProfile(row, account) : takeReading(row, push, timestamps)),
  }));
}

export function isFitbitProfile(head: string): boolean {
  const columns = headerOf(head);
  return columns.includes("weight_unit") && columns.includes("timezone");
}

export function isFitbitReadings(head: string): boolean {
  const [time, value = ""] = headerOf(head);
  return time === "timestamp" && value in METRICS;
}

const ORIGIN: Origin = Object.freeze({ source: ImportSource.FITBIT, device: "Fitbit", grade: Provenance.OBSERVED });
const METRICS: Readonly<Record<string, SampleMetric>> = { "beats per minute": "heart.rate", steps: "fitness.steps" };
const MINUTE_MS = 60_000;
/** As the account's locale writes them. */
const UNITS: Readonly<Record<string, FitbitAccount["weightUnit"]>> = { en_US: "lb", METRIC: "kg", en_GB: "st" };

function takeProfile({ timezone = "", weight_unit: unit = "" }: CsvRow, account: FitbitAccount): Outcome {
  if (isTimeZone(timezone)) account.zone = new Zone(timezone);
  account.weightUnit = UNITS[unit] ?? null;
  return Outcome.SKIPPED;
}

function takeReading(row: CsvRow, push: Push, timestamps: TimestampReader): Outcome {
  const [column] = Object.keys(row).filter((name) => name in METRICS);
  const metric = METRICS[column ?? ""];
  const startMs = timestamps.read(row["timestamp"]);
  const value = decimal(row[column ?? ""]);
  if (metric === undefined || Number.isNaN(startMs) || !isPlausible(metric, value)) return Outcome.UNREADABLE;
  if (metric === "fitness.steps" && value === 0) return Outcome.SKIPPED;
  const endMs = metric === "fitness.steps" ? startMs + MINUTE_MS : startMs;
  const { offsetMinutes } = timestamps;
  push({ kind: "sample", metric, value, startMs, endMs, offsetMinutes, origin: ORIGIN });
  return Outcome.KEPT;
}
