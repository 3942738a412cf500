import { setImmediate as nextTurn } from "node:timers/promises";
import { type Origin, ImportSource, Provenance } from "../observation.js";
import { piecesOf } from "./byte-streams.js";
import { ExpansionWork } from "./expansion-work.js";
import { type CalendarLine, CalendarLines } from "./icalendar-lines.js";
import { type Instance } from "./icalendar-series.js";
import { KnownZones } from "./icalendar-zones.js";
import { DamagedSourceError, type ImportInput } from "./importer.js";
import { ItemQueue } from "./item-queue.js";
import { tellBreak } from "./told-break.js";
import { Calendar, type EventSink } from "./vcalendar.js";
import { EventReader } from "./vevent.js";
import { VtimezoneReader } from "./vtimezone.js";
import type { XmlBreak } from "./xml-reader.js";

/**
 * iCalendar (RFC 5545), one calendar or several one after another:
 *
 *     BEGIN:VCALENDAR
 *     BEGIN:VTIMEZONE ... END:VTIMEZONE           the clocks of a zone that neither IANA nor Windows has a name for
 *     BEGIN:VEVENT
 *     DTSTART;TZID=Europe/London:20250303T093000  work.workingHours: each instance that keeps its owner busy
 *     DTEND, DURATION, RRULE, RDATE, EXDATE       its length, and when it repeats
 *     RECURRENCE-ID                               an instance of a series that was moved or called off
 *     END:VEVENT
 *     END:VCALENDAR
 *
 * A record is a VEVENT. Whole days, what is cancelled or transparent, and what has no length are no working time and are
 * skipped. A time without a zone is one in the person's own; one in UTC says nothing of where somebody was. Rules without
 * an end are followed for 400 days from now, or from their start where that is later.
 *
 * Deliberately dropped: summaries, descriptions, locations, categories, attendees and organisers, which are words and
 * other people's; links and attachments (nothing is ever fetched); alarms; tasks, journals and free/busy lists.
 *
 * @param now the moment of the import
 * @returns whether the document was read to its end; where it was not, a problem names the line
 */
export async function importIcalendar(input: ImportInput, now: Date): Promise<boolean> {
  const reader = new IcalendarReader(input, now.getTime());
  try {
    for await (const piece of piecesOf(input.chunks)) {
      input.signal?.throwIfAborted();
      reader.write(piece);
      await reader.settle();
      if (reader.broken !== null) break;
      await nextTurn();
    }
  } catch (error) {
    if (!(error instanceof DamagedSourceError)) throw error;
    reader.breakOff(error.message);
  }
  await reader.finish();
  return reader.isWhole;
}

const ORIGIN: Origin = Object.freeze({ source: ImportSource.ICALENDAR, device: null, grade: Provenance.PROVIDED });

/** Components inside components. An alarm in an event in a calendar is at 3; extensions add one or two. */
const DEPTH = 16;

const OBSERVANCES = ["STANDARD", "DAYLIGHT"];

const EVENT_WITHOUT_END = "The event has no end; it was not stored.";
const NO_END = "A component has no end before this line; it was passed over.";
const NO_BEGINNING = "A component ends here that has not begun; the line was passed over.";
const OUTSIDE = "The event stands outside of a calendar; it was not stored.";
const BROKEN_ZONE = "The description of a time zone cannot be read; it was not used.";

class IcalendarReader implements EventSink {
  /** Where and why the rest cannot be read, if so. */
  broken: XmlBreak | null = null;
  private readonly lines = new CalendarLines((line) => this.take(line));
  private readonly queue: ItemQueue;
  private readonly work: ExpansionWork;
  private readonly known = new KnownZones();
  /** The components that are open, outermost first. */
  private readonly open: string[] = [];
  private calendar: Calendar | null = null;
  private event: EventReader | null = null;
  private zone: VtimezoneReader | null = null;
  private ended: Calendar[] = [];
  private isOver = false;
  private records = 0;

  constructor(
    private readonly input: ImportInput,
    private readonly nowMs: number,
  ) {
    this.queue = new ItemQueue(input.sink);
    this.work = new ExpansionWork(input.signal);
  }

  get isWhole(): boolean {
    return this.broken === null && !this.isOver;
  }

