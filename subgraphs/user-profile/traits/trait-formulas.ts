import { DAY_MS } from "../../../shared/clock.js";
import type { TraitValue } from "../../../shared/trait-match.js";
import { AGE_BANDS } from "../generalise/birth-year.js";
import type { NumberRange } from "../generalise/number-range.js";
import { meanRange } from "../generalise/mean.js";
import type { MacronutrientValue } from "../generalise/macronutrients.js";
import type { VisitValue } from "../generalise/places.js";
import type { WorkoutValue } from "../generalise/workouts.js";
import type { Activity } from "../observation.js";
import type { GeneralisedSeries } from "./trait-spec.js";

/** What "lately" means: the period of `satisfies` and of a query without `during`. */
export const TRAIT_DAYS = 30;

/** Whole weeks, so that every weekday counts alike. */
export const TRAIT_WEEK_DAYS = 28;

const WEEK_MS = 7 * DAY_MS;

/** The largest number that a criterion may hold (shared/trait-match.ts); JSON knows no infinity. */
const OPEN_END = 999_999_999;

/** Enough for a shop's rule, and no false exactness. */
const DECIMALS = 100;

/** A number of a trait: one, or all between two. */
export interface Rate {
  low: number;
  high: number;
}

/** The mean of the last TRAIT_DAYS days; over bands the range that all of them span. */
export function meanLately(told: GeneralisedSeries | undefined, now: Date): TraitValue {
  if (told?.kind !== "intervals") return null;
  const sinceMs = now.getTime() - TRAIT_DAYS * DAY_MS;
  // By its end: a week or month that was told is used whole.
  const range = meanRange(told.values.filter((value) => value.endMs > sinceMs));
  return range && { low: twoDecimals(range.low), high: twoDecimals(range.high) };
}

/**
 * A total over the workouts of the last TRAIT_WEEK_DAYS days, per week. A shorter history is divided by its own weeks;
 * less than one week, or no workout of any kind, is unknown rather than none.
 */
export function perWeek(
  told: GeneralisedSeries | undefined,
  now: Date,
  amount: (workout: WorkoutValue) => number,
): Rate | null {
  if (told?.kind !== "workouts") return null;
  const sinceMs = Math.max(now.getTime() - TRAIT_WEEK_DAYS * DAY_MS, told.fromMs);
  const workouts = told.values.filter((workout) => workout.startMs >= sinceMs);
  const weeks = (now.getTime() - sinceMs) / WEEK_MS;
  if (workouts.length === 0 || weeks < 1) return null;
  const rate = twoDecimals(workouts.reduce((sum, workout) => sum + amount(workout), 0) / weeks);
  return { low: rate, high: rate };
}

/** The least and the most that a range may mean; an open end is as far as a criterion can name. */
export function rangeOf(told: GeneralisedSeries | undefined): TraitValue {
  if (told?.kind !== "range" || told.value === null) return null;
  return { low: twoDecimals(told.value.low ?? 0), high: twoDecimals(told.value.high ?? OPEN_END) };
}

/**
 * A total over the intervals of the last TRAIT_WEEK_DAYS days, per week, as `perWeek` counts; over bands of a week, the
 * range that all of them span.
 */
export function sumPerWeek(told: GeneralisedSeries | undefined, now: Date): TraitValue {
  if (told?.kind !== "intervals" || told.values.length === 0) return null;
  if (told.values.every(({ sum }) => sum === undefined)) return meanLately(told, now);
  const sinceMs = Math.max(now.getTime() - TRAIT_WEEK_DAYS * DAY_MS, told.fromMs);
  const weeks = (now.getTime() - sinceMs) / WEEK_MS;
  const lately = told.values.filter(({ startMs }) => startMs >= sinceMs);
  if (lately.length === 0 || weeks < 1) return null;
  const rate = twoDecimals(lately.reduce((total, { sum }) => total + (sum ?? 0), 0) / weeks);
  return { low: rate, high: rate };
}

