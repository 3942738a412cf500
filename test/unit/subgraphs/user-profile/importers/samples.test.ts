import { expect, it } from "@jest/globals";
import { SleepStageKind, type SampleMetric } from "../../../../../subgraphs/user-profile/observation.js";
import { importFile } from "../../../../../subgraphs/user-profile/importers/import-file.js";
import { describeWithSamples, samplePath, samplesIn } from "../../../../harness/samples.js";
import { CollectingSink } from "./collecting-sink.js";

interface Statistics {
  count: number;
  min: number;
  mean: number;
  max: number;
  sum?: number;
}

interface AppleType {
  records: number;
  first_start: string;
  last_end: string;
  units?: Record<string, number>;
  values?: Record<string, number>;
  minutes?: Record<string, number>;
  native?: Statistics;
  canonical?: Statistics;
  native_sum?: number;
}

interface AppleWorkoutFigures {
  type: string;
  start: string;
  end: string;
  distance_m: number | null;
  energy_kcal: number | null;
  inline_locations: number;
}

interface AppleMetrics {
  types: Record<string, AppleType | undefined>;
  workouts: AppleWorkoutFigures[];
  me: { DateOfBirth?: string };
}

interface GpxMetrics {
  track_points: number;
  route_points: number;
  waypoints: number;
  timed_points: number;
  first?: string;
  last?: string;
  distance_m?: number;
  heart_rate?: Statistics & { first: string; last: string };
}

/** FORMATS.md: relative 1e-6 for numbers, 0.1 % for distances. */
const RELATIVE = 1e-6;
const RELATIVE_OF_DISTANCE = 1e-3;

const CENTIMETRES_PER_INCH = 2.54;

const METRICS: Record<string, SampleMetric> = {
  HeartRate: "heart.rate",
  RestingHeartRate: "heart.restingRate",
  HeartRateVariabilitySDNN: "heart.variability",
  BodyMass: "body.weight",
  Height: "body.height",
  BodyMassIndex: "body.bodyMassIndex",
  StepCount: "fitness.steps",
  ActiveEnergyBurned: "fitness.activeEnergy",
  DietaryEnergyConsumed: "diet.energy",
  DietaryProtein: "diet.protein",
  DietaryCarbohydrates: "diet.carbohydrate",
  DietaryFatTotal: "diet.fat",
};

const STAGES: Record<string, SleepStageKind> = {
  InBed: SleepStageKind.IN_BED,
  Asleep: SleepStageKind.ASLEEP,
  AsleepUnspecified: SleepStageKind.ASLEEP,
  AsleepCore: SleepStageKind.CORE,
  AsleepDeep: SleepStageKind.DEEP,
  AsleepREM: SleepStageKind.REM,
  Awake: SleepStageKind.AWAKE,
};

const ACTIVITIES: Record<string, string> = { Running: "RUN", Other: "OTHER" };

function expectClose(actual: number, expected: number, relative = RELATIVE): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(Math.abs(expected) * relative);
}

function expectSeries(values: readonly number[], expected: Statistics): void {
  const sum = values.reduce((total, value) => total + value, 0);
  expect(values).toHaveLength(expected.count);
  expectClose(sum / values.length, expected.mean);
  expectClose(Math.min(...values), expected.min);
  expectClose(Math.max(...values), expected.max);
  if (expected.sum !== undefined) expectClose(sum, expected.sum);
}

function expectSpan(items: readonly { startMs: number; endMs: number }[], first: string, last: string): void {
  expect(Math.min(...items.map(({ startMs }) => startMs))).toBe(Date.parse(first));
  expect(Math.max(...items.map(({ endMs }) => endMs))).toBe(Date.parse(last));
}

async function read(name: string): Promise<{ sink: CollectingSink; isComplete: boolean }> {
  const sink = new CollectingSink();
  const { isComplete } = await importFile(samplePath(name), sink);
  return { sink, isComplete };
}

function expectSamples(sink: CollectingSink, { types }: AppleMetrics): void {
  for (const [type, metric] of Object.entries(METRICS)) {
    const samples = sink.samples(metric);
    const expected = types[type];
    expect([metric, samples.length]).toEqual([metric, expected?.records ?? 0]);
    if (expected === undefined) continue;
    const statistics = expected.canonical ?? expected.native;
    if (statistics === undefined) throw new Error(`expected.json has no figures for ${type}`);
    // Heights alone are told in the export's own unit, of which there is one: inches.
    const values = samples.map(({ value }) => (type === "Height" ? value / CENTIMETRES_PER_INCH : value));
    expectSeries(values, statistics);
    expectSpan(samples, expected.first_start, expected.last_end);
    if (expected.native_sum !== undefined && expected.canonical === undefined) {
      const sum = values.reduce((total, value) => total + value, 0);
      expectClose(sum, expected.native_sum);
    }
  }
}

function expectSleep(sink: CollectingSink, expected: AppleType | undefined): void {
  expect(sink.sleep).toHaveLength(expected?.records ?? 0);
  for (const [value, count] of Object.entries(expected?.values ?? {})) {
    const stage = STAGES[value.replace("HKCategoryValueSleepAnalysis", "")];
    const segments = sink.sleep.filter((segment) => segment.stage === stage);
    expect(segments).toHaveLength(count);
    const minutes = segments.reduce((total, { startMs, endMs }) => total + (endMs - startMs) / 60_000, 0);
    expectClose(minutes, expected?.minutes?.[value] ?? NaN);
  }
}

