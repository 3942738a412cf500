import { expect, it } from "@jest/globals";
import { importFile } from "../../../../../subgraphs/user-profile/importers/import-file.js";
import { SleepStageKind, type SampleMetric } from "../../../../../subgraphs/user-profile/observation.js";
import { Zone } from "../../../../../subgraphs/user-profile/vault/local-day.js";
import { describeWithSamples, samplePath, samplesIn, type ExpectedSample } from "../../../../harness/samples.js";
import { CollectingSink } from "./collecting-sink.js";

/** What expected.json says of the files of services and standards, each figure where the vault has a place for it. */
interface Statistics {
  count: number;
  min: number;
  mean: number;
  max: number;
  sum?: number;
  first?: string;
  last?: string;
}

const RELATIVE = 1e-6;
const NEW_YORK = new Zone("America/New_York");
const MINUTE_MS = 60_000;

const close = (actual: number, expected: number): void => {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(Math.max(Math.abs(expected) * RELATIVE, 1e-6));
};

const imported = async (name: string): Promise<{ sink: CollectingSink; sources: string[]; isComplete: boolean }> => {
  const sink = new CollectingSink();
  return { sink, ...(await importFile(samplePath(name), sink, { zone: NEW_YORK })) };
};

/** A series has these figures; `hasZeros`: rows of nothing count in the file and are not kept. */
const compare = (
  sink: CollectingSink,
  metric: SampleMetric,
  figures: Statistics | undefined,
  hasZeros = false,
): void => {
  const values = sink.samples(metric).map(({ value }) => value);
  if (figures === undefined) return;
  const sum = values.reduce((a, b) => a + b, 0);
  close(sum, figures.sum ?? figures.mean * figures.count);
  expect(Math.max(...values)).toBeCloseTo(figures.max, 5);
  if (hasZeros) return;
  expect(values).toHaveLength(figures.count);
  expect(Math.min(...values)).toBeCloseTo(figures.min, 5);
  const starts = sink.samples(metric).map(({ startMs }) => startMs);
  if (figures.first?.endsWith("Z")) expect(Math.min(...starts)).toBe(Date.parse(figures.first));
  if (figures.last?.endsWith("Z")) expect(Math.max(...starts)).toBe(Date.parse(figures.last));
};

const minutesAsleep = ({ sleep }: CollectingSink): number =>
  sleep
    .filter(({ stage }) => stage !== SleepStageKind.AWAKE)
    .reduce((minutes, { startMs, endMs }) => minutes + (endMs - startMs) / MINUTE_MS, 0);

const valid = (folder: string): readonly (readonly [string, ExpectedSample])[] =>
  samplesIn(folder).filter(([, { expect: what }]) => what === "parse");

describeWithSamples("Training Center XML", () => {
  interface Tcx {
    trackpoints: number;
    sports: string[];
    positions: number;
    lap_distance_m: number;
    lap_calories_kcal: number;
    first: string;
    last: string;
    heart_rate?: Statistics;
  }
  it.each(samplesIn("tcx/"))("%s has its figures", async (name, { metrics }) => {
    const figures = metrics as unknown as Tcx;
    const { sink, sources } = await imported(name);
    expect(sources).toEqual(["TCX"]);
    expect(sink.records).toBe(figures.trackpoints);
    const [workout] = sink.workouts;
    expect(sink.workouts).toHaveLength(1);
    expect(workout?.activity).toBe(figures.sports[0] === "Running" ? "RUN" : "RIDE");
    close(workout?.distanceMetres ?? NaN, figures.lap_distance_m);
    close(workout?.energyKilocalories ?? NaN, figures.lap_calories_kcal);
    expect(workout?.startMs).toBe(Date.parse(figures.first));
    expect(workout?.endMs).toBe(Date.parse(figures.last));
    compare(sink, "heart.rate", figures.heart_rate);
    expect(sink.visits.length).toBeGreaterThan(0);
    expect(sink.visits.length).toBeLessThanOrEqual(figures.positions);
  });
});

