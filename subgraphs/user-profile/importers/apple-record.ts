import type { Origin, Sample, SampleMetric, SleepSegment } from "../observation.js";
import { SleepStageKind } from "../observation.js";
import { decimal } from "./decimal.js";
import type { TimestampReader } from "./timestamp.js";
import {
  CENTIMETRES,
  COUNTS,
  COUNTS_PER_MINUTE,
  GRAMS,
  KILOCALORIES,
  KILOGRAMS,
  KILOGRAMS_PER_SQUARE_METRE,
  MILLISECONDS,
  type UnitTable,
} from "./units.js";
import type { XmlAttributes } from "./xml-reader.js";

interface SampleType {
  metric: SampleMetric;
  units: UnitTable;
  /** Values outside, in canonical units, are slips of a sensor or of a writer, no observations of a human. */
  least: number;
  most: number;
}

/** A heart that is not beating is not measured; children's and athletes' extremes lie well inside. */
const HEART = { units: COUNTS_PER_MINUTE, least: 1, most: 500 };

/** One record is a dish, a day at most. */
const FOOD = { least: 0, most: 100_000 };

const SAMPLE_TYPES: ReadonlyMap<string, SampleType> = new Map([
  ["HKQuantityTypeIdentifierHeartRate", { metric: "heart.rate", ...HEART }],
  ["HKQuantityTypeIdentifierRestingHeartRate", { metric: "heart.restingRate", ...HEART }],
  // The standard deviation of beat intervals; a pause of two seconds between all of them is no rhythm.
  [
    "HKQuantityTypeIdentifierHeartRateVariabilitySDNN",
    { metric: "heart.variability", units: MILLISECONDS, least: 0, most: 2000 },
  ],
  // From a premature baby to beyond the heaviest human on record (635 kg).
  ["HKQuantityTypeIdentifierBodyMass", { metric: "body.weight", units: KILOGRAMS, least: 0.1, most: 1000 }],
  // From a premature baby to beyond the tallest human on record (272 cm).
  ["HKQuantityTypeIdentifierHeight", { metric: "body.height", units: CENTIMETRES, least: 20, most: 300 }],
  [
    "HKQuantityTypeIdentifierBodyMassIndex",
    { metric: "body.bodyMassIndex", units: KILOGRAMS_PER_SQUARE_METRE, least: 5, most: 250 },
  ],
  // One record spans minutes to a day; nobody has walked a million steps in one.
  ["HKQuantityTypeIdentifierStepCount", { metric: "fitness.steps", units: COUNTS, least: 0, most: 1_000_000 }],
  // A day of the hardest stage race burns below 10,000.
  ["HKQuantityTypeIdentifierActiveEnergyBurned", { metric: "fitness.activeEnergy", units: KILOCALORIES, ...FOOD }],
  ["HKQuantityTypeIdentifierDietaryEnergyConsumed", { metric: "diet.energy", units: KILOCALORIES, ...FOOD }],
  ["HKQuantityTypeIdentifierDietaryProtein", { metric: "diet.protein", units: GRAMS, ...FOOD }],
  ["HKQuantityTypeIdentifierDietaryCarbohydrates", { metric: "diet.carbohydrate", units: GRAMS, ...FOOD }],
  ["HKQuantityTypeIdentifierDietaryFatTotal", { metric: "diet.fat", units: GRAMS, ...FOOD }],
]);

const SLEEP_TYPE = "HKCategoryTypeIdentifierSleepAnalysis";

const SLEEP_STAGES: ReadonlyMap<string, SleepStageKind> = new Map([
  ["HKCategoryValueSleepAnalysisInBed", SleepStageKind.IN_BED],
  // Until iOS 15 "Asleep" was all there was; it is called "AsleepUnspecified" since.
  ["HKCategoryValueSleepAnalysisAsleep", SleepStageKind.ASLEEP],
  ["HKCategoryValueSleepAnalysisAsleepUnspecified", SleepStageKind.ASLEEP],
  ["HKCategoryValueSleepAnalysisAsleepCore", SleepStageKind.CORE],
  ["HKCategoryValueSleepAnalysisAsleepDeep", SleepStageKind.DEEP],
  ["HKCategoryValueSleepAnalysisAsleepREM", SleepStageKind.REM],
  ["HKCategoryValueSleepAnalysisAwake", SleepStageKind.AWAKE],
]);

/** Why a record of a kind that is held could not be stored, in words without its values. */
export type Refusal = string;

export interface Times {
  startMs: number;
  endMs: number;
  offsetMinutes: number | null;
}

/** Whether a record of this type is one that the vault holds. */
export function isHeldType(type: string | undefined): boolean {
  return type !== undefined && (SAMPLE_TYPES.has(type) || type === SLEEP_TYPE);
}

/** One `<Record>` of a held type as an observation, or why it is none. */
export function readRecord(
  attributes: XmlAttributes,
  origin: Origin,
  reader: TimestampReader,
): Sample | SleepSegment | Refusal {
  const times = readTimes(attributes, reader);
  if (typeof times === "string") return times;
  const { startMs, endMs, offsetMinutes } = times;
  const type = SAMPLE_TYPES.get(attributes["type"] ?? "");
  if (type === undefined) {
    const stage = SLEEP_STAGES.get(attributes["value"] ?? "");
    if (stage === undefined) return "The sleep stage is not known; the record was not stored.";
    return { kind: "sleep", stage, startMs, endMs, offsetMinutes, origin };
  }
  const factor = type.units.get(attributes["unit"] ?? "");
  if (factor === undefined) return "The unit is missing or not known; the record was not stored.";
  const value = decimal(attributes["value"]) * factor;
  if (Number.isNaN(value)) return "The value is missing or no number; the record was not stored.";
  if (value < type.least || value > type.most) return "The value is not a plausible one; the record was not stored.";
  return { kind: "sample", metric: type.metric, value, startMs, endMs, offsetMinutes, origin };
}

/** `startDate` and `endDate` with the offset of the start, or why they are no span of time. */
export function readTimes(attributes: XmlAttributes, reader: TimestampReader): Times | Refusal {
  const startMs = reader.read(attributes["startDate"]);
  const { offsetMinutes } = reader;
  const endMs = reader.read(attributes["endDate"]);
  if (Number.isNaN(startMs) || Number.isNaN(endMs)) return "A date is missing or no date; the record was not stored.";
  if (endMs < startMs) return "It ends before it starts; the record was not stored.";
  return { startMs, endMs, offsetMinutes };
}
