import { DAY_MS } from "../../../shared/clock.js";
import type { Zone } from "../vault/local-day.js";
import { Excess, type ExpansionWork } from "./expansion-work.js";
import { type Expansion, type Instance, instanceOf, SeriesExpansion } from "./icalendar-series.js";
import { CalendarZones, type KnownZones } from "./icalendar-zones.js";
import type { CalendarEvent } from "./vevent.js";

/** What a calendar tells of its events. */
export interface EventSink {
  instance(instance: Instance): void;
  /** The event was read and is no working time. */
  skipped(): void;
  problem(line: number, message: string): void;
  /** Waits until what was told is taken. */
  settle(): Promise<void>;
}

/** Events, and dates that they list, which wait for the end of their calendar: some 60 MB. */
const HELD = 100_000;
/** A shift may last a day and a night, and a conference some days; nobody works for weeks without a pause. */
const LONGEST_MS = 7 * DAY_MS;

const TOO_MANY = "The calendar holds more series, or changes to them, than are followed; no series of it was stored.";
const TOO_OFTEN = "The event repeats more often than working time does; nothing of it was stored.";
const TOO_MUCH =
  "The calendar's series have more instances than are followed; this one and those after it were not stored.";
const NEGATIVE = "The event ends before it begins, which leaves it no length; it was not stored.";
const UNKNOWN_ZONE = "The event's time zone is not known; it was not stored.";

/**
 * One VCALENDAR. An event that stands alone is told at once; a series waits for the end, because events that change it
 * and the description of its time zone may still come.
 */
export class Calendar {
  readonly zones: CalendarZones;
  /** Whether some of it was left out because there is too much of it. */
  isOver = false;
  private readonly waiting: CalendarEvent[] = [];
  private readonly changes = new Map<string, CalendarEvent[]>();
  private held = 0;

  constructor(
    personZone: Zone,
    known: KnownZones,
    private readonly work: ExpansionWork,
    private readonly nowMs: number,
    private readonly sink: EventSink,
  ) {
    this.zones = new CalendarZones(personZone, known, work);
  }

  take(event: CalendarEvent): void {
    const { uid, recurrenceId, start, end, isBusy, rules, additions } = event;
    const isChange = uid !== null && recurrenceId !== null;
    if (isChange && this.hold(event)) this.holdChange(uid, event);
    if (start.isDate || !isBusy) return this.sink.skipped();
    const isAtHand = [start.zone, end?.zone ?? null].every((zone) => this.zones.isAtHand(zone));
    const instance = isAtHand && rules.length + additions.length === 0 ? instanceOf(event, this.zones) : null;
    if (instance !== null) this.tell(event, [instance]);
    else if (this.hold(event)) this.waiting.push(event);
  }

  /** Tells the series, each whole or not at all. */
  async end(): Promise<void> {
    for (const event of this.waiting) {
      if (this.isOver) return;
      const changes = event.uid === null || event.recurrenceId !== null ? [] : (this.changes.get(event.uid) ?? []);
      const expansion = await SeriesExpansion.of(event, changes, this.zones, this.work, this.nowMs);
      if (this.work.isTurnDue) await this.work.turn();
      this.tellExpansion(event, expansion);
      await this.sink.settle();
    }
  }

  private tellExpansion(event: CalendarEvent, expansion: Expansion): void {
    if (Array.isArray(expansion)) return this.tell(event, expansion);
    if (expansion === Excess.FILE) this.isOver = true;
    const messages = { [Excess.EVENT]: TOO_OFTEN, [Excess.FILE]: TOO_MUCH, UNKNOWN_ZONE };
    this.sink.problem(event.line, messages[expansion]);
  }

  private tell({ line }: CalendarEvent, instances: readonly Instance[]): void {
    const busy = instances.filter(({ startMs, endMs }) => endMs > startMs && endMs - startMs <= LONGEST_MS);
    for (const instance of busy) this.sink.instance(instance);
    if (busy.length > 0) return;
    if (instances.some(({ startMs, endMs }) => endMs < startMs)) this.sink.problem(line, NEGATIVE);
    else this.sink.skipped();
  }

  private holdChange(uid: string, event: CalendarEvent): void {
    const changes = this.changes.get(uid);
    if (changes) changes.push(event);
    else this.changes.set(uid, [event]);
  }

  private hold({ line, additions, exceptions }: CalendarEvent): boolean {
    this.held += 1 + additions.length + exceptions.length;
    if (this.held <= HELD) return true;
    if (!this.isOver) this.sink.problem(line, TOO_MANY);
    this.isOver = true;
    return false;
  }
}
