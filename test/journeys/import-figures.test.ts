import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { describeWithSamples, samplePath, samplesIn } from "../harness/samples.js";
import { World } from "../harness/world.js";

/** What the vault answers over HTTP equals what expected.json says, computed independently, of every Apple Health and GPX file. */
interface Interval {
  start: string;
  end: string;
  mean: number | null;
  sum: number | null;
  unit: string;
}
interface Workout {
  activity: string;
  start: string;
  end: string;
  distanceMetres: number | null;
  energyKilocalories: number | null;
}
interface Own {
  heart: { rate: Interval[] };
  body: { weight: Interval[] };
  fitness: { steps: Interval[]; workouts: Workout[] };
  sleep: { duration: Interval[] };
  location: { visits: { place: { latitude: number; longitude: number }; start: string; end: string }[] };
  demographics: { birthYear: { low: number; high: number } | null };
}
interface Figures {
  records: number;
  first_start: string;
  last_end: string;
  native?: { count: number; min: number; mean: number; max: number };
  canonical?: { count: number; min: number; mean: number; max: number };
  native_sum?: number;
}
interface AppleMetrics {
  types: Record<string, Figures | undefined>;
  workouts: { type: string; start: string; end: string; distance_m: number | null; energy_kcal: number | null }[];
  me: { DateOfBirth?: string };
}
interface GpxMetrics {
  timed_points: number;
  first?: string;
  last?: string;
  distance_m?: number;
  bbox?: { min_lat: number; max_lat: number; min_lon: number; max_lon: number };
  heart_rate?: { count: number; min: number; mean: number; max: number };
}

const RELATIVE = 1e-6;
const DAY_MS = 86_400_000;
/** A week at a time: no list of the samples is over the limit then. */
const WEEK_MS = 7 * DAY_MS;

const close = (actual: number, expected: number, relative = RELATIVE): void => {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(Math.max(Math.abs(expected) * relative, 1e-9));
};

const selection = (from: number, to: number): string => {
  const during = `during: {from: "${new Date(from).toISOString()}", to: "${new Date(to).toISOString()}"}`;
  return `heart { rate(${during}) { start end mean unit } } body { weight(${during}) { start end mean unit } }
    fitness { steps(${during}) { start end sum unit } workouts(${during}) { activity start end distanceMetres energyKilocalories } }
    sleep { duration(${during}) { start end sum unit } }
    location { visits(${during}) { place { latitude longitude } start end } } demographics { birthYear { low high } }`;
};

