import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../../../shared/clock.js";
import { completed, dayFilter, periodsOfDays } from "./recurrence-days.js";
import { Frequency, type RecurrenceRule } from "./recurrence-rule.js";

/** Days or clock times that are looked at between two pulses: less than a millisecond of work. */
export const STEPS_PER_PULSE = 2_000;

/**
 * The wall times at which a rule takes place, in order: the one that it begins at always, whether the rule fits it or
 * not, and it counts (RFC 5545 3.8.5.3). UNTIL is left to the caller, who knows the time zone.
 *
 * Between them comes a null after every STEPS_PER_PULSE steps, found something or not: a rule such as "every second of
 * 30 February" costs what the caller lets it cost.
 */
export function* occurrences(rule: RecurrenceRule, startMs: number, lastMs: number): Generator<number | null> {
  yield startMs;
  let left = (rule.count ?? Infinity) - 1;
  const whole = completed(rule, Math.floor(startMs / DAY_MS));
  const found = rule.frequency in UNIT_MS ? clockTimes(whole, startMs, lastMs) : dayTimes(whole, startMs, lastMs);
  for (const atMs of found) {
    if (left <= 0) return;
    if (atMs === null) yield null;
    else if (atMs > lastMs) return;
    else if (atMs > startMs) {
      yield atMs;
      left -= 1;
    }
  }
}

const UNIT_MS: Partial<Record<Frequency, number>> = {
  [Frequency.HOURLY]: HOUR_MS,
  [Frequency.MINUTELY]: MINUTE_MS,
  [Frequency.SECONDLY]: SECOND_MS,
};

/** Rules of whole days: in each period the days that fit, and on each of them the times. */
function* dayTimes(rule: RecurrenceRule, startMs: number, lastMs: number): Generator<number | null> {
  const first = Math.floor(startMs / DAY_MS);
  const isOurs = dayFilter(rule);
  // Of the first period, days before the start count only for the places of BYSETPOS.
  const firstKept = rule.bySetPosition.length > 0 ? -Infinity : first;
  const times = timesWithin(DAY_MS, rule, startMs);
  let steps = times.length;
  for (const spans of periodsOfDays(rule, first)) {
    if ((spans[0]?.[0] ?? Infinity) * DAY_MS > lastMs) return;
    const days: number[] = [];
    for (const [begin, end] of spans) {
      steps += end - begin;
      for (let day = Math.max(begin, firstKept); day < end; day += 1) if (isOurs(day)) days.push(day * DAY_MS);
    }
    for (; steps >= STEPS_PER_PULSE; steps -= STEPS_PER_PULSE) yield null;
    if (rule.bySetPosition.length > 0) yield* placed(days, times, rule.bySetPosition);
    else for (const day of days) for (const time of times) yield day + time;
  }
}

/** Rules of hours, minutes or seconds: what does not fit is passed over by the largest unit that does not. */
function* clockTimes(rule: RecurrenceRule, startMs: number, lastMs: number): Generator<number | null> {
  const unitMs = UNIT_MS[rule.frequency] ?? HOUR_MS;
  const stepMs = unitMs * rule.interval;
  const isOurs = dayFilter(rule);
  const times = timesWithin(unitMs, rule, startMs);
  let known = { day: NaN, isOurs: false };
  let steps = 0;
  for (let atMs = Math.floor(startMs / unitMs) * unitMs; atMs <= lastMs;) {
    steps += 1;
    if (steps % STEPS_PER_PULSE === 0) yield null;
    const day = Math.floor(atMs / DAY_MS);
    if (day !== known.day) known = { day, isOurs: isOurs(day) };
    const missMs = known.isOurs ? clockMiss(rule, atMs, unitMs) : DAY_MS;
    if (missMs === null) {
      if (rule.bySetPosition.length > 0) yield* placed([atMs], times, rule.bySetPosition);
      else for (const time of times) yield atMs + time;
      atMs += stepMs;
    } else {
      const nextMs = (Math.floor(atMs / missMs) + 1) * missMs;
      atMs += Math.ceil((nextMs - atMs) / stepMs) * stepMs;
    }
  }
}

/** The unit of the clock in which a time is not one of the rule's; null when it is one in all. */
function clockMiss(rule: RecurrenceRule, atMs: number, unitMs: number): number | null {
  const lists = [
    [HOUR_MS, DAY_MS, rule.byHour],
    [MINUTE_MS, HOUR_MS, rule.byMinute],
    [SECOND_MS, MINUTE_MS, rule.bySecond],
  ] as const;
  for (const [partMs, wholeMs, list] of lists) {
    if (partMs < unitMs || list.length === 0) continue;
    if (!list.includes(Math.floor((((atMs % wholeMs) + wholeMs) % wholeMs) / partMs))) return partMs;
  }
  return null;
}

/** The times that the rule names inside a day, an hour or a minute, as on the start where it names none. */
function timesWithin(unitMs: number, rule: RecurrenceRule, startMs: number): number[] {
  const ofStart = ((startMs % DAY_MS) + DAY_MS) % DAY_MS;
  const parts = [
    [HOUR_MS, rule.byHour, Math.floor(ofStart / HOUR_MS)],
    [MINUTE_MS, rule.byMinute, Math.floor((ofStart % HOUR_MS) / MINUTE_MS)],
    [SECOND_MS, rule.bySecond, Math.floor((ofStart % MINUTE_MS) / SECOND_MS)],
  ] as const;
  return parts
    .filter(([partMs]) => partMs < unitMs)
    .reduce<number[]>(
      (times, [partMs, list, otherwise]) =>
        times.flatMap((time) => (list.length > 0 ? list : [otherwise]).map((number) => time + number * partMs)),
      [0],
    );
}

/** Those whose place among all of them BYSETPOS names, from the end where it is negative. */
function placed(begins: readonly number[], times: readonly number[], places: readonly number[]): number[] {
  const count = begins.length * times.length;
  const named = places.map((place) => (place > 0 ? place - 1 : count + place));
  const kept = [...new Set(named)].filter((place) => place >= 0 && place < count).sort((a, b) => a - b);
  return kept.map((place) => (begins[Math.floor(place / times.length)] ?? 0) + (times[place % times.length] ?? 0));
}