describeWithSamples("Fitbit", () => {
  interface Sleeps {
    start_utc_if_profile_zone: string;
    minutesAsleep: number;
  }
  const SERIES: readonly (readonly [string, SampleMetric])[] = [
    ["heart_rate", "heart.rate"],
    ["resting_heart_rate", "heart.restingRate"],
    ["steps", "fitness.steps"],
  ];
  it.each(valid("fitbit/").filter(([name]) => name.endsWith(".json")))(
    "%s has its figures",
    async (name, { metrics }) => {
      const { sink, sources, isComplete } = await imported(name);
      expect(sources).toEqual(["FITBIT"]);
      expect([isComplete, sink.problems]).toEqual([true, []]);
      for (const [key, metric] of SERIES) {
        compare(sink, metric, metrics?.[key] as Statistics | undefined, metric === "fitness.steps");
      }
      const { weight } = (metrics ?? {}) as { weight?: Statistics & { kg?: Statistics } };
      compare(sink, "body.weight", weight?.kg ?? weight);
      const { sleeps, minutes_asleep_sum } = (metrics ?? {}) as { sleeps?: Sleeps[]; minutes_asleep_sum?: number };
      const asleep = minutes_asleep_sum ?? sleeps?.reduce((sum, sleep) => sum + sleep.minutesAsleep, 0);
      expect(minutesAsleep(sink)).toBe(asleep ?? 0);
      for (const { start_utc_if_profile_zone: start } of sleeps ?? []) {
        expect(sink.sleep.map(({ startMs }) => startMs)).toContain(Date.parse(start));
      }
    },
  );

  it("exercises come with their metres", async () => {
    const { sink } = await imported("fitbit/takeout-exercise-0.json");
    expect(sink.workouts).toMatchObject([{ activity: "RUN", energyKilocalories: 402 }]);
    close(sink.workouts[0]?.distanceMetres ?? NaN, 5.02 * 1_609.344);
  });

  it("a Takeout takes the zone and the unit from its profile, and nothing else of it", async () => {
    const sink = new CollectingSink();
    await importFile(samplePath("fitbit/takeout-fitbit.zip"), sink, { zone: new Zone("Asia/Tokyo") });
    expect(sink.problems).toEqual([]);
    expect(sink.facts).toEqual([]);
    expect(sink.samples("heart.rate")).toHaveLength(744 + 719);
    close(
      sink.samples("fitness.steps").reduce((sum, { value }) => sum + value, 0),
      57_124,
    );
    expect(sink.samples("body.weight")[0]?.startMs).toBe(Date.parse("2025-03-09T11:11:42Z"));
    expect(minutesAsleep(sink)).toBe(1_590);
  });

  it("a file that is cut is refused whole", async () => {
    const { sink, isComplete } = await imported("fitbit/bad-takeout-heart_rate-truncated.json");
    expect([isComplete, sink.items, sink.problems.length]).toEqual([false, [], 1]);
  });
});

describeWithSamples("FHIR", () => {
  interface Fhir {
    resources: number;
    quantities: Record<string, { kg?: Statistics; native?: Statistics; times_that_are_dates_or_partial?: string[] }>;
    patient?: { gender: string; birthDate: string };
  }
  const CODES: readonly (readonly [string, SampleMetric])[] = [
    ["29463-7", "body.weight"],
    ["8302-2", "body.height"],
    ["39156-5", "body.bodyMassIndex"],
    ["8867-4", "heart.rate"],
  ];
  it.each(valid("fhir/"))("%s has its figures", async (name, { metrics }) => {
    const figures = metrics as unknown as Fhir;
    const { sink, sources } = await imported(name);
    expect(sources).toEqual(["FHIR"]);
    expect(sink.records).toBe(figures.resources);
    let monthly = 0;
    for (const [code, metric] of CODES) {
      const { kg, native, times_that_are_dates_or_partial: dates = [] } = figures.quantities[code] ?? {};
      // "2025-03" is no day: the file says so little that it cannot be put on a timeline.
      if (dates.some((date) => date.length < 10)) monthly += 1;
      else compare(sink, metric, kg ?? native);
    }
    expect(sink.problems).toHaveLength(monthly);
    const facts = Object.fromEntries(sink.facts.map(({ field, value }) => [field, value]));
    expect(facts["demographics.gender"]).toBe(figures.patient?.gender);
    expect(facts["demographics.birthYear"]).toBe(figures.patient && Number(figures.patient.birthDate.slice(0, 4)));
  });

  it("an observation without a status or a code is told and not kept", async () => {
    const { sink } = await imported("fhir/bad-missing-status-and-code.json");
    expect(sink.items).toEqual([]);
    expect(sink.problems.length).toBeGreaterThan(0);
  });
});

describeWithSamples("Open mHealth", () => {
  interface Point {
    values: Record<string, unknown>;
    start: string | null;
    end: string | null;
  }
  const MEASURES: Readonly<Record<string, SampleMetric>> = {
    heart_rate: "heart.rate",
    body_weight: "body.weight",
    step_count: "fitness.steps",
    kcal_burned: "fitness.activeEnergy",
  };
  it.each(valid("openmhealth/"))("%s has its figures", async (name, { metrics }) => {
    const { items } = metrics as unknown as { items: Point[] };
    const { sink } = await imported(name);
    expect(sink.problems).toEqual([]);
    expect(sink.records).toBe(items.length);
    let kept = 0;
    for (const { values, start, end } of items) {
      if (start === null || "descriptive_statistic" in values) continue;
      kept += 1;
      const startMs = Date.parse(start);
      const [measure] = Object.keys(values).filter((key) => key in MEASURES);
      const found = sink.items.find((item) => "startMs" in item && item.startMs === startMs);
      expect(found).toBeDefined();
      if (measure === undefined || found?.kind !== "sample") continue;
      expect(found.metric).toBe(MEASURES[measure]);
      expect(found.endMs).toBe(Date.parse(end ?? start));
      const told = values[measure];
      const { value, unit } =
        typeof told === "number" ? { value: told, unit: "" } : (told as { value: number; unit: string });
      close(found.value, unit === "lb" ? value * 0.45359237 : value);
    }
    expect(sink.items).toHaveLength(kept);
  });

  it.each(samplesIn("openmhealth/bad"))("%s is told and not kept", async (name) => {
    const { sink } = await imported(name);
    expect([sink.items, sink.problems.length]).toEqual([[], 1]);
  });
});