describeWithSamples("figures of real-format exports, as the person reads them", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.open();
  }, 60_000);
  afterAll(() => world.close());

  const read = async (path: string, times: string[]): Promise<{ status: string; problems: number; own: Own }> => {
    const person = await world.person();
    const { status, problems } = await person.import(samplePath(path));
    const instants = times.map((time) => Date.parse(time)).filter(Number.isFinite);
    const first = Math.min(...instants) - DAY_MS;
    const last = Math.max(...instants) + DAY_MS;
    const own: Own = {
      heart: { rate: [] },
      body: { weight: [] },
      fitness: { steps: [], workouts: [] },
      sleep: { duration: [] },
      location: { visits: [] },
      demographics: { birthYear: null },
    };
    // Tracks of a day hold a sample a second: two hours of them stay below the limit of a list.
    const stepMs = path.includes("stress-track") ? 2 * 3_600_000 : WEEK_MS;
    for (let from = first; from < last; from += stepMs) {
      const part = await person.own<Own>(selection(from, from + stepMs));
      own.heart.rate.push(...part.heart.rate);
      own.body.weight.push(...part.body.weight);
      own.fitness.steps.push(...part.fitness.steps);
      own.fitness.workouts.push(...part.fitness.workouts);
      own.sleep.duration.push(...part.sleep.duration);
      own.location.visits.push(...part.location.visits);
      own.demographics = part.demographics;
    }
    return { status, problems: problems.length, own };
  };

  const expectSeries = (
    values: number[],
    figures: { count: number; min: number; mean: number; max: number } | undefined,
  ): void => {
    expect(values).toHaveLength(figures?.count ?? 0);
    if (!figures) return;
    close(Math.min(...values), figures.min);
    close(Math.max(...values), figures.max);
    close(values.reduce((sum, value) => sum + value, 0) / values.length, figures.mean);
  };

  const apple = samplesIn("apple-health/").filter(([, { metrics }]) => metrics && "types" in metrics);
  it.each(apple)(
    "%s",
    async (path, { metrics, expect: verdict }) => {
      const { types, workouts, me } = metrics as unknown as AppleMetrics;
      const times = Object.values(types).flatMap((figures) => (figures ? [figures.first_start, figures.last_end] : []));
      const { status, problems, own } = await read(path, [
        ...times,
        ...workouts.flatMap(({ start, end }) => [start, end]),
      ]);
      expect(status).toBe("DONE");
      expect(problems > 0).toBe(verdict === "partial-or-reject");
      expectSeries(
        own.heart.rate.map(({ mean }) => mean!),
        types["HeartRate"]?.native,
      );
      expectSeries(
        own.body.weight.map(({ mean }) => mean!),
        types["BodyMass"]?.canonical ?? types["BodyMass"]?.native,
      );
      const steps = own.fitness.steps.map(({ sum }) => sum!);
      expect(steps).toHaveLength(types["StepCount"]?.records ?? 0);
      close(
        steps.reduce((sum, value) => sum + value, 0),
        types["StepCount"]?.native_sum ?? 0,
      );
      expect(own.sleep.duration.length > 0).toBe(types["SleepAnalysis"] !== undefined);
      expect(own.fitness.workouts).toHaveLength(workouts.length);
      workouts.forEach((expected, i) => {
        const workout = own.fitness.workouts[i]!;
        expect(Date.parse(workout.start)).toBe(Date.parse(expected.start));
        expect(Date.parse(workout.end)).toBe(Date.parse(expected.end));
        if (expected.distance_m !== null) close(workout.distanceMetres!, expected.distance_m, 1e-3);
        if (expected.energy_kcal !== null) close(workout.energyKilocalories!, expected.energy_kcal);
      });
      expect(own.demographics.birthYear?.low).toBe(Number(me.DateOfBirth?.slice(0, 4)));
    },
    60_000,
  );

  /** 4.5 km of its track have no time: a workout of 57 s may not claim them (the importer's own test says what it is). */
  const UNTIMED = "gpx/no-times.gpx";
  const gpx = samplesIn("gpx/").filter(([path]) => path !== UNTIMED);
  it.each(gpx)(
    "%s",
    async (path, { metrics }) => {
      const { timed_points, first, last, distance_m, bbox, heart_rate } = metrics as unknown as GpxMetrics;
      const { own } = await read(path, first && last ? [first, last] : ["2020-01-01T00:00:00Z"]);
      expectSeries(
        own.heart.rate.map(({ mean }) => mean!),
        heart_rate,
      );
      const { workouts } = own.fitness; // one per track
      expect(workouts.length > 0).toBe(timed_points > 0);
      if (timed_points === 0) return;
      expect(Date.parse(workouts[0]!.start)).toBe(Date.parse(first!));
      expect(Date.parse(workouts.at(-1)!.end)).toBe(Date.parse(last!));
      close(
        workouts.reduce((sum, { distanceMetres }) => sum + distanceMetres!, 0),
        distance_m!,
        1e-3,
      );
      for (const { place } of own.location.visits) {
        expect(place.latitude).toBeGreaterThanOrEqual(bbox!.min_lat - 1e-6);
        expect(place.latitude).toBeLessThanOrEqual(bbox!.max_lat + 1e-6);
        expect(place.longitude).toBeGreaterThanOrEqual(bbox!.min_lon - 1e-6);
        expect(place.longitude).toBeLessThanOrEqual(bbox!.max_lon + 1e-6);
      }
    },
    60_000,
  );

  it("adds nothing when a file is imported again", async () => {
    const person = await world.person();
    const path = samplePath("apple-health/synth-us-export.zip");
    const first = await person.import(path);
    const again = await person.import(path);
    expect(first.recordsAdded).toBeGreaterThan(1_000);
    expect(again).toMatchObject({ status: "DONE", recordsRead: first.recordsRead, recordsAdded: 0 });
  }, 60_000);
});
