import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { distanceMetres } from "../../../../../subgraphs/user-profile/importers/earth.js";
import {
  type Visit,
  VISIT_RADIUS_METRES,
  VISIT_SILENCE_MS,
  VisitFinder,
} from "../../../../../subgraphs/user-profile/importers/visits.js";

type Point = readonly [timeMs: number, latitude: number, longitude: number];

function visitsOf(points: readonly Point[]): Visit[] {
  const visits: Visit[] = [];
  const finder = new VisitFinder((visit) => visits.push(visit));
  for (const [timeMs, latitude, longitude] of points) finder.add(timeMs, latitude, longitude, null);
  finder.end();
  return visits;
}

/** Steps of some metres to some kilometres, and of seconds to an hour. */
const step = fc.tuple(
  fc.integer({ min: 0, max: 2 * VISIT_SILENCE_MS }),
  fc.double({ min: -0.002, max: 0.002, noNaN: true }),
  fc.double({ min: -0.002, max: 0.002, noNaN: true }),
);
const track = fc
  .tuple(fc.double({ min: -80, max: 80, noNaN: true }), fc.array(step, { minLength: 1, maxLength: 60 }))
  .map(([latitude, steps]) => {
    let at: Point = [0, latitude, 179.999];
    return steps.map(([ms, north, east]): Point => {
      at = [at[0] + ms, at[1] + north, ((at[2] + east + 540) % 360) - 180];
      return at;
    });
  });

describe("VisitFinder", () => {
  it("keeps a stay together and parts it from the way", () => {
    const home: Point[] = [0, 1, 2].map((minute) => [minute * 60_000, 48.2, 16.3 + minute * 0.0001]);
    const visits = visitsOf([...home, [180_000, 48.21, 16.3]]);
    expect(visits).toHaveLength(2);
    expect(visits[0]).toMatchObject({ startMs: 0, endMs: 120_000 });
    expect(visits[0]?.longitude).toBeCloseTo(16.3001, 9);
  });

  it("ends with a silence longer than half an hour, and when the clock goes back", () => {
    expect(
      visitsOf([
        [0, 1, 1],
        [VISIT_SILENCE_MS, 1, 1],
      ]),
    ).toHaveLength(1);
    expect(
      visitsOf([
        [0, 1, 1],
        [VISIT_SILENCE_MS + 1, 1, 1],
      ]),
    ).toHaveLength(2);
    expect(
      visitsOf([
        [1000, 1, 1],
        [0, 1, 1],
      ]),
    ).toHaveLength(2);
  });

  it("means a place across the antimeridian", () => {
    const [visit] = visitsOf([
      [0, 0, 179.9999],
      [1000, 0, -179.9999],
    ]);
    expect(Math.abs(visit?.longitude ?? 0)).toBeCloseTo(180, 6);
  });

  it("puts every point into one visit, none far from its place, each as long as it can be", () => {
    fc.assert(
      fc.property(track, (points) => {
        const visits = visitsOf(points);
        let from = 0;
        for (const [i, visit] of visits.entries()) {
          const first = points[from];
          if (first === undefined) throw new Error("a visit without a point");
          const isNear = ([, latitude, longitude]: Point) =>
            distanceMetres(first[1], first[2], latitude, longitude) <= VISIT_RADIUS_METRES;
          let end = from + 1;
          for (let next = points[end]; next !== undefined && isNear(next); next = points[++end]) {
            if (next[0] - (points[end - 1]?.[0] ?? 0) > VISIT_SILENCE_MS) break;
          }
          expect([visit.startMs, visit.endMs]).toEqual([first[0], points[end - 1]?.[0]]);
          const toPlace = distanceMetres(first[1], first[2], visit.latitude, visit.longitude);
          expect(toPlace).toBeLessThanOrEqual(VISIT_RADIUS_METRES * 1.001);
          expect(Math.abs(visit.longitude)).toBeLessThanOrEqual(180);
          from = end;
          if (i === visits.length - 1) expect(from).toBe(points.length);
        }
      }),
    );
  });
});
