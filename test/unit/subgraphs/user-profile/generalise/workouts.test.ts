import { describe, expect, it } from "@jest/globals";
import { Precision } from "../../../../../shared/licensing/precision.js";
import { generaliseWorkouts, type WorkoutReading } from "../../../../../subgraphs/user-profile/generalise/workouts.js";
import { Activity } from "../../../../../subgraphs/user-profile/observation.js";

const ALWAYS = { fromMs: -Infinity, toMs: Infinity };

function run(
  start: string,
  minutes: number,
  distanceMetres: number | null,
  energyKilocalories: number | null,
): WorkoutReading {
  const startMs = Date.parse(`${start}Z`);
  return {
    activity: Activity.RUN,
    startMs,
    endMs: startMs + minutes * 60_000,
    day: "2025-01-06",
    distanceMetres,
    energyKilocalories,
  };
}

function told(precision: Precision, workouts: WorkoutReading[], window = ALWAYS): string[] {
  return generaliseWorkouts({ licensed: precision, precision }, workouts, window).map(
    ({ startMs, endMs, distanceMetres, energyKilocalories }) => {
      const time = (ms: number): string => new Date(ms).toISOString().slice(5, 16);
      return `${time(startMs)} ${time(endMs)} ${distanceMetres} m ${energyKilocalories} kcal`;
    },
  );
}

describe("workouts", () => {
  // On the evening of 6 January in New York.
  const evening = run("2025-01-07T01:50", 43, 8_437.21, 512.9);

  it.each([
    [Precision.EXACT, "01-07T01:50 01-07T02:33 8437.21 m 512.9 kcal"],
    // The true end's hour would be 03:00 and tell that it began late in its hour.
    [Precision.FINE, "01-07T01:00 01-07T02:00 8400 m 500 kcal"],
    [Precision.COARSE, "01-06T00:00 01-07T00:00 8000 m 500 kcal"],
  ])("are told at %s", (precision, line) => {
    expect(told(precision, [evening])).toEqual([line]);
  });

  it("last at least an hour at FINE, and as long as they began hours", () => {
    expect(told(Precision.FINE, [run("2025-01-07T01:00", 0, null, null)])).toEqual([
      "01-07T01:00 01-07T02:00 null m null kcal",
    ]);
    expect(told(Precision.FINE, [run("2025-01-07T01:00", 60, 0, 0)])).toEqual(["01-07T01:00 01-07T02:00 0 m 0 kcal"]);
    expect(told(Precision.FINE, [run("2025-01-07T01:00", 61, 0, 0)])).toEqual(["01-07T01:00 01-07T03:00 0 m 0 kcal"]);
  });

  it("are in the answer by what is told of them alone", () => {
    const at = (time: string): number => Date.parse(`${time}Z`);
    const later = { fromMs: at("2025-01-07T01:01"), toMs: Infinity };
    expect(told(Precision.EXACT, [evening], later)).toHaveLength(1);
    expect(told(Precision.FINE, [evening], later)).toEqual([]);
    const day = { fromMs: at("2025-01-06T00:00"), toMs: at("2025-01-06T00:01") };
    expect(told(Precision.COARSE, [evening], day)).toHaveLength(1);
  });

  it("come in an order that tells nothing of their times", () => {
    const first = run("2025-01-07T01:05", 10, 3_000, null);
    const second = run("2025-01-07T01:40", 10, 2_000, null);
    const swapped = [run("2025-01-07T01:05", 10, 2_000, null), run("2025-01-07T01:40", 10, 3_000, null)];
    expect(told(Precision.FINE, [first, second])).toEqual(told(Precision.FINE, swapped));
  });

  it("are none of nothing, and have no BAND", () => {
    expect(told(Precision.FINE, [])).toEqual([]);
    expect(() => told(Precision.BAND, [evening])).toThrow(RangeError);
  });
});