function expectWorkouts(sink: CollectingSink, expected: AppleWorkoutFigures[]): void {
  expect(sink.workouts).toHaveLength(expected.length);
  expected.forEach((figures, i) => {
    const workout = sink.workouts[i];
    expect(workout?.activity).toBe(ACTIVITIES[figures.type]);
    expect(workout?.startMs).toBe(Date.parse(figures.start));
    expect(workout?.endMs).toBe(Date.parse(figures.end));
    expectClose(workout?.distanceMetres ?? NaN, figures.distance_m ?? NaN, RELATIVE_OF_DISTANCE);
    expectClose(workout?.energyKilocalories ?? NaN, figures.energy_kcal ?? NaN);
  });
}

describeWithSamples("Apple Health samples", () => {
  const samples = samplesIn("apple-health/").filter(([name]) => /\.(xml|zip)$/.test(name));

  it.each(samples)("%s gives the expected figures", async (name, sample) => {
    const expected = sample.metrics as unknown as AppleMetrics;
    const { sink, isComplete } = await read(name);
    expectSamples(sink, expected);
    expectSleep(sink, expected.types["SleepAnalysis"]);
    expectWorkouts(sink, expected.workouts);
    expect(sink.facts.map(({ value }) => value)).toEqual([Number(expected.me.DateOfBirth?.slice(0, 4))]);
    expect(isComplete).toBe(sample.expect === "parse");
    expect(sink.problems).toHaveLength(sample.expect === "parse" ? 0 : 1);
    if (sample.expect !== "parse") expect(sink.problems[0]?.message).toMatch(/breaks at line \d+.*before it were read/);
  });

  it("tells of the archive's routes the places, not the workouts again", async () => {
    const { sink } = await read("apple-health/synth-us-export.zip");
    const [plain] = await Promise.all([read("apple-health/synth-us-export.xml")]);
    expect(sink.workouts).toEqual(plain.sink.workouts);
    expect(sink.visits.length).toBeGreaterThan(3);
    for (const visit of sink.visits) {
      const isOnARoute = plain.sink.workouts.some((w) => w.startMs <= visit.startMs && visit.endMs <= w.endMs);
      expect(isOnARoute).toBe(true);
    }
    expect(sink.progressed.at(-1)).toBe(162_037);
    expect(sink.progressed).toEqual([...sink.progressed].sort((a, b) => a - b));
  });

  it("tells the watch's steps from the phone's, and neither by a person's name", async () => {
    const { sink } = await read("apple-health/synth-us-export.xml");
    const sums = new Map<string | null, number>();
    for (const { origin, value } of sink.samples("fitness.steps")) {
      sums.set(origin.device, (sums.get(origin.device) ?? 0) + value);
    }
    expect([...sums]).toEqual(
      expect.arrayContaining([
        ["Apple Watch", 53_947],
        ["iPhone", 16_140],
      ]),
    );
    expect(JSON.stringify(sink.items)).not.toMatch(/Alex/);
  });

  it("reads the old inline route as places", async () => {
    const { sink } = await read("apple-health/dogsheep-export.xml");
    expect(sink.visits).toEqual([
      expect.objectContaining({ latitude: 37.7777, longitude: -122.426, offsetMinutes: -420 }),
    ]);
  });

  it("refuses an electrocardiogram by itself", async () => {
    await expect(read("apple-health/synth-ecg.csv")).rejects.toThrow("The file is of no format that is read here.");
  });
});

describeWithSamples("GPX samples", () => {
  it.each(samplesIn("gpx/"))("%s gives the expected figures", async (name, sample) => {
    const expected = sample.metrics as unknown as GpxMetrics;
    const { sink, isComplete } = await read(name);
    expect(sink.records).toBe(expected.track_points + expected.route_points + expected.waypoints);
    expect(isComplete).toBe(!name.includes("truncated"));
    if (expected.timed_points === 0) {
      expect(sink.items).toEqual([]);
      return;
    }
    expectSpan(sink.workouts, expected.first ?? "", expected.last ?? "");
    expectSpan(sink.visits, expected.first ?? "", expected.last ?? "");
    const heartRates = sink.samples("heart.rate");
    expect(heartRates).toHaveLength(expected.heart_rate?.count ?? 0);
    if (expected.heart_rate !== undefined) {
      expectSeries(
        heartRates.map(({ value }) => value),
        expected.heart_rate,
      );
      expectSpan(heartRates, expected.heart_rate.first, expected.heart_rate.last);
    }
    // Seven of this file's eight tracks have no time at all and so are no workouts; the figure is of all eight.
    const metres = name === "gpx/no-times.gpx" ? 346.61 : (expected.distance_m ?? NaN);
    const sum = sink.workouts.reduce((total, { distanceMetres }) => total + (distanceMetres ?? NaN), 0);
    expectClose(sum, metres, RELATIVE_OF_DISTANCE);
  });

  it("says of a malformed file what is missing", async () => {
    expect((await read("gpx/bad-truncated.gpx")).sink.problems).toEqual([
      { where: "line 244", message: expect.stringContaining("239 records before it were read.") },
    ]);
    expect((await read("gpx/bad-undefined-coords.gpx")).sink.problems).toHaveLength(2);
    expect((await read("gpx/no-times.gpx")).sink.problems).toHaveLength(6);
  });
});
