import { DAY_MS, MINUTE_MS } from "../../../shared/clock.js";
import { type Clocks, instantOfWall } from "../vault/local-day.js";
import type { ExpansionWork } from "./expansion-work.js";
import { type CalendarLine, keptName } from "./icalendar-lines.js";
import { anyTime, UTC_NAME } from "./icalendar-values.js";
import { occurrences } from "./recurrence.js";
import { type RecurrenceRule, recurrenceRule } from "./recurrence-rule.js";
import { lastUntil } from "./timeline.js";
import { FIRST_YEAR, LAST_YEAR } from "./timestamp.js";

/** One offset of a time zone, and when clocks change to it (RFC 5545 3.6.5). */
interface Observance {
  startMs: number;
  fromMinutes: number;
  toMinutes: number;
  rules: RecurrenceRule[];
  /** Wall times beside those of the rules. */
  onsets: number[];
}

type Draft = { [K in "startMs" | "fromMinutes" | "toMinutes"]: number | undefined } & Pick<
  Observance,
  "rules" | "onsets"
>;

interface Change {
  atMs: number;
  fromMinutes: number;
  toMinutes: number;
}

const OFFSET = /^([+-])(\d\d)(\d\d)(?:\d\d)?$/;
const MAX_OFFSET_MINUTES = 24 * 60;
/** Observances, rules and times of one zone: those that list every change since 1900 have some 250. */
const LISTED = 2_000;
/** Two changes a year. */
const CHANGES_OF_ONE = 2 * (LAST_YEAR - FIRST_YEAR + 2) + LISTED;
/** A zone of two rules takes 20; they are followed in one turn of the event loop. */
const PULSES = 40;
const LAST_MS = Date.UTC(LAST_YEAR + 1, 0, 1);
/** Events begin in FIRST_YEAR; a rule that holds every year may as well begin shortly before as in 1601. */
const EARLY_MS = Date.UTC(FIRST_YEAR - 1, 0, 1);

/** A VTIMEZONE as its lines come. */
export class VtimezoneReader {
  name: string | null = null;
  /** Whether a line of it could not be read: then nothing of it is used. */
  isBroken = false;
  private readonly observances: Observance[] = [];
  private observance: Draft | null = null;
  private listed = 0;

  /** @param line the line of the file that it begins on */
  constructor(readonly line: number) {}

  beginObservance(): void {
    this.count(1);
    this.observance = { startMs: undefined, fromMinutes: undefined, toMinutes: undefined, rules: [], onsets: [] };
  }

  endObservance(): void {
    const { observance } = this;
    this.observance = null;
    if (observance === null) return;
    const { startMs, fromMinutes, toMinutes, rules, onsets } = observance;
    if (startMs === undefined || fromMinutes === undefined || toMinutes === undefined) this.isBroken = true;
    else if (!this.isBroken) this.observances.push({ startMs, fromMinutes, toMinutes, rules, onsets });
  }

  take(line: CalendarLine): void {
    if (this.observance === null) {
      if (line.name === "TZID") this.name = keptName(line.value);
      return;
    }
    if (!this.isBroken && !this.takeInObservance(this.observance, line)) this.isBroken = true;
  }

  /** @returns null where it could not be read, or would take too long to follow */
  finish(work: ExpansionWork): Vtimezone | null {
    if (this.isBroken || this.observances.length === 0) return null;
    work.begin();
    let pulses = 0;
    const changes: Change[] = [];
    const pulse = () => (pulses += 1) <= PULSES && work.pulse() === null;
    for (const observance of this.observances) {
      const found = changesOf(observance, pulse);
      if (found === null) return null;
      changes.push(...found);
    }
    return new Vtimezone(changes.sort((a, b) => a.atMs - b.atMs));
  }

  /** @returns whether the line makes sense */
  private takeInObservance(observance: Draft, { name, value, isCut }: CalendarLine): boolean {
    switch (name) {
      case "DTSTART":
        observance.startMs = anyTime(value, null)?.wallMs;
        return observance.startMs !== undefined;
      case "TZOFFSETFROM":
        observance.fromMinutes = offsetOf(value);
        return observance.fromMinutes !== undefined;
      case "TZOFFSETTO":
        observance.toMinutes = offsetOf(value);
        return observance.toMinutes !== undefined;
      case "RRULE": {
        const rule = recurrenceRule(value);
        this.count(1);
        if (rule) observance.rules.push(rule);
        return rule !== null;
      }
      case "RDATE": {
        const times = value.split(",").map((item) => anyTime(item.split("/")[0] ?? "", null));
        this.count(times.length);
        observance.onsets.push(...times.flatMap((time) => time?.wallMs ?? []));
        return !isCut && !times.includes(null);
      }
      default:
        return true;
    }
  }

  private count(listed: number): void {
    this.listed += listed;
    if (this.listed > LISTED) this.isBroken = true;
  }
}

/** The clocks of a zone that a calendar describes itself. */
export class Vtimezone implements Clocks {
  /** @param changes in order, at least one */
  constructor(private readonly changes: readonly Change[]) {}

  offsetMinutes(instantMs: number): number {
    const change = lastUntil(this.changes, instantMs);
    return (change === undefined ? this.changes[0]?.fromMinutes : change.toMinutes) ?? 0;
  }

  instantMs(wallMs: number): number {
    return instantOfWall(wallMs, this);
  }
}

function offsetOf(text: string): number | undefined {
  const match = OFFSET.exec(text.trim());
  if (match === null) return undefined;
  const minutes = (match[1] === "-" ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
  return Math.abs(minutes) < MAX_OFFSET_MINUTES ? minutes : undefined;
}

/** When clocks change to it: its times are read by the offset before (RFC 5545 3.6.5). */
function changesOf(observance: Observance, pulse: () => boolean): Change[] | null {
  const { startMs, fromMinutes, toMinutes, rules, onsets } = observance;
  const at = (wallMs: number): Change => ({ atMs: wallMs - fromMinutes * MINUTE_MS, fromMinutes, toMinutes });
  const changes = [startMs, ...onsets].map(at);
  for (const rule of rules) {
    if (!pulse()) return null;
    for (const wallMs of occurrences(rule, beginOf(rule, startMs), LAST_MS)) {
      if (wallMs === null) {
        if (!pulse()) return null;
        continue;
      }
      const change = at(wallMs);
      if (rule.until !== null && (rule.until.zone === UTC_NAME ? change.atMs : wallMs) > untilMs(rule)) break;
      if (changes.push(change) > CHANGES_OF_ONE) return null;
    }
  }
  return changes;
}

function untilMs({ until }: RecurrenceRule): number {
  if (until === null) return Infinity;
  return until.isDate ? until.wallMs + DAY_MS - 1 : until.wallMs;
}

/** Windows begins its zones in 1601, .NET in the year 1. */
function beginOf({ interval, count }: RecurrenceRule, startMs: number): number {
  if (startMs >= EARLY_MS || interval !== 1 || count !== null) return startMs;
  const start = new Date(startMs);
  return start.setUTCFullYear(FIRST_YEAR - 1);
}
