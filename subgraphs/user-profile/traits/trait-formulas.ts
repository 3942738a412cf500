import { DAY_MS } from "../../../shared/clock.js";
import type { TraitValue } from "../../../shared/trait-match.js";
import { AGE_BANDS, type NumberRange } from "../generalise/birth-year.js";
import { meanRange } from "../generalise/mean.js";
import type { VisitValue } from "../generalise/places.js";
import type { WorkoutValue } from "../generalise/workouts.js";
import type { GeneralisedSeries } from "./trait-spec.js";

/** What "lately" means: the period of `satisfies` and of a query without `during`. */
export const TRAIT_DAYS = 30;

/** Whole weeks, so that every weekday counts alike. */
export const TRAIT_WEEK_DAYS = 28;

const WEEK_MS = 7 * DAY_MS;

/** Enough for a shop's rule, and no false exactness. */
const DECIMALS = 100;

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
): { low: number; high: number } | null {
  if (told?.kind !== "workouts") return null;
  const sinceMs = Math.max(now.getTime() - TRAIT_WEEK_DAYS * DAY_MS, told.fromMs);
  const workouts = told.values.filter((workout) => workout.startMs >= sinceMs);
  const weeks = (now.getTime() - sinceMs) / WEEK_MS;
  if (workouts.length === 0 || weeks < 1) return null;
  const rate = twoDecimals(workouts.reduce((sum, workout) => sum + amount(workout), 0) / weeks);
  return { low: rate, high: rate };
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
