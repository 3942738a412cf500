import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../../shared/clock.js";
import type { Precision } from "../../../shared/licensing/precision.js";
import { dateOf, type Span } from "./calendar.js";
import { gridCell, generalisePlace, type Place } from "./places.js";

/** A visit, with what the clock on the wall said. */
export interface LocalVisit extends Span {
  latitude: number;
  longitude: number;
  offsetMinutes: number;
}

export interface Position {
  latitude: number;
  longitude: number;
}

/** From midnight to six most people are where they live, those who go out late or start early included. */
const NIGHT_HOURS = 6;

/** Fewer nights at one place are a weekend away. */
const NIGHTS_AT_LEAST = 3;

interface Candidate {
  nights: Set<string>;
  visits: LocalVisit[];
}

/**
 * Where somebody lives: the middle of the visits in the square of 0.02 degrees in which they were on most nights,
 * between midnight and six by the local clock. Null where no square has NIGHTS_AT_LEAST, or two have as many.
 */
export function homeOf(visits: readonly LocalVisit[]): Position | null {
  const squares = new Map<string, Candidate>();
  for (const visit of visits) {
    const nights = nightsOf(visit);
    if (nights.length === 0) continue;
    const { latitude, longitude } = gridCell(visit.latitude, visit.longitude);
    const key = `${latitude},${longitude}`;
    const square = squares.get(key) ?? { nights: new Set(), visits: [] };
    for (const night of nights) square.nights.add(night);
    square.visits.push(visit);
    squares.set(key, square);
  }
  const [first, second] = [...squares.values()].sort((a, b) => b.nights.size - a.nights.size);
  if (!first || first.nights.size < NIGHTS_AT_LEAST || first.nights.size === second?.nights.size) return null;
  return middle(first.visits);
}

/**
 * Tells a home at a precision; EXACT is for the person only. What is coarser is told for the middle of its square.
 *
 * @throws RangeError at a precision without a cell
 */
export function generaliseHome(precision: Precision, { latitude, longitude }: Position): Place | null {
  const place = generalisePlace(precision, latitude, longitude);
  return place.latitude === null && place.country === null ? null : place;
}

/** The local dates whose night a visit touches; a moment touches the night that it falls into. */
function nightsOf({ startMs, endMs, offsetMinutes }: LocalVisit): string[] {
  const fromMs = startMs + offsetMinutes * MINUTE_MS;
  const toMs = endMs + offsetMinutes * MINUTE_MS;
  const nights: string[] = [];
  for (let day = Math.floor(fromMs / DAY_MS) * DAY_MS; day <= toMs; day += DAY_MS) {
    if (fromMs < day + NIGHT_HOURS * HOUR_MS) nights.push(dateOf(day));
  }
  return nights;
}

/** One square is small and no square lies on both sides of the antimeridian, so that a plain mean is right. */
function middle(visits: readonly LocalVisit[]): Position {
  const mean = (of: (visit: LocalVisit) => number): number =>
    visits.reduce((sum, visit) => sum + of(visit), 0) / visits.length;
  return { latitude: mean((visit) => visit.latitude), longitude: mean((visit) => visit.longitude) };
}
