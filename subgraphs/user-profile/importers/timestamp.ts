const MS_PER_SECOND = 1000;
const MS_PER_MINUTE = 60_000;
const MS_PER_HOUR = 3_600_000;

/** Earlier or later years come from clocks that were not set and from calendars other than the Gregorian (Buddhist 2568). */
export const FIRST_YEAR = 1900;
export const LAST_YEAR = 2200;
/** Zones reach from -12:00 to +14:00. */
const MAX_OFFSET_MINUTES = 14 * 60;

const SPACE = 32;
const PLUS = 43;
const MINUS = 45;
const DOT = 46;
const ZERO = 48;
const COLON = 58;
const LETTER_T = 84;
const LETTER_Z = 90;

/**
 * Reads "2025-03-09 03:00:00 -0400" (Apple Health) and "2025-03-09T03:00:00.000Z" (XML Schema's dateTime, GPX): date, `T`
 * or a blank, time, fraction of a second or none, then `Z`, `+hh:mm` or `+hhmm`. A time without a zone is refused: it may
 * be off by half a day, whatever the standard of its file says it should have meant.
 *
 * By hand, because a large export holds millions of them, because `Date.parse` reads the first shape only by courtesy of
 * the engine, and because it would take 31 February for March. A reader keeps the last day, so use one per document.
 */
export class TimestampReader {
  /** The offset that the last timestamp gave, in minutes east of UTC; null when it gave `Z`. */
  offsetMinutes: number | null = null;
  private lastDay = NaN;
  private lastDayMs = NaN;

  /** @returns epoch milliseconds, or NaN when the text is no timestamp or has no zone */
  read(text: string | undefined): number {
    this.offsetMinutes = null;
    if (text === undefined) return NaN;
    const separator = text.charCodeAt(10);
    if (separator !== SPACE && separator !== LETTER_T) return NaN;
    const dayMs = this.day(text);
    const timeMs = timeOfDay(text);
    let at = 19;
    let fractionMs = 0;
    if (text.charCodeAt(at) === DOT) {
      const end = endOfDigits(text, at + 1);
      if (end === at + 1) return NaN;
      fractionMs = Math.trunc(Number(text.slice(at, end)) * MS_PER_SECOND);
      at = end;
    }
    const offset = this.zone(text, at);
    return dayMs + timeMs + fractionMs - offset * MS_PER_MINUTE;
  }

  private day(text: string): number {
    if (text.charCodeAt(4) !== MINUS || text.charCodeAt(7) !== MINUS) return NaN;
    const year = digits(text, 0, 4);
    const month = digits(text, 5, 2);
    const dayOfMonth = digits(text, 8, 2);
    const day = year * 10_000 + month * 100 + dayOfMonth;
    if (day === this.lastDay) return this.lastDayMs;
    if (!(year >= FIRST_YEAR && year <= LAST_YEAR)) return NaN;
    const date = new Date(Date.UTC(year, month - 1, dayOfMonth));
    // Date.UTC carries 31 February into March: a date that does not read back is none.
    if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== dayOfMonth) return NaN;
    this.lastDay = day;
    this.lastDayMs = date.getTime();
    return this.lastDayMs;
  }

  /** The offset to subtract, in minutes; NaN when what follows the time is no zone. */
  private zone(text: string, from: number): number {
    const at = text.charCodeAt(from) === SPACE ? from + 1 : from;
    const sign = text.charCodeAt(at);
    if (sign === LETTER_Z) return at + 1 === text.length ? 0 : NaN;
    if (sign !== PLUS && sign !== MINUS) return NaN;
    const minutesAt = text.charCodeAt(at + 3) === COLON ? at + 4 : at + 3;
    const minutes = digits(text, minutesAt, 2);
    const offset = digits(text, at + 1, 2) * 60 + minutes;
    if (minutesAt + 2 !== text.length || !(minutes < 60) || !(offset <= MAX_OFFSET_MINUTES)) return NaN;
    this.offsetMinutes = sign === MINUS && offset !== 0 ? -offset : offset;
    return this.offsetMinutes;
  }
}

function timeOfDay(text: string): number {
  if (text.charCodeAt(13) !== COLON || text.charCodeAt(16) !== COLON) return NaN;
  const hours = digits(text, 11, 2);
  const minutes = digits(text, 14, 2);
  const seconds = digits(text, 17, 2);
  // A second 60 is a leap second; it falls on the next minute's first, as in POSIX time.
  if (!(hours < 24 && minutes < 60 && seconds <= 60)) return NaN;
  return hours * MS_PER_HOUR + minutes * MS_PER_MINUTE + seconds * MS_PER_SECOND;
}

/** The number that `count` digits from `at` make; NaN when one of them is no ASCII digit. */
function digits(text: string, at: number, count: number): number {
  let value = 0;
  for (let i = at; i < at + count; i++) {
    const digit = text.charCodeAt(i) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return NaN;
    value = value * 10 + digit;
  }
  return value;
}

function endOfDigits(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) >= ZERO && text.charCodeAt(at) < COLON) at++;
  return at;
}
