import { type CalendarLine, keptName } from "./icalendar-lines.js";
import {
  calendarDuration,
  type CalendarDuration,
  type CalendarPeriod,
  type CalendarTime,
  periodsOf,
  timeOf,
} from "./icalendar-values.js";
import { type RecurrenceRule, recurrenceRule } from "./recurrence-rule.js";

/** What is kept of a VEVENT: when it is, how it repeats, and whether it keeps its owner busy. */
export interface CalendarEvent {
  /** The line of the file that it begins on. */
  line: number;
  /** Tells which events are changes of one series. */
  uid: string | null;
  start: CalendarTime;
  end: CalendarTime | null;
  duration: CalendarDuration | null;
  isBusy: boolean;
  rules: RecurrenceRule[];
  /** RDATE: further instances. */
  additions: CalendarPeriod[];
  /** EXDATE: instances that do not take place. */
  exceptions: CalendarTime[];
  /** EXRULE of RFC 2445. */
  exceptionRules: RecurrenceRule[];
  /** Which instance of a series this event stands for. */
  recurrenceId: CalendarTime | null;
  /** Whether it stands for the later ones too (RFC 5545 3.2.13). */
  isThisAndFuture: boolean;
}

/** A series of twenty years that was called off every day has 7,300. */
const DATES = 20_000;
/** A series has one rule; RFC 2445 let it have several. */
const RULES = 20;

const UNREADABLE_START = "The event has no readable start; it was not stored.";
const UNREADABLE_END = "The event's end or duration cannot be read; it was not stored.";
const UNREADABLE_RULE = "The event's rule of repetition cannot be read; it was not stored.";
const UNREADABLE_INSTANCE = "Which instance of a series the event changes cannot be read; it was not stored.";
const UNREADABLE_DATE = "A date on which the event is repeated or left out cannot be read; the date was passed over.";
const TOO_MANY_DATES = "The event lists more dates than a calendar would; it was not stored.";
const NO_PROPERTY = "A line of the event is no property; the line was passed over.";

/** A VEVENT as its lines come. Names, words, places and people go by and are not kept. */
export class EventReader {
  /** What of it could not be read, each said once. */
  readonly problems = new Set<string>();
  private isReadable = true;
  private uid: string | null = null;
  private start: CalendarTime | null = null;
  private end: CalendarTime | null = null;
  private duration: CalendarDuration | null = null;
  private isBusy = true;
  private readonly rules: RecurrenceRule[] = [];
  private readonly additions: CalendarPeriod[] = [];
  private readonly exceptions: CalendarTime[] = [];
  private readonly exceptionRules: RecurrenceRule[] = [];
  private recurrenceId: CalendarTime | null = null;
  private isThisAndFuture = false;

  /** @param line the line of the file that it begins on */
  constructor(readonly line: number) {}

  take(line: CalendarLine): void {
    const { name, value } = line;
    switch (name) {
      case null:
        this.problems.add(NO_PROPERTY);
        break;
      case "UID":
        this.uid = keptName(value);
        break;
      case "DTSTART":
        this.start = timeOf(line);
        break;
      case "DTEND":
        this.end = timeOf(line);
        if (this.end === null) this.refuse(UNREADABLE_END);
        break;
      case "DURATION":
        this.duration = calendarDuration(value);
        if (this.duration === null) this.refuse(UNREADABLE_END);
        break;
      case "STATUS":
        if (value.toUpperCase() === "CANCELLED") this.isBusy = false;
        break;
      case "TRANSP":
        if (value.toUpperCase() === "TRANSPARENT") this.isBusy = false;
        break;
      case "RRULE":
        this.takeRule(value, this.rules);
        break;
      case "EXRULE":
        this.takeRule(value, this.exceptionRules);
        break;
      case "RDATE":
        this.takeDates(line, (period) => this.additions.push(period));
        break;
      case "EXDATE":
        this.takeDates(line, ({ start }) => this.exceptions.push(start));
        break;
      case "RECURRENCE-ID":
        this.recurrenceId = timeOf(line);
        this.isThisAndFuture = line.parameters.get("RANGE")?.toUpperCase() === "THISANDFUTURE";
        if (this.recurrenceId === null) this.refuse(UNREADABLE_INSTANCE);
        break;
    }
  }

  /** @returns null when it cannot be told when it is; then a problem says why */
  finish(): CalendarEvent | null {
    const { line, uid, start, end, duration, isBusy, recurrenceId, isThisAndFuture } = this;
    if (start === null) this.refuse(UNREADABLE_START);
    else if (end?.isDate === true && !start.isDate) this.refuse(UNREADABLE_END);
    if (start === null || !this.isReadable) return null;
    const { rules, additions, exceptions, exceptionRules } = this;
    const when = { start, end, duration, rules, additions, exceptions, exceptionRules };
    return { line, uid, isBusy, recurrenceId, isThisAndFuture, ...when };
  }

  private takeRule(value: string, rules: RecurrenceRule[]): void {
    const rule = recurrenceRule(value);
    if (rule === null || rules.length === RULES) this.refuse(UNREADABLE_RULE);
    else rules.push(rule);
  }

  private takeDates(line: CalendarLine, keep: (period: CalendarPeriod) => void): void {
    const periods = periodsOf(line);
    if (this.additions.length + this.exceptions.length + periods.length > DATES || line.isCut) {
      this.refuse(TOO_MANY_DATES);
      return;
    }
    for (const period of periods) {
      if (period === null) this.problems.add(UNREADABLE_DATE);
      else keep(period);
    }
  }

  private refuse(problem: string): void {
    this.isReadable = false;
    this.problems.add(problem);
  }
}