/** The longest distance of one workout of a kind in the last TRAIT_WEEK_DAYS days, in kilometres. */
export function longestKilometres(told: GeneralisedSeries | undefined, now: Date, activity: Activity): TraitValue {
  if (told?.kind !== "workouts") return null;
  const sinceMs = now.getTime() - TRAIT_WEEK_DAYS * DAY_MS;
  const metres = told.values
    .filter((workout) => workout.activity === activity && workout.startMs >= sinceMs)
    .flatMap(({ distanceMetres }) => distanceMetres ?? []);
  if (metres.length === 0) return null;
  const longest = twoDecimals(Math.max(...metres) / 1000);
  return { low: longest, high: longest };
}

/** The mean grams a day of the last TRAIT_DAYS days (or weeks) that say so. */
export function gramsADay(
  told: GeneralisedSeries | undefined,
  now: Date,
  nutrient: (value: MacronutrientValue) => number | null,
): TraitValue {
  if (told?.kind !== "macronutrients") return null;
  const sinceMs = now.getTime() - TRAIT_DAYS * DAY_MS;
  const grams = told.values.filter(({ endMs }) => endMs > sinceMs).flatMap((value) => nutrient(value) ?? []);
  if (grams.length === 0) return null;
  const mean = twoDecimals(grams.reduce((sum, gram) => sum + gram, 0) / grams.length);
  return { low: mean, high: mean };
}

/** How many names the visits of the last TRAIT_DAYS days bear; none at all is unknown. */
export function namesLately(
  told: GeneralisedSeries | undefined,
  now: Date,
  name: (visit: VisitValue) => string | null,
): TraitValue {
  if (told?.kind !== "visits") return null;
  const sinceMs = now.getTime() - TRAIT_DAYS * DAY_MS;
  const names = new Set(told.values.filter(({ endMs }) => endMs > sinceMs).flatMap((visit) => name(visit) ?? []));
  return names.size === 0 ? null : { low: names.size, high: names.size };
}

/** Hours since midnight of a time on the wall. */
export function hourOfClock(time: string): TraitValue {
  const [hours = NaN, minutes = NaN] = time.split(":").map(Number);
  const hour = twoDecimals(hours + minutes / 60);
  return Number.isFinite(hour) ? { low: hour, high: hour } : null;
}

/** The name that most of the last TRAIT_DAYS days' (or weeks') visits bear; a tie is unknown. */
export function mostFrequent(
  told: GeneralisedSeries | undefined,
  now: Date,
  name: (visit: VisitValue) => string | null,
): TraitValue {
  if (told?.kind !== "visits") return null;
  const sinceMs = now.getTime() - TRAIT_DAYS * DAY_MS;
  const times = new Map<string, Set<number>>();
  for (const visit of told.values) {
    const key = name(visit);
    if (key === null || visit.endMs <= sinceMs) continue;
    // Two towns of one region on one day are one day in that region.
    times.set(key, (times.get(key) ?? new Set()).add(visit.startMs));
  }
  const [first, second] = [...times].sort((a, b) => b[1].size - a[1].size);
  return first && first[1].size !== second?.[1].size ? first[0] : null;
}

/** The band that holds every age of a span of birth years, by the age reached this year; unknown where there are two. */
export function ageBand(told: GeneralisedSeries | undefined, now: Date): TraitValue {
  if (told?.kind !== "range" || told.value === null) return null;
  const { youngest, oldest } = ages(told.value, now.getUTCFullYear());
  const band = AGE_BANDS.find(({ fromAge, toAge }) => youngest >= fromAge && oldest <= toAge);
  return band?.name ?? null;
}

function ages({ low, high }: NumberRange, thisYear: number): { youngest: number; oldest: number } {
  return { youngest: high === null ? 0 : thisYear - high, oldest: low === null ? Infinity : thisYear - low };
}

function twoDecimals(value: number): number {
  return Math.round(value * DECIMALS) / DECIMALS;
}
