import { MINUTE_MS } from "../shared/clock.js";
import { atLocal, lastLocalDates } from "./local-time.js";
import { between, seededRandom } from "./seeded-random.js";

interface Position {
  latitude: number;
  longitude: number;
}

/** A phone's position every half hour: at home by night, at work on weekdays, in a park on Sundays. */
export interface SamplePlaces {
  timeZone: string;
  home: Position;
  work: Position;
  park: Position;
}

/** Points of a map that nobody lives at: a church, a library, a meadow. */
export const NEW_YORK: SamplePlaces = {
  timeZone: "America/New_York",
  home: { latitude: 40.6721, longitude: -73.9701 },
  work: { latitude: 40.7532, longitude: -73.9822 },
  park: { latitude: 40.6602, longitude: -73.969 },
};

/** Recorders err by some tens of metres: 0.0003 degrees. */
const ERROR_DEGREES = 0.0003;
const EVERY_MINUTES = 30;
const E7 = 1e7;

/** An invented Records.json of Google's location history; nothing in it is after `now`. */
export function locationRecords(options: { seed: number; now: Date; days: number; places: SamplePlaces }): string {
  const { seed, now, days, places } = options;
  const random = seededRandom(seed);
  const locations = lastLocalDates(places.timeZone, now, days).flatMap((date) => {
    const weekday = new Date(date).getUTCDay();
    return Array.from({ length: (24 * 60) / EVERY_MINUTES }, (_, i) => i * EVERY_MINUTES).map((minutes) => {
      const { latitude, longitude } = placeAt(places, weekday, minutes / 60);
      const jitter = (): number => between(random, -ERROR_DEGREES, ERROR_DEGREES);
      return {
        latitudeE7: Math.round((latitude + jitter()) * E7),
        longitudeE7: Math.round((longitude + jitter()) * E7),
        accuracy: 20,
        timestamp: new Date(atLocal(places.timeZone, date, minutes) + MINUTE_MS).toISOString(),
      };
    });
  });
  return JSON.stringify({ locations: locations.filter(({ timestamp }) => Date.parse(timestamp) <= now.getTime()) });
}

function placeAt({ home, work, park }: SamplePlaces, weekday: number, hour: number): Position {
  if (weekday === 0 && hour >= 14 && hour < 17) return park;
  return weekday >= 1 && weekday <= 5 && hour >= 9 && hour < 18 ? work : home;
}