describeWithSamples("food logs", () => {
  interface Food {
    food_rows?: number;
    energy?: Statistics;
    protein?: Statistics;
    kcal_per_day?: Record<string, number>;
    weight_kg?: Statistics;
  }
  const csv = valid("nutrition/").filter(([name]) => name.endsWith(".csv"));
  it.each(csv)("%s has its figures", async (name, { metrics }) => {
    const figures = metrics as unknown as Food;
    const { sink, sources } = await imported(name);
    expect(sources).toEqual(["NUTRITION_CSV"]);
    expect(sink.problems).toEqual([]);
    compare(sink, "diet.energy", figures.energy);
    compare(sink, "diet.protein", figures.protein);
    compare(sink, "body.weight", figures.weight_kg);
    for (const [day, kilocalories] of Object.entries(figures.kcal_per_day ?? {})) {
      const ofDay = sink
        .samples("diet.energy")
        .filter(({ startMs, offsetMinutes }) =>
          new Date(startMs + (offsetMinutes ?? 0) * MINUTE_MS).toISOString().startsWith(day),
        );
      close(
        ofDay.reduce((sum, { value }) => sum + value, 0),
        kilocalories,
      );
    }
  });

  it("a zip of MyFitnessPal's has the food of its log", async () => {
    const { sink } = await imported("nutrition/mfp-File-Export.zip");
    close(
      sink.samples("diet.energy").reduce((sum, { value }) => sum + value, 0),
      19_694,
    );
  });

  it("a report of days without a year says so", async () => {
    const { sink } = await imported("nutrition/mfp-report-net-calories.json");
    expect([sink.items, sink.records, sink.skippedRecords]).toEqual([[], 700, 700]);
    expect(sink.problems[0]?.message).toContain("have no year");
  });

  it("a quote that does not close refuses the file", async () => {
    const { sink, isComplete } = await imported("nutrition/bad-unclosed-quote.csv");
    expect([isComplete, sink.items, sink.problems.length]).toEqual([false, [], 1]);
  });
});

describeWithSamples("wearables", () => {
  it.each([
    ["oura-heartrate.json", "heart_rate", "heart.rate"],
    ["oura-sleep.json", "night_heart_rate", "heart.rate"],
    ["oura-daily_activity.json", "steps", "fitness.steps"],
    ["garmin-dailyHeartRate.json", "heart_rate", "heart.rate"],
    ["garmin-weight-range.json", "weight", "body.weight"],
    ["whoop-physiological_cycles.csv", "resting_heart_rate", "heart.restingRate"],
  ] as const)("%s has its %s", async (file, key, metric) => {
    const [, { metrics }] = samplesIn(`wearables/${file}`)[0]!;
    const { sink } = await imported(`wearables/${file}`);
    expect(sink.problems).toEqual([]);
    expect(sink.samples(metric).length).toBeGreaterThan(0);
    compare(sink, metric, metrics?.[key] as Statistics);
  });

  it.each([
    ["oura-sleep.json", 1_300],
    ["garmin-sleep.json", 430],
    ["whoop-sleeps.csv", 3_470],
    ["whoop-physiological_cycles.csv", 3_470],
  ])("%s has its minutes asleep", async (file, minutes) => {
    const { sink } = await imported(`wearables/${file}`);
    expect(minutesAsleep(sink)).toBe(minutes);
  });

  it("WHOOP's workouts have their metres and their kilocalories", async () => {
    const { sink } = await imported("wearables/whoop-workouts.csv");
    expect(sink.workouts.map(({ activity }) => activity)).toEqual(Array(4).fill("RUN"));
    close(
      sink.workouts.reduce((sum, { distanceMetres }) => sum + (distanceMetres ?? 0), 0),
      27_155.7,
    );
    close(
      sink.workouts.reduce((sum, { energyKilocalories }) => sum + (energyKilocalories ?? 0), 0),
      1_557,
    );
  });

  it("WHOOP's export tells each night twice alike, so that the vault keeps it once", async () => {
    const { sink } = await imported("wearables/whoop-export.zip");
    expect(minutesAsleep(sink)).toBe(2 * 3_470);
    expect(new Set(sink.sleep.map((segment) => JSON.stringify(segment))).size).toBe(sink.sleep.length / 2);
    expect(sink.samples("heart.restingRate")).toHaveLength(7);
  });
});
