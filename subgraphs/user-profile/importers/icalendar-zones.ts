import { type Clocks, Zone } from "../vault/local-day.js";
import type { ExpansionWork } from "./expansion-work.js";
import { UTC_NAME } from "./icalendar-values.js";
import type { VtimezoneReader } from "./vtimezone.js";
import { zoneOfCaption, zoneOfName } from "./zone-names.js";

/** Clocks that can be read both ways. */
export interface CalendarClocks extends Clocks {
  /** The instant at which they show a wall time. */
  instantMs(wallMs: number): number;
}

/** What `Z` means: an instant, and nothing of where somebody is. */
export const UTC_CLOCKS: CalendarClocks = Object.freeze({
  offsetMinutes: () => 0,
  instantMs: (wallMs: number) => wallMs,
});

const UTC_NAMES = /^(?:z|(?:etc\/)?(?:utc|uct|universal|zulu)|tzone:\/\/microsoft\/utc)$/i;
/** Who meets with the whole world has forty. Each costs some 100 kB while it is used. */
const ZONES = 100;

/** Time zones by the names that calendars give them, looked up once a file. */
export class KnownZones {
  private readonly names = new Map<string, CalendarClocks | null>();
  private readonly captions = new Map<string, CalendarClocks | null>();

  /** By a name that is the same in every calendar. */
  named(name: string): CalendarClocks | null {
    return UTC_NAMES.test(name) ? UTC_CLOCKS : lookUp(this.names, name, zoneOfName);
  }

  /** By the words that a program shows its user. */
  captioned(caption: string): CalendarClocks | null {
    return lookUp(this.captions, caption, zoneOfCaption);
  }
}

/**
 * The time zones of one calendar. A name of IANA or Windows goes before what the calendar itself says of it, because
 * programs write excerpts, of this year or of winter only; words of a user interface go after.
 */
export class CalendarZones {
  private readonly described = new Map<string, VtimezoneReader>();
  private readonly finished = new Map<string, CalendarClocks | null>();

  constructor(
    private readonly personZone: Zone,
    private readonly known: KnownZones,
    private readonly work: ExpansionWork,
  ) {}

  /** Takes a VTIMEZONE; the first of a name holds. */
  describe(name: string, zone: VtimezoneReader): void {
    if (this.described.size < ZONES && !this.described.has(name)) this.described.set(name, zone);
  }

  /** Whether a zone is known without the calendar's own description, which may be long to follow and may still come. */
  isAtHand(name: string | null): boolean {
    return name === null || name === UTC_NAME || this.known.named(name) !== null;
  }

  /** @param name as a CalendarTime has it; null is the person's own zone */
  clocksOf(name: string | null): CalendarClocks | null {
    if (name === null) return this.personZone;
    if (name === UTC_NAME) return UTC_CLOCKS;
    return this.known.named(name) ?? this.ownClocks(name) ?? this.known.captioned(name);
  }

  private ownClocks(name: string): CalendarClocks | null {
    const finished = this.finished.get(name);
    if (finished !== undefined) return finished;
    const clocks = this.described.get(name)?.finish(this.work) ?? null;
    if (this.described.has(name)) this.finished.set(name, clocks);
    return clocks;
  }
}

function lookUp(
  known: Map<string, CalendarClocks | null>,
  name: string,
  find: (name: string) => string | null,
): CalendarClocks | null {
  const clocks = known.get(name);
  if (clocks !== undefined) return clocks;
  if (known.size >= ZONES) return null;
  const iana = find(name);
  const zone = iana === null ? null : new Zone(iana);
  known.set(name, zone);
  return zone;
}
