import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { appleHealthExport, cyclistTracks, POOR_SLEEPER, RUNNER } from "../../../demo/sample-exports.js";
import { Precision } from "../../../shared/licensing/precision.js";
import { importFile } from "../../../subgraphs/user-profile/importers/import-file.js";
import type { ImportProblem } from "../../../subgraphs/user-profile/importers/importer.js";
import { generaliseSeries } from "../../../subgraphs/user-profile/generalise/series.js";
import { sleepNights } from "../../../subgraphs/user-profile/generalise/sleep-nights.js";
import { Activity, type Fact, type Observation } from "../../../subgraphs/user-profile/observation.js";

const now = new Date("2026-03-20T14:30:00Z");
const DAYS = 45;

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "sample-exports-"));
});
afterAll(() => rmSync(directory, { recursive: true }));

async function imported(text: string): Promise<{ items: (Observation | Fact)[]; problems: ImportProblem[] }> {
  const file = join(directory, "sample");
  writeFileSync(file, text);
  const items: (Observation | Fact)[] = [];
  const problems: ImportProblem[] = [];
  await importFile(file, {
    record: () => undefined,
    add: (item) => void items.push(item),
    skipped: () => undefined,
    problem: (problem) => void problems.push(problem),
    timeZone: () => undefined,
    progress: () => undefined,
  });
  return { items, problems };
}

function timed(items: (Observation | Fact)[]): Observation[] {
  return items.filter((item): item is Observation => item.kind !== "fact");
}

function day(ms: number, offsetMinutes: number | null): string {
  return new Date(ms + (offsetMinutes ?? 0) * 60_000).toISOString().slice(0, 10);
}

describe.each([
  ["a runner", RUNNER, Activity.RUN, 1991, [7, 8]],
  ["a poor sleeper", POOR_SLEEPER, Activity.WALK, 1977, [5, 6]],
] as const)("the Apple Health export of %s", (_, profile, activity, birthYear, [shortest, longest]) => {
  const options = { seed: 7, now, days: DAYS, profile };

  it("is the same for the same seed, and another for another", () => {
    const text = appleHealthExport(options);
    expect(appleHealthExport(options)).toBe(text);
    expect(appleHealthExport({ ...options, seed: 8 })).not.toBe(text);
  });

  it("goes through the importer without a problem, with every kind of observation, none after now", async () => {
    const { items, problems } = await imported(appleHealthExport(options));
    expect(problems).toEqual([]);
    expect(items).toContainEqual(expect.objectContaining({ kind: "fact", value: birthYear }));
    const metrics = new Set(timed(items).map((item) => (item.kind === "sample" ? item.metric : item.kind)));
    expect([...metrics].sort()).toEqual(
      [
        "body.height",
        "body.weight",
        "diet.carbohydrate",
        "diet.energy",
        "diet.fat",
        "diet.protein",
        "fitness.activeEnergy",
        "fitness.steps",
        "heart.rate",
        "heart.restingRate",
        "heart.variability",
        "sleep",
        "workout",
      ].sort(),
    );
    for (const { startMs, endMs } of timed(items)) {
      expect(startMs).toBeLessThanOrEqual(endMs);
      expect(endMs).toBeLessThanOrEqual(now.getTime());
    }
  });

  it("covers the days with workouts, plausible nights and weights, and steps of two devices", async () => {
    const { items } = await imported(appleHealthExport(options));
    const observations = timed(items);
    const workouts = observations.filter((item) => item.kind === "workout");
    expect(workouts.length).toBeGreaterThan(10);
    for (const workout of workouts) {
      expect(workout).toMatchObject({
        activity,
        distanceMetres: expect.any(Number),
        energyKilocalories: expect.any(Number),
      });
    }
    const nights = sleepNights(
      observations
        .filter((item) => item.kind === "sleep")
        .map((item) => ({ ...item, day: day(item.endMs, item.offsetMinutes) })),
    );
    expect(nights.length).toBeGreaterThanOrEqual(DAYS);
    const mean = nights.reduce((sum, night) => sum + night.value, 0) / nights.length;
    expect(mean).toBeGreaterThan(shortest);
    expect(mean).toBeLessThan(longest);
    const steps = observations.filter((item) => item.kind === "sample" && item.metric === "fitness.steps");
    expect(new Set(steps.map(({ origin }) => origin.device)).size).toBe(2);
    const weights = observations.flatMap((item) =>
      item.kind === "sample" && item.metric === "body.weight"
        ? [{ ...item, day: day(item.startMs, item.offsetMinutes) }]
        : [],
    );
    const bands = generaliseSeries("body.weight", Precision.BAND, weights, { fromMs: 0, toMs: now.getTime() });
    for (const { min = 0, max = 0 } of bands)
      expect(profile.weightKilograms >= min && profile.weightKilograms < max).toBe(true);
  });
});

describe("the cyclist's tracks", () => {
  it("are rides round Ljubljana, one file each, none after now, the same for the same seed", async () => {
    const tracks = cyclistTracks({ seed: 3, now, days: DAYS });
    expect(cyclistTracks({ seed: 3, now, days: DAYS })).toEqual(tracks);
    expect(tracks.length).toBeGreaterThan(12);
    for (const { text } of [tracks[0], tracks.at(-1)].flatMap((track) => track ?? [])) {
      const { items, problems } = await imported(text);
      expect(problems).toEqual([]);
      const rides = timed(items).flatMap((item) => (item.kind === "workout" ? [item] : []));
      expect(rides.map((ride) => ride.activity)).toEqual([Activity.RIDE]);
      expect(rides[0]?.distanceMetres).toBeGreaterThan(20_000);
      expect(rides[0]?.endMs).toBeLessThanOrEqual(now.getTime());
      for (const visit of timed(items).flatMap((item) => (item.kind === "visit" ? [item] : []))) {
        expect(Math.abs(visit.latitude - 46.05)).toBeLessThan(0.1);
        expect(Math.abs(visit.longitude - 14.5)).toBeLessThan(0.12);
      }
    }
  });
});
