import { DAY_MS, HOUR_MS } from "./clock.js";

const PATTERN = /^P(?:(\d{1,5})D|(\d{1,4})W|T(\d{1,5})H)$/;

/** The three forms of the contract: PnD, PnW, PTnH. Returns milliseconds, or null when the text is none of them or zero. */
export function parseDuration(text: string): number | null {
  const match = PATTERN.exec(text);
  if (!match) return null;
  const [, days, weeks, hours] = match;
  const ms = days ? Number(days) * DAY_MS : weeks ? Number(weeks) * 7 * DAY_MS : Number(hours) * HOUR_MS;
  return ms > 0 ? ms : null;
}

/** For text that was checked before it was stored. */
export function durationMs(text: string): number {
  const ms = parseDuration(text);
  if (ms === null) throw new RangeError("a stored duration is not ISO 8601");
  return ms;
}

/** Whole days where it fits, else hours, rounded down to at least one hour. */
export function formatDuration(ms: number): string {
  const days = Math.floor(ms / DAY_MS);
  return days >= 1 ? `P${days}D` : `PT${Math.max(1, Math.floor(ms / HOUR_MS))}H`;
}
