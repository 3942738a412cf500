import { DAY_MS, MINUTE_MS } from "../../../shared/clock.js";
import type { WorkObservation } from "../observation.js";
import type { Excess, ExpansionWork } from "./expansion-work.js";
import type { CalendarEvent } from "./vevent.js";
import {
  type CalendarDuration,
  type CalendarPeriod,
  type CalendarTime,
  dayOfWall,
  UTC_NAME,
} from "./icalendar-values.js";
import { type CalendarClocks, type CalendarZones, UTC_CLOCKS } from "./icalendar-zones.js";
import { occurrences } from "./recurrence.js";
import type { RecurrenceRule } from "./recurrence-rule.js";
import { lastUntil } from "./timeline.js";

/** A stretch of time, and how far from UTC the clocks were at its start; null where the calendar does not say. */
export type Instance = Pick<WorkObservation, "startMs" | "endMs" | "offsetMinutes">;

/** The instances of a series, or why there are none. */
export type Expansion = Instance[] | Excess | "UNKNOWN_ZONE";

/** How long a rule without an end is followed, from its start or from now. */
const AHEAD_MS = 400 * DAY_MS;

/** How long something takes (RFC 5545 3.8.2.5): exactly, or in days of the calendar where a duration says so. */
function lengthOf(
  { start, end, duration }: CalendarPeriod,
  clocks: CalendarClocks,
  zones: CalendarZones,
): CalendarDuration | null {
  if (end === null) return duration ?? { days: 0, exactMs: 0 };
  const endClocks = zones.clocksOf(end.zone);
  if (endClocks === null) return null;
  return { days: 0, exactMs: endClocks.instantMs(end.wallMs) - clocks.instantMs(start.wallMs) };
}

/** When an event is that stands alone; null when its time zone is not known. */
export function instanceOf(event: CalendarEvent, zones: CalendarZones): Instance | null {
  const clocks = zones.clocksOf(event.start.zone);
  const length = clocks && lengthOf(event, clocks, zones);
  return clocks && length && instanceAt(clocks.instantMs(event.start.wallMs), length, clocks);
}

/** The instances of one event: its own, those of its rules and dates, without those that are left out or changed. */
export class SeriesExpansion {
  private readonly instances: Instance[] = [];
  private readonly seen = new Set<number>();
  private readonly exceptions = new Exceptions();
  private readonly futures: Future[] = [];

  private constructor(
    private readonly event: CalendarEvent,
    private readonly changes: readonly CalendarEvent[],
    private readonly zones: CalendarZones,
    private readonly clocks: CalendarClocks,
    private readonly length: CalendarDuration,
    private readonly work: ExpansionWork,
    private readonly lastMs: number,
  ) {}

  /**
   * Follows the rules to AHEAD_MS after the later of now and the start, so that the same file tells the same, and a later
   * import only more.
   *
   * @param changes events that stand for instances of this one
   */
  static async of(
    event: CalendarEvent,
    changes: readonly CalendarEvent[],
    zones: CalendarZones,
    work: ExpansionWork,
    nowMs: number,
  ): Promise<Expansion> {
    const clocks = zones.clocksOf(event.start.zone);
    const length = clocks && lengthOf(event, clocks, zones);
    if (clocks === null || length === null) return "UNKNOWN_ZONE";
    const lastMs = Math.max(nowMs, clocks.instantMs(event.start.wallMs)) + AHEAD_MS;
    const series = new SeriesExpansion(event, changes, zones, clocks, length, work, lastMs);
    const excess = await series.expand();
    return excess ?? series.instances;
  }

  private async expand(): Promise<Excess | null> {
    const { event, work } = this;
    work.begin();
    let excess = await this.leaveOut();
    for (const rule of event.exceptionRules) {
      excess ??= await this.follow(rule, (_wallMs, startMs) => this.exceptions.addInstant(startMs));
    }
    if (event.rules.length === 0) this.tell(event.start.wallMs, this.clocks.instantMs(event.start.wallMs), this.length);
    for (const rule of event.rules) {
      excess ??= await this.follow(rule, (wallMs, startMs) => this.tell(wallMs, startMs, this.length));
    }
    for (const addition of event.additions) {
      excess ??= work.found(addition.start.wallMs);
      if (work.isTurnDue) await work.turn();
      this.add(addition);
    }
    return excess;
  }

  private async leaveOut(): Promise<Excess | null> {
    for (const time of this.event.exceptions) {
      const excess = this.work.date();
      if (this.work.isTurnDue) await this.work.turn();
      if (excess !== null) return excess;
      this.exceptions.add(time, () => this.instantOf(time));
    }
    for (const change of this.changes) {
      const excess = this.work.date();
      if (this.work.isTurnDue) await this.work.turn();
      if (excess !== null) return excess;
      const instance = change.recurrenceId;
      if (instance === null) continue;
      this.exceptions.add(instance, () => this.instantOf(instance));
      if (change.isThisAndFuture) this.futures.push(this.futureOf(change, this.instantOf(instance)));
    }
    this.futures.sort((a, b) => a.atMs - b.atMs);
    return null;
  }

