const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Half-open, epoch milliseconds. */
export interface Stretch {
  startMs: number;
  endMs: number;
}

export interface Span extends Stretch {
  day: string;
}

/** The date on the wall calendar. */
export function dayAt(instantMs: number, offsetMinutes: number): string {
  return new Date(instantMs + offsetMinutes * MINUTE).toISOString().slice(0, 10);
}

export function midnight(day: string): number {
  return Date.parse(`${day}T00:00:00.000Z`);
}

export function hourBefore(ms: number): number {
  return ms - (((ms % HOUR) + HOUR) % HOUR);
}

export function hourAfter(ms: number): number {
  return hourBefore(ms) === ms ? ms : hourBefore(ms) + HOUR;
}

/** The stretch that a moment falls into; longer than an hour, a date of the wall calendar written in UTC. */
export function stretchOf(bucket: string, instantMs: number, day: string): Stretch {
  if (bucket === "hour") return { startMs: hourBefore(instantMs), endMs: hourBefore(instantMs) + HOUR };
  let startMs = midnight(day);
  if (bucket === "day") return { startMs, endMs: startMs + DAY };
  if (bucket === "week") {
    while (new Date(startMs).getUTCDay() !== 1) startMs -= DAY;
    return { startMs, endMs: startMs + 7 * DAY };
  }
  startMs = midnight(`${day.slice(0, 7)}-01`);
  let endMs = startMs + DAY;
  while (new Date(endMs).getUTCDate() !== 1) endMs += DAY;
  return { startMs, endMs };
}

export function iso(ms: number): string {
  return new Date(ms).toISOString();
}
