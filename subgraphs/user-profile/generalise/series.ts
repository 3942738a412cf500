import { Precision } from "../../../shared/licensing/precision.js";
import { bucketOf, hourCeiling, hourFloor, isIn, type Span, type Window } from "./calendar.js";
import { seriesRules, type Level, type SeriesRules } from "./series-rules.js";

/** One number of the vault: a sample, a day's food, or a night (its hours asleep). */
export interface Reading extends Span {
  /** Set where `value` is the sum of a whole local day's numbers, which are not looked at one by one. */
  many?: { samples: number; min: number; max: number };
  /** The person's local calendar day of the observation, YYYY-MM-DD; a sleep's is that of its end. */
  day: string;
  value: number;
}

/** What is told of an interval, and the local day it stands under, which is not told. At BAND only `min` and `max` are set, on the band's edges. */
export interface IntervalValue extends Span {
  mean?: number;
  min?: number;
  max?: number;
  sum?: number;
  /** UCUM. */
  unit: string;
  /** How many readings it was made of: for the person only, never for a brand. */
  samples: number;
  day: string;
}

/** How finely a series is licensed, how finely it is asked, and since when it may be told. */
export interface SeriesGrant {
  licensed: Precision;
  precision: Precision;
  historyFromMs: number;
}

/**
 * Tells a series no finer than it is licensed, however often it is asked at coarser precisions: cells of FIELDS.md do
 * not nest, so a coarser answer made from the readings themselves would narrow the licensed one (a half kilogram
 * against the edge of a band). It is made from what the licence would tell.
 */
export function generaliseWithin(
  field: string,
  { licensed, precision, historyFromMs }: SeriesGrant,
  readings: readonly Reading[],
  window: Window,
): IntervalValue[] {
  if (licensed === precision || licensed === Precision.EXACT)
    return generaliseSeries(field, precision, readings, window);
  const told = generaliseSeries(field, licensed, readings, { fromMs: historyFromMs, toMs: Infinity });
  return generaliseSeries(field, precision, told.map(asReading), window);
}

/** Only a series that is told in bands has no number, and nothing is coarser than a band. */
function asReading({ startMs, endMs, day, mean, sum }: IntervalValue): Reading {
  return { startMs, endMs, day, value: mean ?? sum ?? 0 };
}

interface Bin extends Span {
  sum: number;
  min: number;
  max: number;
  samples: number;
  day: string;
  days: Set<string>;
}

/**
 * Tells a series at a precision. Pure. `readings` must hold all of `daysToLoad`, in any order: a bucket is computed
 * over every reading of that bucket and never over a slice, and it is in the answer exactly when it starts in the window.
 *
 * @returns sorted by start
 * @throws RangeError when the field is no series or has no such cell
 */
export function generaliseSeries(
  field: string,
  precision: Precision,
  readings: readonly Reading[],
  window: Window,
): IntervalValue[] {
  const rules = seriesRules(field);
  const level = rules?.levels[precision];
  if (!rules || !level) throw new RangeError(`${field} is not a series at ${precision}`);
  const told = binsOf(level, readings).filter((bin) => isIn(window, bin.startMs));
  return told.sort(byTime).map((bin) => tell(rules, level, bin));
}

function binsOf(level: Level, readings: readonly Reading[]): Bin[] {
  const { bucket } = level;
  if (bucket === "each") return readings.map((reading) => binWith(reading, reading));
  if (bucket === "night") return readings.map((reading) => binWith(toTheHour(reading), reading));
  const bins = new Map<number, Bin>();
  for (const reading of readings) {
    const span = bucketOf(bucket, reading.startMs, reading.day);
    const bin = bins.get(span.startMs);
    if (bin) put(bin, reading);
    else bins.set(span.startMs, binWith(span, reading));
  }
  return [...bins.values()];
}

function toTheHour({ startMs, endMs }: Span): Span {
  return { startMs: hourFloor(startMs), endMs: Math.max(hourCeiling(endMs), hourFloor(startMs)) };
}

function binWith({ startMs, endMs }: Span, { value, day, many = one(value) }: Reading): Bin {
  return { startMs, endMs, sum: value, ...many, day, days: new Set([day]) };
}

function put(bin: Bin, { value, day, many = one(value) }: Reading): void {
  bin.sum += value;
  bin.min = Math.min(bin.min, many.min);
  bin.max = Math.max(bin.max, many.max);
  bin.samples += many.samples;
  bin.days.add(day);
  // In whatever order readings come, a bucket of several days stands under its first.
  if (day < bin.day) bin.day = day;
}

function one(value: number): { samples: number; min: number; max: number } {
  return { samples: 1, min: value, max: value };
}

/** Whether a series is told of whole days alone, so that it can be made from what each comes to. */
export function isToldByDay(
  field: string,
  { licensed, precision }: Pick<SeriesGrant, "licensed" | "precision">,
): boolean {
  const from = licensed === Precision.EXACT ? precision : licensed;
  const bucket = seriesRules(field)?.levels[from]?.bucket;
  return bucket === "day" || bucket === "week" || bucket === "month";
}

function tell(rules: SeriesRules, level: Level, bin: Bin): IntervalValue {
  const { startMs, endMs, samples, day } = bin;
  const number = numberOf(rules, level, bin);
  // A week of steps told per day is no count of steps but a rate: its unit says so.
  const unit = level.perDay ? `${rules.unit}/d` : rules.unit;
  const interval = { startMs, endMs, unit, samples, day };
  if (level.edge !== undefined) return { ...interval, ...bandAround(number, level.edge) };
  const value = rounded(number, level.step);
  return {
    ...interval,
    ...(rules.number === "mean" || rules.number === "both" || level.perDay ? { mean: value } : {}),
    ...(rules.number !== "mean" && !level.perDay ? { sum: value } : {}),
    ...(level.spread ? { min: rounded(bin.min, level.step), max: rounded(bin.max, level.step) } : {}),
  };
}

function numberOf(rules: SeriesRules, level: Level, bin: Bin): number {
  if (rules.number === "mean") return bin.sum / bin.samples;
  return level.perDay ? bin.sum / bin.days.size : bin.sum;
}

/** A value on an edge is in the band above it. */
function bandAround(value: number, edge: number): { min: number; max: number } {
  const min = Math.floor(value / edge) * edge;
  return { min, max: min + edge };
}

function rounded(value: number, step: number | null): number {
  return step === null ? value : Math.round(value / step) * step;
}

function byTime(a: Span, b: Span): number {
  return a.startMs - b.startMs || a.endMs - b.endMs;
}