  private async follow(rule: RecurrenceRule, take: (wallMs: number, startMs: number) => void): Promise<Excess | null> {
    const begun = this.work.pulse();
    if (begun !== null) return begun;
    // A day more: where clocks are behind UTC the last instants are on the day before.
    for (const wallMs of occurrences(rule, this.event.start.wallMs, this.lastMs + DAY_MS)) {
      const excess = this.work.found(wallMs);
      if (this.work.isTurnDue) await this.work.turn();
      if (excess !== null) return excess;
      if (wallMs === null) continue;
      const startMs = this.clocks.instantMs(wallMs);
      if (startMs > this.lastMs || isAfter(rule.until, wallMs, startMs)) return null;
      take(wallMs, startMs);
    }
    return null;
  }

  private add({ start, end, duration }: CalendarPeriod): void {
    const clocks = this.clocksOf(start);
    // A date by itself says no time; the one time that it can mean is that of the series.
    const seriesMs = this.event.start.wallMs;
    const wallMs = start.isDate ? start.wallMs + seriesMs - dayOfWall(seriesMs) * DAY_MS : start.wallMs;
    const isOwn = end !== null || duration !== null;
    const length = isOwn ? lengthOf({ start, end, duration }, clocks, this.zones) : this.length;
    const startMs = clocks.instantMs(wallMs);
    if (length !== null) this.tell(wallOf(startMs, this.clocks), startMs, length);
  }

  private tell(wallMs: number, startMs: number, length: CalendarDuration): void {
    if (this.seen.has(startMs)) return;
    this.seen.add(startMs);
    if (this.exceptions.has(wallMs, startMs)) return;
    const future = lastUntil(this.futures, startMs);
    if (future === undefined) this.instances.push(instanceAt(startMs, length, this.clocks));
    else if (future.length !== null) {
      const movedMs = this.clocks.instantMs(wallMs + future.shiftMs);
      this.instances.push(instanceAt(movedMs, future.length, this.clocks));
    }
  }

  private instantOf(time: CalendarTime): number {
    return this.clocksOf(time).instantMs(time.wallMs);
  }

  /** A time without a zone is one of the series' zone, not of the person's: it names an instance of the series. */
  private clocksOf({ zone }: CalendarTime): CalendarClocks {
    return (zone === null ? null : this.zones.clocksOf(zone)) ?? this.clocks;
  }

  private futureOf(change: CalendarEvent, atMs: number): Future {
    const { isBusy, start } = change;
    const clocks = this.zones.clocksOf(start.zone);
    if (!isBusy || start.isDate || clocks === null) return { atMs, shiftMs: 0, length: null };
    const toMs = clocks.instantMs(start.wallMs);
    const shiftMs = wallOf(toMs, this.clocks) - wallOf(atMs, this.clocks);
    return { atMs, shiftMs, length: lengthOf(change, clocks, this.zones) };
  }
}

/** From when on instances are other than the rule says: later or earlier, longer or shorter, or not busy (null). */
interface Future {
  atMs: number;
  shiftMs: number;
  length: CalendarDuration | null;
}

/** Instances that are left out: by their start, or by their day where only a date is given. */
class Exceptions {
  private readonly instants = new Set<number>();
  private readonly days = new Set<number>();

  add(time: CalendarTime, instantOf: () => number): void {
    if (time.isDate) this.days.add(dayOfWall(time.wallMs));
    else this.addInstant(instantOf());
  }

  addInstant(startMs: number): void {
    this.instants.add(startMs);
  }

  has(wallMs: number, startMs: number): boolean {
    return this.instants.has(startMs) || this.days.has(dayOfWall(wallMs));
  }
}

/** UNTIL is inclusive (RFC 5545 3.3.10): an instant in UTC, else what the series' own clocks show. */
function isAfter(until: CalendarTime | null, wallMs: number, startMs: number): boolean {
  if (until === null) return false;
  if (until.isDate) return dayOfWall(wallMs) > dayOfWall(until.wallMs);
  return until.zone === UTC_NAME ? startMs > until.wallMs : wallMs > until.wallMs;
}

function instanceAt(startMs: number, { days, exactMs }: CalendarDuration, clocks: CalendarClocks): Instance {
  const daysLaterMs = days === 0 ? startMs : clocks.instantMs(wallOf(startMs, clocks) + days * DAY_MS);
  const offsetMinutes = clocks === UTC_CLOCKS ? null : clocks.offsetMinutes(startMs);
  return { startMs, endMs: daysLaterMs + exactMs, offsetMinutes };
}

function wallOf(instantMs: number, clocks: CalendarClocks): number {
  return instantMs + clocks.offsetMinutes(instantMs) * MINUTE_MS;
}
