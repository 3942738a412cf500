import { ImportSource } from "../observation.js";

/** One property of a calendar, or the beginning or end of a component. */
export interface CalendarLine {
  /** In capitals; null where the line is no property at all. */
  name: string | null;
  /** By name in capitals, without quotes. */
  parameters: ReadonlyMap<string, string>;
  value: string;
  /** The line of the file that it begins on. */
  line: number;
  /** Whether it was too long, so that only its beginning is here. */
  isCut: boolean;
}

const BEGINNING = /^\ufeff?\s*BEGIN:VCALENDAR(?:\s|$)/i;
const LOOKED_AT_BYTES = 1024;

/** Whether the document begins as a calendar does. */
export function recogniseIcalendar(head: Uint8Array): ImportSource | null {
  const text = Buffer.from(head.subarray(0, LOOKED_AT_BYTES)).toString("utf8");
  return BEGINNING.test(text) ? ImportSource.ICALENDAR : null;
}

/** Some 7,000 dates. Attachments and descriptions are longer, and are not read. */
const PROPERTY_BYTES = 128 * 1024;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const FOLDS = [0x20, 0x09];

/**
 * Unfolds a calendar (RFC 5545 3.1) as it comes. Bytes are joined before they are decoded, because a fold may stand
 * inside a character.
 */
export class CalendarLines {
  /** The line of the file that is being read, from 1. */
  line = 1;
  private parts: Uint8Array[] = [];
  private bytes = 0;
  private begunOn = 1;
  private isCut = false;
  private isAtStart = true;

  constructor(private readonly take: (line: CalendarLine) => void) {}

  write(piece: Uint8Array): void {
    let at = 0;
    while (at < piece.length) {
      if (this.isAtStart) at += this.beginLine(piece[at] ?? 0);
      const end = piece.indexOf(LINE_FEED, at);
      this.keep(piece.subarray(at, end === -1 ? piece.length : end));
      if (end === -1) return;
      at = end + 1;
      this.endLine();
    }
  }

  /** The last line, which may lack its line break. */
  end(): void {
    this.hand();
  }

  /** @returns how many bytes of it only say that it goes on */
  private beginLine(first: number): number {
    this.isAtStart = false;
    if (FOLDS.includes(first)) return 1;
    this.hand();
    this.begunOn = this.line;
    return 0;
  }

  private keep(bytes: Uint8Array): void {
    const room = PROPERTY_BYTES - this.bytes;
    if (bytes.length > room) this.isCut = true;
    if (room <= 0 || bytes.length === 0) return;
    this.parts.push(bytes.subarray(0, room));
    this.bytes += Math.min(room, bytes.length);
  }

  private endLine(): void {
    const last = this.parts.at(-1);
    if (last?.at(-1) === CARRIAGE_RETURN) {
      this.parts.pop();
      this.parts.push(...(last.length > 1 ? [last.subarray(0, -1)] : []));
      this.bytes -= 1;
    }
    this.line += 1;
    this.isAtStart = true;
  }

  private hand(): void {
    const [first, ...more] = this.parts;
    if (first !== undefined) {
      const bytes = Buffer.from(first.buffer, first.byteOffset, first.length);
      const line = lineOf(more.length === 0 ? bytes : Buffer.concat(this.parts), this.begunOn, this.isCut);
      if (line !== null) this.take(line);
    }
    this.parts = [];
    this.bytes = 0;
    this.isCut = false;
  }
}

const NAME = /^(?:\u00ef\u00bb\u00bf)?([A-Z0-9-]+)[;:]/i;
/** Longer than any name of a property. */
const NAME_BYTES = 128;
const NO_PARAMETERS: ReadonlyMap<string, string> = new Map();
/** What is read of a calendar; all other properties are let go before they are looked at. */
const READ: ReadonlySet<string> = new Set([
  ...["BEGIN", "END", "UID", "DTSTART", "DTEND", "DURATION", "STATUS", "TRANSP", "RRULE", "RDATE", "EXDATE", "EXRULE"],
  ...["RECURRENCE-ID", "TZID", "TZOFFSETFROM", "TZOFFSETTO"],
]);
/** Their values never hold a colon, and the name of a time zone may, also where somebody forgot its quotes. */
const DATED: ReadonlySet<string> = new Set(["DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE"]);

function lineOf(bytes: Buffer, line: number, isCut: boolean): CalendarLine | null {
  const name = NAME.exec(bytes.toString("latin1", 0, NAME_BYTES))?.[1]?.toUpperCase() ?? null;
  if (name !== null && !READ.has(name)) return null;
  const text = bytes.toString("utf8").replace(/^\ufeff/, "");
  const colon = name === null ? -1 : DATED.has(name) ? text.lastIndexOf(":") : colonOf(text);
  if (name === null || colon === -1) {
    return text.trim() === "" ? null : { name: null, parameters: NO_PARAMETERS, value: "", line, isCut };
  }
  const parameters = colon === name.length ? NO_PARAMETERS : parametersOf(text.slice(name.length, colon));
  return { name, parameters, value: text.slice(colon + 1).trim(), line, isCut };
}

/** Where the value begins; a colon in quotes belongs to a parameter. */
function colonOf(text: string): number {
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') isQuoted = !isQuoted;
    else if (character === ":" && !isQuoted) return at;
  }
  return -1;
}

/** Identifiers and names of time zones are shorter; what is longer is cut, alike wherever it stands. */
const NAME_LENGTH = 255;

/** A name that is kept: a copy, because an engine keeps the whole line for a piece of it. */
export function keptName(text: string): string {
  return Buffer.from(text.slice(0, NAME_LENGTH)).toString();
}

/** `;TZID="a;b";VALUE=DATE` */
const PARAMETER = /;([A-Z0-9-]+)=((?:"[^"]*"|[^";])*)/gi;

function parametersOf(text: string): ReadonlyMap<string, string> {
  const found = [...text.matchAll(PARAMETER)];
  return new Map(
    found.map(([, name = "", value = ""]) => [name.toUpperCase(), keptName(value.replaceAll('"', "").trim())]),
  );
}
