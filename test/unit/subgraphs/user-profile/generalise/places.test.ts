import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { HOUR_MS } from "../../../../../shared/clock.js";
import { Precision } from "../../../../../shared/licensing/precision.js";
import { nearestTown } from "../../../../../subgraphs/user-profile/generalise/gazetteer.js";
import {
  generalisePlace,
  generaliseVisits,
  type VisitReading,
} from "../../../../../subgraphs/user-profile/generalise/places.js";

const { EXACT, FINE, COARSE, BAND } = Precision;
const ALWAYS = { fromMs: -Infinity, toMs: Infinity };

function visit(local: string, minutes: number, latitude: number, longitude: number): VisitReading {
  const startMs = Date.parse(`${local}-05:00`);
  return { startMs, endMs: startMs + minutes * 60_000, day: local.slice(0, 10), latitude, longitude };
}

function told(precision: Precision, visits: VisitReading[], window = ALWAYS): string[] {
  return generaliseVisits(precision, visits, window).map(({ startMs, endMs, place }) => {
    const time = (ms: number): string => new Date(ms).toISOString().slice(5, 16);
    const { latitude, longitude, locality, region, country } = place;
    return [time(startMs), time(endMs), latitude, longitude, locality, region, country].map((x) => x ?? "-").join(" ");
  });
}

describe("the nearest town", () => {
  it.each([
    [46.0569, 14.5058, "Ljubljana", "SI-61", "SI"],
    [40.7829, -73.9654, "Manhattan", "US-NY", "US"],
    [-41.2866, 174.7756, "Wellington", "NZ-G2", "NZ"],
    // Across the antimeridian from the place that is asked for.
    [-16.8, -179.99, "Labasa", "FJ-03", "FJ"],
  ])("of %d, %d", (latitude, longitude, locality, region, country) => {
    expect(nearestTown(latitude, longitude)).toEqual({ locality, region, country });
  });

  it.each([
    [0, 0],
    [90, 0],
    [-90, 180],
    [30, -45],
  ])("of %d, %d is none", (latitude, longitude) => {
    expect(nearestTown(latitude, longitude)).toBeNull();
  });
});

describe("visits", () => {
  const park = visit("2025-01-06T22:10:11", 20, 40.78291, -73.96544);
  const near = visit("2025-01-06T22:40:00", 50, 40.78533, -73.96121);
  const brooklyn = visit("2025-01-07T09:00:00", 90, 40.6501, -73.9496);

  it("are all told to the person", () => {
    expect(told(EXACT, [near, park])).toEqual([
      "01-07T03:10 01-07T03:30 40.78291 -73.96544 Manhattan US-NY US",
      "01-07T03:40 01-07T04:30 40.78533 -73.96121 Manhattan US-NY US",
    ]);
  });

  it("are one per cell and hour at FINE", () => {
    expect(told(FINE, [park, near, brooklyn])).toEqual(
      [
        "01-07T03:00 01-07T05:00 40.79 -73.97 Manhattan US-NY US",
        "01-07T14:00 01-07T16:00 40.65 -73.95 Brooklyn US-NY US",
      ].map((line) => line.replace("Brooklyn", nearestTown(40.65, -73.95)?.locality ?? "")),
    );
  });

  it("are one per locality and day of the person at COARSE, one per region and week at BAND", () => {
    expect(told(COARSE, [park, near])).toEqual(["01-06T00:00 01-07T00:00 - - Manhattan US-NY US"]);
    expect(told(BAND, [park, near, brooklyn])).toEqual(["01-06T00:00 01-13T00:00 - - - US-NY US"]);
  });

  it("at sea have a cell and no name", () => {
    const sea = visit("2025-01-06T12:00:00", 10, 30.001, -45.001);
    expect(told(FINE, [sea])).toEqual(["01-06T17:00 01-06T18:00 30.01 -45.01 - - -"]);
    expect(told(COARSE, [sea])).toEqual([]);
    expect(told(BAND, [sea])).toEqual([]);
  });

  it("are in the answer by the start that is told", () => {
    const window = { fromMs: Date.parse("2025-01-06T00:00Z"), toMs: Date.parse("2025-01-06T12:00Z") };
    expect(told(COARSE, [park], window)).toHaveLength(1);
    expect(told(FINE, [park], window)).toEqual([]);
    expect(told(FINE, [])).toEqual([]);
  });

  it("never carry the digits or the minute of EXACT, anywhere on Earth, and follow from the FINE cell alone", () => {
    const within = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });
    // Most of the Earth has no towns; between Paris and Vienna names change from one cell to the next.
    const point = fc.oneof(fc.tuple(within(-90, 90), within(-180, 180)), fc.tuple(within(46, 50), within(2, 16)));
    fc.assert(
      fc.property(point, ([latitude, longitude]) => {
        const fine = generalisePlace(FINE, latitude, longitude);
        expect(Math.abs((fine.latitude ?? NaN) - latitude)).toBeLessThanOrEqual(0.0100001);
        expect(Math.abs(fine.latitude ?? NaN)).toBeLessThan(90);
        expect(Math.abs(fine.longitude ?? NaN)).toBeLessThan(180);
        const middle = [fine.latitude ?? NaN, fine.longitude ?? NaN] as const;
        for (const precision of [FINE, COARSE, BAND]) {
          expect(generalisePlace(precision, latitude, longitude)).toEqual(generalisePlace(precision, ...middle));
        }
      }),
      { numRuns: 500 },
    );
  });

  it("lie in one cell on both names of the antimeridian", () => {
    expect(generalisePlace(FINE, -16.8, 180)).toEqual(generalisePlace(FINE, -16.8, -180));
    expect(generalisePlace(FINE, -16.8, 179.999).longitude).toBe(179.99);
    expect(generalisePlace(FINE, -16.8, -179.999).longitude).toBe(-179.99);
    expect(generalisePlace(FINE, 90, 0).latitude).toBe(89.99);
  });

  it("last whole hours at FINE", () => {
    for (const { startMs, endMs } of generaliseVisits(
      FINE,
      [park, near, visit("2025-01-06T10:00:00", 0, 1, 1)],
      ALWAYS,
    )) {
      expect([startMs % HOUR_MS, endMs % HOUR_MS, endMs > startMs]).toEqual([0, 0, true]);
    }
  });
});
