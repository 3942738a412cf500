/** Names of a place as GeoNames has them; all null at sea. */
export interface PlaceNames {
  locality: string | null;
  region: string | null;
  country: string | null;
}

export interface KnownPlace extends PlaceNames {
  latitude: number;
  longitude: number;
}

/** At sea, further from any town than a name reaches. */
export const AT_SEA: KnownPlace = { latitude: 0.5, longitude: -30.25, locality: null, region: null, country: null };

/**
 * Places whose names are known here without asking the code. The first two share a square of 0.02 degrees, the third
 * shares their town; others share a country or nothing. Coordinates are binary fractions, so that means are exact.
 */
export const KNOWN_PLACES: readonly KnownPlace[] = [
  { latitude: 48.2109375, longitude: 16.3671875, locality: "Vienna", region: "AT-09", country: "AT" },
  { latitude: 48.21875, longitude: 16.375, locality: "Vienna", region: "AT-09", country: "AT" },
  { latitude: 48.1953125, longitude: 16.34375, locality: "Vienna", region: "AT-09", country: "AT" },
  { latitude: 47.0703125, longitude: 15.4375, locality: "Graz", region: "AT-06", country: "AT" },
  { latitude: 52.3671875, longitude: 4.8984375, locality: "Amsterdam", region: "NL-07", country: "NL" },
  { latitude: -33.8671875, longitude: 151.2109375, locality: "Sydney", region: "AU-02", country: "AU" },
  { latitude: -16.5078125, longitude: 179.9921875, locality: "Labasa", region: "FJ-03", country: "FJ" },
  AT_SEA,
];

/** The middle of the square of 0.02 degrees that a coordinate is in. */
export function squareMiddle(degrees: number): number {
  return Number((Math.floor(degrees * 50) / 50 + 0.01).toFixed(2));
}

export function namesAt(latitude: number, longitude: number): PlaceNames {
  const place = KNOWN_PLACES.find(
    (known) =>
      squareMiddle(known.latitude) === squareMiddle(latitude) &&
      squareMiddle(known.longitude) === squareMiddle(longitude),
  );
  if (!place) throw new Error("a test uses a place whose names it does not know");
  const { locality, region, country } = place;
  return { locality, region, country };
}
