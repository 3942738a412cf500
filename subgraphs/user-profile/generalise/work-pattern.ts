import { DAY_MS } from "../../../shared/clock.js";
import { Precision } from "../../../shared/licensing/precision.js";
import { bucketOf, dateMs } from "./calendar.js";

/** One day's work by the clock on the wall: minutes since the midnight that the day begins with. */
export interface WorkDay {
  day: string;
  startMinute: number;
  /** More than 1,440 where a shift ends on the next day. */
  endMinute: number;
}

/** Local wall-clock times, HH:MM. */
export interface WorkPattern {
  typicalStart: string;
  typicalEnd: string;
  daysPerWeek: number;
}

interface Steps {
  minutes: number;
  daysPerWeek: number;
}

/** FIELDS.md sets the minutes; days a week follow in steps that are about as coarse. */
const STEPS: Partial<Record<Precision, Steps>> = {
  [Precision.EXACT]: { minutes: 1, daysPerWeek: 0.01 },
  [Precision.FINE]: { minutes: 30, daysPerWeek: 0.5 },
  [Precision.COARSE]: { minutes: 60, daysPerWeek: 1 },
};

const DAY_MINUTES = 24 * 60;
const HOUR_MINUTES = 60;
const WEEK_MS = 7 * DAY_MS;

interface Pattern {
  start: number;
  end: number;
  daysPerWeek: number;
}

/**
 * The medians of when work begins and ends on the days that have any, and how many such days a week has, from the
 * week of the first to the week of the last, both whole.
 *
 * @returns null without a day of work
 * @throws RangeError at a precision without a cell
 */
export function generaliseWorkPattern(
  { licensed, precision }: { licensed: Precision; precision: Precision },
  days: readonly WorkDay[],
): WorkPattern | null {
  if (days.length === 0) return null;
  const pattern: Pattern = {
    start: median(days.map(({ startMinute }) => startMinute)),
    end: median(days.map(({ endMinute }) => endMinute)),
    daysPerWeek: days.length / weeksOf(days),
  };
  const { start, end, daysPerWeek } = inSteps(precision, inSteps(licensed, pattern));
  return { typicalStart: clock(start), typicalEnd: clock(end), daysPerWeek };
}

function inSteps(precision: Precision, { start, end, daysPerWeek }: Pattern): Pattern {
  const steps = STEPS[precision];
  if (!steps) throw new RangeError(`work.pattern has no ${precision}`);
  return {
    start: nearest(start, steps.minutes),
    end: nearest(end, steps.minutes),
    daysPerWeek: Number(nearest(daysPerWeek, steps.daysPerWeek).toFixed(2)),
  };
}

function weeksOf(days: readonly WorkDay[]): number {
  const weeks = days.map(({ day }) => bucketOf("week", 0, day).startMs);
  return (Math.max(...weeks) - Math.min(...weeks)) / WEEK_MS + 1;
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

function nearest(value: number, step: number): number {
  return Math.round(value / step) * step;
}

function clock(minute: number): string {
  const ofDay = ((minute % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES;
  const two = (number: number): string => String(Math.floor(number)).padStart(2, "0");
  return `${two(ofDay / HOUR_MINUTES)}:${two(ofDay % HOUR_MINUTES)}`;
}

/** Of one day's events, when the first begins and the last ends. `offsetMinutesAt` tells the local time of an instant. */
export function workDays(
  events: readonly { startMs: number; endMs: number; day: string; offsetMinutes: number }[],
): WorkDay[] {
  const days = new Map<string, WorkDay>();
  for (const { startMs, endMs, day, offsetMinutes } of events) {
    const minuteOf = (instantMs: number): number => (instantMs - dateMs(day)) / 60_000 + offsetMinutes;
    const known = days.get(day);
    days.set(day, {
      day,
      startMinute: Math.min(known?.startMinute ?? Infinity, minuteOf(startMs)),
      endMinute: Math.max(known?.endMinute ?? -Infinity, minuteOf(endMs)),
    });
  }
  return [...days.values()];
}
