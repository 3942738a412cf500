import { Frequency, type RecurrenceRule } from "./recurrence-rule.js";

/** Days are counted from 1970-01-01, in the Gregorian calendar. */
export type DayNumber = number;

/** Days from the first to the one before `end`. */
export type Span = readonly [begin: DayNumber, end: DayNumber];

const DAYS_PER_WEEK = 7;
const ALL_WEEKDAYS = [0, 1, 2, 3, 4, 5, 6];
const MONTHS_PER_YEAR = 12;
const MARCH = 2;
/** Days from the 1st of March of the year 0 to 1970-01-01. */
const DAY_0_SINCE_YEAR_0 = 719_468;
const MEAN_YEAR_DAYS = 365.2425;
/** 1970-01-01 was a Thursday; weekdays count from 0 for Monday. */
const WEEKDAY_OF_DAY_0 = 3;
/** The day that decides which year a week belongs to (RFC 5545 3.3.10, BYWEEKNO). */
const DECIDING_DAY = 3;

export function weekdayOf(day: DayNumber): number {
  return modulo(day + WEEKDAY_OF_DAY_0, DAYS_PER_WEEK);
}

/** `month` from 0. */
export function dayNumber(year: number, month: number, dayOfMonth: number): DayNumber {
  // Years are counted from March, so that the day that not every year has comes last.
  const marchYear = month < MARCH ? year - 1 : year;
  const monthsSinceMarch = (month - MARCH + MONTHS_PER_YEAR) % MONTHS_PER_YEAR;
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  return marchYear * 365 + leapDays + daysBefore(monthsSinceMarch) + dayOfMonth - 1 - DAY_0_SINCE_YEAR_0;
}

/** `month` from 0. */
export function civil(day: DayNumber): { year: number; month: number; dayOfMonth: number } {
  let marchYear = Math.floor((day + DAY_0_SINCE_YEAR_0) / MEAN_YEAR_DAYS);
  // The mean year is off by a day at most.
  if (dayNumber(marchYear, MARCH, 1) > day) marchYear -= 1;
  else if (dayNumber(marchYear + 1, MARCH, 1) <= day) marchYear += 1;
  const dayOfYear = day - dayNumber(marchYear, MARCH, 1);
  const monthsSinceMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = (monthsSinceMarch + MARCH) % MONTHS_PER_YEAR;
  return {
    year: month < MARCH ? marchYear + 1 : marchYear,
    month,
    dayOfMonth: dayOfYear - daysBefore(monthsSinceMarch) + 1,
  };
}

/** From March on, months of 31 and 30 days alternate over five months, which have 153 days together. */
function daysBefore(monthsSinceMarch: number): number {
  return Math.floor((153 * monthsSinceMarch + 2) / 5);
}

/**
 * Each period of a completed rule of whole days, from the one in which it begins: every year, month, week or day that its
 * interval takes. In it are all days that can be the rule's, in order.
 */
export function* periodsOfDays(rule: RecurrenceRule, first: DayNumber): Generator<Span[]> {
  const { year, month } = civil(first);
  const weekBegin = beginOfWeek(first, rule.weekStart);
  const inWeek = rule.byDay.map(({ weekday }) => modulo(weekday - rule.weekStart, DAYS_PER_WEEK)).sort();
  for (let step = 0; ; step += rule.interval) {
    if (rule.frequency === Frequency.YEARLY) yield spansOfYear(rule, year + step);
    else if (rule.frequency === Frequency.MONTHLY) yield [spanOfMonth(year, month + step)];
    else if (rule.frequency === Frequency.WEEKLY && inWeek.length > 0) {
      yield [...new Set(inWeek)].map((day) => spanOf(weekBegin + step * DAYS_PER_WEEK + day, 1));
    } else if (rule.frequency === Frequency.WEEKLY) yield [spanOf(weekBegin + step * DAYS_PER_WEEK, DAYS_PER_WEEK)];
    else yield [spanOf(first + step, 1)];
  }
}

/** What a rule leaves open is as on the day that it begins (RFC 5545 3.3.10). */
export function completed(rule: RecurrenceRule, first: DayNumber): RecurrenceRule {
  const { frequency, byWeekNumber, byYearDay, byMonthDay, byDay, byMonth } = rule;
  if (byYearDay.length + byMonthDay.length + byDay.length > 0) return rule;
  const { month, dayOfMonth } = civil(first);
  const isOnWeekday = frequency === Frequency.WEEKLY || (frequency === Frequency.YEARLY && byWeekNumber.length > 0);
  if (isOnWeekday) return { ...rule, byDay: [{ weekday: weekdayOf(first), nth: 0 }] };
  if (frequency === Frequency.MONTHLY) return { ...rule, byMonthDay: [dayOfMonth] };
  if (frequency !== Frequency.YEARLY) return rule;
  return { ...rule, byMonth: byMonth.length > 0 ? byMonth : [month + 1], byMonthDay: [dayOfMonth] };
}

