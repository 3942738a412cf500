import { Precision } from "../../../shared/licensing/precision.js";
import { bucketOf, hourCeiling, hourFloor, isIn, type Span, type Window } from "./calendar.js";
import { wrapDegrees } from "../importers/earth.js";
import { nearestTown, type Town } from "./gazetteer.js";

/** Only what the precision lets through is not null. */
export interface Place {
  latitude: number | null;
  longitude: number | null;
  locality: string | null;
  region: string | null;
  country: string | null;
}

export interface VisitReading extends Span {
  /** The person's local calendar day of the start, YYYY-MM-DD. */
  day: string;
  latitude: number;
  longitude: number;
}

export interface VisitValue extends Span {
  place: Place;
}

/** Cells of FINE per degree: 0.02 degrees, about 2 km, each (FIELDS.md). */
const CELLS_PER_DEGREE = 50;

/**
 * Tells visits at a precision: FINE one per grid cell and hour of arrival, COARSE one per locality and day, BAND one
 * per region and week. How often a place was visited within them, and in which order, is not told. Names are looked up
 * for the middle of the grid cell, so that COARSE and BAND never know more than FINE. A place without a name (at sea)
 * is left out at COARSE and BAND.
 *
 * EXACT is for the person only. @throws RangeError at a precision without a cell
 */
export function generaliseVisits(precision: Precision, visits: readonly VisitReading[], window: Window): VisitValue[] {
  const places = new PlaceNamer();
  const told = new Map<string, VisitValue>();
  visits.forEach((visit, i) => {
    const value = tell(precision, visit, places);
    if (value === null || !isIn(window, value.startMs)) return;
    const key = precision === Precision.EXACT ? String(i) : keyOf(value);
    const same = told.get(key);
    if (same) same.endMs = Math.max(same.endMs, value.endMs);
    else told.set(key, value);
  });
  return [...told.values()].sort((a, b) => a.startMs - b.startMs || compare(keyOf(a), keyOf(b)));
}

/** A point at a precision; what `location.visits` tells of a place, for a home or a photograph. */
export function generalisePlace(precision: Precision, latitude: number, longitude: number): Place {
  return placeAt(precision, latitude, longitude, new PlaceNamer());
}

function tell(precision: Precision, visit: VisitReading, places: PlaceNamer): VisitValue | null {
  const place = placeAt(precision, visit.latitude, visit.longitude, places);
  if (precision === Precision.EXACT) return { startMs: visit.startMs, endMs: visit.endMs, place };
  if (precision === Precision.FINE) {
    const startMs = hourFloor(visit.startMs);
    return { startMs, endMs: Math.max(hourCeiling(visit.endMs), hourCeiling(startMs + 1)), place };
  }
  if (place.country === null) return null;
  return { ...bucketOf(precision === Precision.COARSE ? "day" : "week", visit.startMs, visit.day), place };
}

function placeAt(precision: Precision, latitude: number, longitude: number, places: PlaceNamer): Place {
  const cell = gridCell(latitude, longitude);
  const town = places.name(cell.latitude, cell.longitude);
  const country = town?.country ?? null;
  const region = town?.region ?? null;
  const locality = town?.locality ?? null;
  switch (precision) {
    case Precision.EXACT:
      return { latitude, longitude, locality, region, country };
    case Precision.FINE:
      return { ...cell, locality, region, country };
    case Precision.COARSE:
      return { latitude: null, longitude: null, locality, region, country };
    case Precision.BAND:
      return { latitude: null, longitude: null, locality: null, region, country };
    default:
      throw new RangeError(`a place has no ${precision}`);
  }
}

/** The middle of the square of FINE that a point is in. */
export function gridCell(latitude: number, longitude: number): { latitude: number; longitude: number } {
  return { latitude: cellMiddle(latitude, 90), longitude: cellMiddle(wrapDegrees(longitude), 180) };
}

/** The middle of a degree's cell, to the digits it has; the north pole belongs to the last cell before it. */
function cellMiddle(degrees: number, bound: number): number {
  const cell = Math.min(Math.floor(degrees * CELLS_PER_DEGREE), bound * CELLS_PER_DEGREE - 1);
  return Math.round(((cell + 0.5) / CELLS_PER_DEGREE) * 100) / 100;
}

function keyOf({ startMs, place }: VisitValue): string {
  return [startMs, place.latitude, place.longitude, place.country, place.region, place.locality].join("|");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A person's month lies in few cells: each is looked up once. */
class PlaceNamer {
  private readonly towns = new Map<string, Town | null>();

  name(latitude: number, longitude: number): Town | null {
    const key = `${latitude},${longitude}`;
    let town = this.towns.get(key);
    if (town === undefined) {
      town = nearestTown(latitude, longitude);
      this.towns.set(key, town);
    }
    return town;
  }
}
