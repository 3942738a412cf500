import { type CalendarTime, anyTime } from "./icalendar-values.js";

export enum Frequency {
  SECONDLY = "SECONDLY",
  MINUTELY = "MINUTELY",
  HOURLY = "HOURLY",
  DAILY = "DAILY",
  WEEKLY = "WEEKLY",
  MONTHLY = "MONTHLY",
  YEARLY = "YEARLY",
}

/** A day of the week, from 0 for Monday, and the how manieth of its month or year: from its end where negative, 0 for every. */
export interface WeekdayOf {
  weekday: number;
  nth: number;
}

/** RFC 5545 3.3.10. A list that the rule does not give is empty. */
export interface RecurrenceRule {
  frequency: Frequency;
  interval: number;
  count: number | null;
  /** The last moment that the rule holds for. */
  until: CalendarTime | null;
  /** The day that weeks begin with, from 0 for Monday. */
  weekStart: number;
  bySecond: readonly number[];
  byMinute: readonly number[];
  byHour: readonly number[];
  byDay: readonly WeekdayOf[];
  byMonthDay: readonly number[];
  byYearDay: readonly number[];
  byWeekNumber: readonly number[];
  byMonth: readonly number[];
  bySetPosition: readonly number[];
}

const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const WEEKDAY = /^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$/;
const WHOLE = /^[+-]?\d{1,3}$/;
const COUNTED = /^\d{1,9}$/;

/** No list of RFC 5545 has more different numbers than BYYEARDAY, from both ends. */
const LIST_LENGTH = 2 * 366;

type Part = Partial<RecurrenceRule> | null;

const PARTS: Readonly<Record<string, (value: string) => Part>> = {
  FREQ: (value) => (value in Frequency ? { frequency: value as Frequency } : null),
  INTERVAL: (value) => positive(value, (interval) => ({ interval })),
  COUNT: (value) => positive(value, (count) => ({ count })),
  UNTIL: (value) => {
    const until = anyTime(value, null);
    return until && { until };
  },
  WKST: (value) => (WEEKDAYS.includes(value) ? { weekStart: WEEKDAYS.indexOf(value) } : null),
  BYSECOND: (value) => list(value, 0, 60, (bySecond) => ({ bySecond })),
  BYMINUTE: (value) => list(value, 0, 59, (byMinute) => ({ byMinute })),
  BYHOUR: (value) => list(value, 0, 23, (byHour) => ({ byHour })),
  BYDAY: weekdays,
  BYMONTHDAY: (value) => list(value, -31, 31, (byMonthDay) => nonZero(byMonthDay, { byMonthDay })),
  BYYEARDAY: (value) => list(value, -366, 366, (byYearDay) => nonZero(byYearDay, { byYearDay })),
  BYWEEKNO: (value) => list(value, -53, 53, (byWeekNumber) => nonZero(byWeekNumber, { byWeekNumber })),
  BYMONTH: (value) => list(value, 1, 12, (byMonth) => ({ byMonth })),
  BYSETPOS: (value) => list(value, -366, 366, (bySetPosition) => nonZero(bySetPosition, { bySetPosition })),
  // RFC 7529, as far as it says what RFC 5545 does.
  RSCALE: (value) => (value === "GREGORIAN" ? {} : null),
  SKIP: (value) => (value === "OMIT" ? {} : null),
};

const NOTHING_SAID: Omit<RecurrenceRule, "frequency"> = {
  interval: 1,
  count: null,
  until: null,
  weekStart: 0,
  bySecond: [],
  byMinute: [],
  byHour: [],
  byDay: [],
  byMonthDay: [],
  byYearDay: [],
  byWeekNumber: [],
  byMonth: [],
  bySetPosition: [],
};

/** @returns null when a part of it cannot be read: a rule that is half understood would tell days that nobody worked */
export function recurrenceRule(text: string): RecurrenceRule | null {
  let rule: Partial<RecurrenceRule> = {};
  for (const part of text.toUpperCase().split(";")) {
    if (part.trim() === "" || part.startsWith("X-")) continue;
    const [name = "", value = ""] = part.split("=", 2).map((half) => half.trim());
    const read = Object.hasOwn(PARTS, name) ? PARTS[name]?.(value) : null;
    if (!read) return null;
    rule = { ...rule, ...read };
  }
  const { frequency } = rule;
  return frequency === undefined ? null : { ...NOTHING_SAID, ...rule, frequency };
}

function positive(value: string, part: (number: number) => Part): Part {
  return COUNTED.test(value) && Number(value) > 0 ? part(Number(value)) : null;
}

/** In order and each once. */
function list(value: string, least: number, most: number, part: (numbers: readonly number[]) => Part): Part {
  const items = value.split(",").map((item) => item.trim());
  if (items.length > LIST_LENGTH || !items.every((item) => WHOLE.test(item))) return null;
  const numbers = [...new Set(items.map(Number))].sort((a, b) => a - b);
  return numbers.every((number) => number >= least && number <= most) ? part(numbers) : null;
}

function nonZero(numbers: readonly number[], part: Part): Part {
  return numbers.includes(0) ? null : part;
}

function weekdays(value: string): Part {
  const items = value.split(",").map((item) => WEEKDAY.exec(item.trim()));
  if (items.length > LIST_LENGTH || items.includes(null)) return null;
  const byDay = items.map((match) => ({ weekday: WEEKDAYS.indexOf(match?.[2] ?? ""), nth: Number(match?.[1] ?? 0) }));
  return { byDay };
}
