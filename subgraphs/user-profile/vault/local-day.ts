import { LRUCache } from "lru-cache";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../../shared/clock.js";

/** A calendar day as people write it: YYYY-MM-DD. */
export type LocalDay = string;

/** The calendar day that an instant falls on, counted from 1970-01-01: sorts observations without making a text for each. */
export function localDayNumber(instantMs: number, offsetMinutes: number): number {
  return Math.floor((instantMs + offsetMinutes * MINUTE_MS) / DAY_MS);
}

export function localDay(dayNumber: number): LocalDay {
  return new Date(dayNumber * DAY_MS).toISOString().slice(0, 10);
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}

/** Whatever knows how far its clocks are from UTC. */
export interface Clocks {
  /** Minutes east of UTC at an instant. */
  offsetMinutes(instantMs: number): number;
}

/**
 * The instant at which clocks show a wall time, which is given as if it were UTC. As in RFC 5545 3.3.5, a time that the
 * clocks show twice is the first one, and one that they skip is told by the offset before the change.
 */
export function instantOfWall(wallMs: number, clocks: Clocks): number {
  // No offset is as large as a day, so these two are those before and after a change that is near.
  const before = clocks.offsetMinutes(wallMs - DAY_MS);
  const after = clocks.offsetMinutes(wallMs + DAY_MS);
  for (const offset of [before, after]) {
    const instantMs = wallMs - offset * MINUTE_MS;
    if (before === after || clocks.offsetMinutes(instantMs) === offset) return instantMs;
  }
  return wallMs - before * MINUTE_MS;
}

/** Offsets change at full quarter hours at the finest; asking the calendar once per quarter keeps imports fast. */
const QUARTER_MS = 15 * MINUTE_MS;
const CACHED_QUARTERS = 5_000;

/** UTC offsets of one IANA zone. */
export class Zone implements Clocks {
  /** A zone that is only looked up: made once, with what it has been asked. */
  static of(name: string): Zone {
    const zone = zones.get(name) ?? new Zone(name);
    zones.set(name, zone);
    return zone;
  }

  private readonly format: Intl.DateTimeFormat;
  private readonly offsets = new LRUCache<number, number>({ max: CACHED_QUARTERS });

  constructor(name: string) {
    this.format = new Intl.DateTimeFormat("en", { timeZone: name, timeZoneName: "longOffset" });
  }

  offsetMinutes(instantMs: number): number {
    const quarter = Math.floor(instantMs / QUARTER_MS);
    let offset = this.offsets.get(quarter);
    if (offset === undefined) {
      offset = this.read(quarter * QUARTER_MS);
      this.offsets.set(quarter, offset);
    }
    return offset;
  }

  /** The instant at which this zone's clocks show a wall time; see instantOfWall. */
  instantMs(wallMs: number): number {
    return instantOfWall(wallMs, this);
  }

  private read(instantMs: number): number {
    const name = this.format.formatToParts(instantMs).find((part) => part.type === "timeZoneName")?.value ?? "GMT";
    const match = /GMT([+-])(\d\d):(\d\d)/.exec(name);
    if (!match) return 0;
    const minutes = (Number(match[2]) * HOUR_MS) / MINUTE_MS + Number(match[3]);
    return match[1] === "-" ? -minutes : minutes;
  }
}

/** The tz database names about 600 zones. */
const ZONES_MAX = 700;
const zones = new LRUCache<string, Zone>({ max: ZONES_MAX });