  write(piece: Uint8Array): void {
    this.lines.write(piece);
  }

  /** Follows the series of the calendars that have ended, and hands on what was found. */
  async settle(): Promise<void> {
    const { ended } = this;
    this.ended = [];
    for (const calendar of ended) {
      await calendar.end();
      this.isOver ||= calendar.isOver;
    }
    await this.queue.drain();
  }

  async finish(): Promise<void> {
    this.lines.end();
    if (this.open.length > 0) this.breakOff("it ends before its components do");
    if (this.calendar !== null) this.ended.push(this.calendar);
    await this.settle();
    if (this.broken !== null) tellBreak(this.input, this.broken, this.records);
  }

  /** Nothing is read from here on; what has been found before is kept. */
  breakOff(reason: string, line = this.lines.line): void {
    this.broken ??= { line, reason };
  }

  instance(instance: Instance): void {
    this.queue.push({ kind: "work", ...instance, origin: ORIGIN });
  }

  skipped(): void {
    this.input.sink.skipped();
  }

  problem(line: number, message: string): void {
    this.input.sink.problem({ where: `${this.input.label}line ${line}`, message });
  }

  private take(line: CalendarLine): void {
    if (this.broken !== null) return;
    if (line.name === "BEGIN") this.begin(line.value.toUpperCase(), line.line);
    else if (line.name === "END") this.end(line.value.toUpperCase(), line.line);
    else if (this.open.at(-1) === "VEVENT") this.event?.take(line);
    else this.zone?.take(line);
  }

  private begin(component: string, line: number): void {
    // Calendars stand in nothing and events in calendars only: what is still open has lost its end.
    if (component === "VCALENDAR") this.closeTo(0, line);
    if (component === "VEVENT" && this.calendar !== null) this.closeTo(1, line);
    this.open.push(component);
    if (this.open.length > DEPTH) this.breakOff("its components are nested too deeply", line);
    const isInCalendar = this.calendar !== null && this.open.length === 2;
    if (component === "VCALENDAR" && this.open.length === 1) {
      this.calendar = new Calendar(this.input.zone, this.known, this.work, this.nowMs, this);
    } else if (component === "VEVENT" && isInCalendar) this.event = new EventReader(line);
    else if (component === "VEVENT" && this.calendar === null) this.problem(line, OUTSIDE);
    else if (component === "VTIMEZONE" && isInCalendar) this.zone = new VtimezoneReader(line);
    else if (OBSERVANCES.includes(component)) this.zone?.beginObservance();
  }

  private end(component: string, line: number): void {
    const at = this.open.lastIndexOf(component);
    if (at === -1) return this.problem(line, NO_BEGINNING);
    this.closeTo(at + 1, line);
    this.open.pop();
    if (component === "VEVENT") this.endEvent();
    else if (component === "VTIMEZONE") this.endZone();
    else if (component === "VCALENDAR") this.endCalendar();
    else if (OBSERVANCES.includes(component)) this.zone?.endObservance();
  }

  /** Closes components that lack their own ends, down to a depth. */
  private closeTo(depth: number, line: number): void {
    if (this.open.length <= depth) return;
    const closed = this.open.splice(depth);
    const lost = closed.includes("VEVENT") ? this.event : null;
    this.problem(lost?.line ?? line, lost === null ? NO_END : EVENT_WITHOUT_END);
    if (lost !== null) this.event = null;
    if (["VTIMEZONE", ...OBSERVANCES].some((name) => closed.includes(name))) this.zone = null;
    if (depth === 0) this.endCalendar();
  }

  private endEvent(): void {
    const { event } = this;
    this.event = null;
    if (event === null) return;
    this.records += 1;
    this.input.sink.record();
    const read = event.finish();
    for (const message of event.problems) this.problem(event.line, message);
    if (read !== null) this.calendar?.take(read);
  }

  private endZone(): void {
    const { zone } = this;
    this.zone = null;
    if (zone === null) return;
    if (zone.isBroken) this.problem(zone.line, BROKEN_ZONE);
    else if (zone.name !== null) this.calendar?.zones.describe(zone.name, zone);
  }

  private endCalendar(): void {
    if (this.calendar !== null) this.ended.push(this.calendar);
    this.calendar = null;
  }
}
