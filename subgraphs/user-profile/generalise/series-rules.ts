import type { Precision } from "../../../shared/licensing/precision.js";
import type { Bucket } from "./calendar.js";

/** One cell of FIELDS.md as the generaliser needs it. */
export interface Level {
  /** "each": every reading by itself. "night": by itself too, its times to the hour. */
  bucket: Bucket | "each" | "night";
  /** Numbers are rounded to multiples of this, so that nothing finer is in them; null: as they are. */
  step: number | null;
  /** The width of the bands: sets `min` and `max` to the edges around the bucket's number, and nothing else. */
  edge?: number;
  /** True where the number of a bucket longer than a day is its mean per day that has readings. */
  perDay?: boolean;
  /** What is set beside the field's own number: the lowest and highest reading. */
  spread?: boolean;
}

/** How one field's readings become intervals. */
export interface SeriesRules {
  /** UCUM. */
  unit: string;
  /** What a bucket's number is; "both" writes a sum as mean too, for a field whose bucket is one thing (a night). */
  number: "mean" | "sum" | "both";
  levels: Partial<Record<Precision, Level>>;
}

/**
 * Rates are rounded to whole units at FINE and COARSE: a mean with digits, or the only reading of an hour, would
 * carry EXACT's. What is left is a reading to the whole unit and the hour, which FIELDS.md grants (lowest, highest).
 */
function rate(unit: string, edge: number): SeriesRules {
  return {
    unit,
    number: "mean",
    levels: {
      EXACT: { bucket: "each", step: null, spread: true },
      FINE: { bucket: "hour", step: 1, spread: true },
      COARSE: { bucket: "day", step: 1 },
      BAND: { bucket: "week", step: null, edge },
    },
  };
}

/** Counts are whole too: several devices' shares of a minute come as fractions. */
function count(unit: string, edge: number): SeriesRules {
  return {
    unit,
    number: "sum",
    levels: {
      EXACT: { bucket: "each", step: null },
      FINE: { bucket: "hour", step: 1 },
      COARSE: { bucket: "day", step: 1 },
      BAND: { bucket: "week", step: null, edge, perDay: true },
    },
  };
}

const RULES: ReadonlyMap<string, SeriesRules> = new Map<string, SeriesRules>([
  ["heart.rate", rate("/min", 10)],
  ["heart.restingRate", rate("/min", 5)],
  ["heart.variability", rate("ms", 20)],
  ["fitness.steps", count("{steps}", 2500)],
  ["fitness.activeEnergy", count("kcal", 200)],
  [
    "body.weight",
    {
      unit: "kg",
      number: "mean",
      levels: {
        EXACT: { bucket: "each", step: null, spread: true },
        FINE: { bucket: "day", step: 0.5 },
        COARSE: { bucket: "week", step: 1 },
        BAND: { bucket: "month", step: null, edge: 5 },
      },
    },
  ],
  [
    "sleep.duration",
    {
      unit: "h",
      number: "both",
      levels: {
        EXACT: { bucket: "each", step: null },
        FINE: { bucket: "night", step: 0.25 },
        COARSE: { bucket: "day", step: 0.5 },
        BAND: { bucket: "day", step: null, edge: 1 },
      },
    },
  ],
  [
    "work.workingHours",
    {
      unit: "h",
      number: "sum",
      levels: {
        EXACT: { bucket: "each", step: null },
        // An hour was worked or it was not: less than a whole one would tell the minute at which work began.
        FINE: { bucket: "hour", step: 1 },
        COARSE: { bucket: "day", step: 0.5 },
        BAND: { bucket: "week", step: null, edge: 2 },
      },
    },
  ],
  [
    "diet.energy",
    {
      unit: "kcal",
      number: "sum",
      levels: {
        EXACT: { bucket: "day", step: null },
        FINE: { bucket: "day", step: 50 },
        COARSE: { bucket: "week", step: 50, perDay: true },
        BAND: { bucket: "week", step: null, edge: 250, perDay: true },
      },
    },
  ],
]);

/** Undefined for a field that is not a series of intervals. */
export function seriesRules(field: string): SeriesRules | undefined {
  return RULES.get(field);
}
