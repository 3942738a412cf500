import { describe, expect, it } from "@jest/globals";
import { Activity, ImportSource, Provenance, type Origin } from "../../../../../subgraphs/user-profile/observation.js";
import { mergeOrigins } from "../../../../../subgraphs/user-profile/vault/merge-origins.js";
import type { FiledObservation } from "../../../../../subgraphs/user-profile/vault/stored-observation.js";

const origin = (device: string | null, source = ImportSource.APPLE_HEALTH): Origin => ({
  source,
  device,
  grade: Provenance.OBSERVED,
});
const WATCH = origin("Apple Watch");
const PHONE = origin("iPhone");
const at = (from: number, to: number, value: number, of: Origin, day = "2026-03-01"): FiledObservation => ({
  startMs: from,
  endMs: to,
  value,
  origin: of,
  offsetMinutes: 0,
  day,
});
const counts = (observations: readonly FiledObservation[]): number[] => observations.map(({ value = 0 }) => value);
const steps = (...observations: FiledObservation[]): number[] => counts(mergeOrigins("fitness.steps", observations));

describe("what two devices count at once", () => {
  it("is told by the one that is worn, whichever comes first", () => {
    expect(steps(at(0, 60, 90, PHONE), at(0, 60, 100, WATCH))).toEqual([100]);
    expect(steps(at(0, 60, 100, WATCH), at(0, 60, 90, PHONE))).toEqual([100]);
  });

  it("leaves what only the other tells, and of what reaches over the edge its part", () => {
    expect(steps(at(0, 60, 100, WATCH), at(60, 120, 80, PHONE))).toEqual([100, 80]);
    expect(steps(at(0, 60, 100, WATCH), at(30, 90, 61, PHONE))).toEqual([100, 31]);
    expect(steps(at(0, 30, 5, WATCH), at(60, 90, 5, WATCH), at(0, 90, 90, PHONE))).toEqual([5, 5, 30]);
  });

  it("leaves one device's own readings alone, overlapping or not, and days apart", () => {
    expect(steps(at(0, 60, 50, PHONE), at(0, 60, 40, PHONE))).toEqual([50, 40]);
    expect(steps(at(0, 60, 50, PHONE, "2026-03-01"), at(0, 60, 40, WATCH, "2026-03-02"))).toEqual([50, 40]);
  });

  it("keeps a moment's count where nobody else covers it", () => {
    expect(steps(at(0, 60, 100, WATCH), at(30, 30, 7, PHONE), at(90, 90, 8, PHONE))).toEqual([100, 8]);
  });

  it("counts as worn what a service of wearables exports", () => {
    expect(steps(at(0, 60, 100, origin(null, ImportSource.GARMIN_CONNECT)), at(0, 60, 90, PHONE))).toEqual([100]);
    expect(steps(at(0, 60, 90, origin(null, ImportSource.FHIR)), at(0, 60, 100, WATCH))).toEqual([100]);
  });

  it("is the same for energy, with its fractions, and no matter for what is measured", () => {
    const both = [at(0, 60, 10.5, WATCH), at(30, 90, 3.5, PHONE)];
    expect(counts(mergeOrigins("fitness.activeEnergy", both))).toEqual([10.5, 1.75]);
    expect(counts(mergeOrigins("heart.rate", both))).toEqual([10.5, 3.5]);
  });
});

describe("a workout that two files tell", () => {
  const run = (from: number, to: number, of: Origin): FiledObservation => ({
    ...at(from, to, 0, of),
    activity: Activity.RUN,
  });
  const ways = (...workouts: FiledObservation[]): number => mergeOrigins("fitness.workouts", workouts).length;

  it("is one where they cover each other for more than half, and two where not", () => {
    expect(ways(run(0, 1_800, WATCH), run(5, 1_810, origin(null, ImportSource.GPX)))).toBe(1);
    expect(ways(run(0, 1_800, WATCH), run(1_000, 2_800, origin(null, ImportSource.GPX)))).toBe(2);
    expect(ways(run(0, 1_800, WATCH), run(2_000, 2_800, origin(null, ImportSource.GPX)))).toBe(2);
  });
});