/** Whether a day is one of a completed rule's. */
export function dayFilter(rule: RecurrenceRule): (day: DayNumber) => boolean {
  const { frequency, byWeekNumber, byYearDay, byMonthDay, byDay, byMonth } = rule;
  const isOfMonth = frequency === Frequency.MONTHLY || byMonth.length > 0;
  const isCounted = frequency === Frequency.MONTHLY || (frequency === Frequency.YEARLY && byWeekNumber.length === 0);
  const isFromEnd = byMonthDay.some((place) => place < 0);
  const byWeekday = ALL_WEEKDAYS.map((weekday) => byDay.filter((of) => of.weekday === weekday));
  return (day) => {
    const ofWeekday = byWeekday[weekdayOf(day)] ?? [];
    if (byDay.length > 0 && ofWeekday.length === 0) return false;
    if (byWeekNumber.length > 0 && !isInWeek(day, rule.weekStart, byWeekNumber)) return false;
    const hasNth = isCounted && byDay.length > 0 && ofWeekday.every(({ nth }) => nth !== 0);
    // Most rules are weekly, and of their days nothing else need be known.
    if (byMonth.length + byYearDay.length + byMonthDay.length === 0 && !hasNth) return true;
    const { year, month, dayOfMonth } = civil(day);
    if (byMonth.length > 0 && !byMonth.includes(month + 1)) return false;
    if (byYearDay.length > 0 && !holds(byYearDay, day, spanOfYear(year))) return false;
    if (byMonthDay.length > 0 && !byMonthDay.includes(dayOfMonth)) {
      if (!isFromEnd || !holds(byMonthDay, day, spanOfMonth(year, month))) return false;
    }
    if (!hasNth) return true;
    const span = isOfMonth ? spanOfMonth(year, month) : spanOfYear(year);
    return ofWeekday.some(({ nth }) => isNth(nth, day, span));
  };
}

/** Only the months that the rule names, where nothing else can bring in others. */
function spansOfYear({ byMonth, byWeekNumber, byYearDay }: RecurrenceRule, year: number): Span[] {
  if (byMonth.length > 0 && byWeekNumber.length + byYearDay.length === 0) {
    return byMonth.map((month) => spanOfMonth(year, month - 1));
  }
  return [spanOfYear(year)];
}

function spanOfYear(year: number): Span {
  return [dayNumber(year, 0, 1), dayNumber(year + 1, 0, 1)];
}

/** `month` from 0, and beyond December that of a later year. */
function spanOfMonth(year: number, month: number): Span {
  return [firstOfMonth(year, month), firstOfMonth(year, month + 1)];
}

function spanOf(begin: DayNumber, length: number): Span {
  return [begin, begin + length];
}

function firstOfMonth(year: number, month: number): DayNumber {
  return dayNumber(year + Math.floor(month / MONTHS_PER_YEAR), month % MONTHS_PER_YEAR, 1);
}

function beginOfWeek(day: DayNumber, weekStart: number): DayNumber {
  return day - modulo(weekdayOf(day) - weekStart, DAYS_PER_WEEK);
}

/** Whether a place, counted from 1 or from the end backwards from -1, is among those listed. */
function holds(places: readonly number[], day: DayNumber, [begin, end]: Span): boolean {
  return places.includes(day - begin + 1) || places.includes(day - end);
}

function isNth(nth: number, day: DayNumber, [begin, end]: Span): boolean {
  if (nth > 0) return Math.floor((day - begin) / DAYS_PER_WEEK) + 1 === nth;
  return -Math.floor((end - 1 - day) / DAYS_PER_WEEK) - 1 === nth;
}

function isInWeek(day: DayNumber, weekStart: number, numbers: readonly number[]): boolean {
  const deciding = beginOfWeek(day, weekStart) + DECIDING_DAY;
  const { year } = civil(deciding);
  const week = Math.floor((deciding - dayNumber(year, 0, 1)) / DAYS_PER_WEEK) + 1;
  const weeksAfter = Math.floor((dayNumber(year + 1, 0, 1) - 1 - deciding) / DAYS_PER_WEEK);
  return numbers.includes(week) || numbers.includes(-weeksAfter - 1);
}

function modulo(number: number, by: number): number {
  return ((number % by) + by) % by;
}
