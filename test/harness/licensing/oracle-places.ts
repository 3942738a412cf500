import type { Cell } from "./contract-fields.js";
import { namesAt, squareMiddle } from "./known-places.js";
import { dayAt, hourAfter, hourBefore, iso, midnight, stretchOf } from "./oracle-calendar.js";
import { isIn, type Telling } from "./oracle-telling.js";
import { observationsOf, offsetOf } from "./vault-contents.js";

const NOWHERE = { latitude: null, longitude: null, locality: null, region: null, country: null };
const DAY_MS = 86_400_000;
const LATELY_DAYS = 90;
const NIGHT_ENDS_HOUR = 6;

/** What a precision lets through of a position. */
export function tellPlace(cell: Cell, latitude: number, longitude: number) {
  const { locality, region, country } = namesAt(latitude, longitude);
  const names = { locality, region, country };
  if (cell === "EXACT") return { latitude, longitude, ...names };
  if (cell === "FINE") return { latitude: squareMiddle(latitude), longitude: squareMiddle(longitude), ...names };
  return cell === "COARSE" ? { ...NOWHERE, ...names } : { ...NOWHERE, region, country };
}

/** Stays or photographs: one line per what can be told apart, which ends with the last of them. */
export function tellVisits(telling: Telling): object[] {
  const lines = new Map<string, { place: object; start: string; end: string }>();
  for (const [i, visit] of stays(telling).entries()) {
    const place = tellPlace(telling.told, visit.latitude, visit.longitude);
    if (place.country === null && (telling.told === "COARSE" || telling.told === "BAND")) continue;
    const { startMs, endMs } = visitStretch(telling.told, visit);
    if (!isIn(telling, startMs)) continue;
    const key = telling.told === "EXACT" ? String(i) : JSON.stringify([startMs, place]);
    const known = lines.get(key);
    const end = iso(endMs);
    lines.set(key, { place, start: iso(startMs), end: known && known.end > end ? known.end : end });
  }
  return [...lines.values()];
}

function stays({ vault, path }: Telling) {
  const visits =
    path === "photos.places"
      ? observationsOf(vault, "photo").filter(({ latitude }) => latitude !== null)
      : observationsOf(vault, "visit");
  return visits.map((visit) => ({
    startMs: visit.startMs,
    endMs: visit.endMs,
    day: dayAt(visit.startMs, offsetOf(visit, vault)),
    latitude: visit.latitude!,
    longitude: visit.longitude!,
  }));
}

function visitStretch(cell: Cell, { startMs, endMs, day }: { startMs: number; endMs: number; day: string }) {
  if (cell === "EXACT") return { startMs, endMs };
  if (cell !== "FINE") return stretchOf(cell === "COARSE" ? "day" : "week", startMs, day);
  const hour = hourBefore(startMs);
  return { startMs: hour, endMs: Math.max(hourAfter(endMs), hourAfter(hour + 1)) };
}

/** Where most nights of the last quarter were, of what is known; null for few nights, and for two places alike. */
export function tellHome({ vault, told, historyFromMs, nowMs }: Telling): object | null {
  const known = observationsOf(vault, "visit")
    .filter(({ startMs }) => historyFromMs <= startMs && startMs <= nowMs)
    .map((visit) => ({ ...visit, offset: offsetOf(visit, vault), day: dayAt(visit.startMs, offsetOf(visit, vault)) }));
  const since = quarterBefore(known.map(({ day }) => day));
  const squares = new Map<string, { nights: Set<string>; visits: typeof known }>();
  for (const visit of known.filter(({ day }) => day >= since)) {
    const nights = nightsTouched(visit.startMs, visit.endMs, visit.offset);
    if (nights.length === 0) continue;
    const key = `${squareMiddle(visit.latitude)} ${squareMiddle(visit.longitude)}`;
    const square = squares.get(key) ?? { nights: new Set<string>(), visits: [] };
    nights.forEach((night) => square.nights.add(night));
    square.visits.push(visit);
    squares.set(key, square);
  }
  const counts = [...squares.values()].map(({ nights }) => nights.size);
  const most = Math.max(...counts);
  if (most < 3 || counts.filter((count) => count === most).length > 1) return null;
  const { visits } = [...squares.values()].find(({ nights }) => nights.size === most)!;
  const mean = (numbers: number[]): number => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  const latitude = mean(visits.map((visit) => visit.latitude));
  const longitude = mean(visits.map((visit) => visit.longitude));
  const place = tellPlace(told, latitude, longitude);
  return place.latitude === null && place.country === null ? null : place;
}

/** Of days that something is known of, the first that still counts as lately. */
export function quarterBefore(days: readonly string[]): string {
  const newest = [...days].sort().at(-1);
  return newest === undefined ? "" : iso(midnight(newest) - (LATELY_DAYS - 1) * DAY_MS).slice(0, 10);
}

function nightsTouched(startMs: number, endMs: number, offset: number): string[] {
  const nights: string[] = [];
  for (let day = midnight(dayAt(startMs, offset)); day <= midnight(dayAt(endMs, offset)); day += DAY_MS) {
    const nightEndsMs = day + NIGHT_ENDS_HOUR * 3_600_000 - offset * 60_000;
    if (startMs < nightEndsMs) nights.push(iso(day).slice(0, 10));
  }
  return nights;
}
