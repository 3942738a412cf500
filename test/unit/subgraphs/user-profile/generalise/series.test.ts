import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { HOUR_MS } from "../../../../../shared/clock.js";
import { Precision } from "../../../../../shared/licensing/precision.js";
import { daysToLoad } from "../../../../../subgraphs/user-profile/generalise/days-to-load.js";
import {
  generaliseSeries,
  generaliseWithin,
  type Reading,
} from "../../../../../subgraphs/user-profile/generalise/series.js";

const { EXACT, FINE, COARSE, BAND } = Precision;
const ALWAYS = { fromMs: -Infinity, toMs: Infinity };

/** A reading at a New York wall clock in winter (-05:00). */
function reading(local: string, value: number, minutes = 0): Reading {
  const startMs = Date.parse(`${local}:00-05:00`);
  return { startMs, endMs: startMs + minutes * 60_000, day: local.slice(0, 10), value };
}

/** What is told, one line per interval: start, end, then mean, min, max and sum as far as they are set. */
function told(field: string, precision: Precision, readings: Reading[], window = ALWAYS): string[] {
  return generaliseSeries(field, precision, readings, window).map((interval) => {
    const { startMs, endMs, mean, min, max, sum, unit } = interval;
    const numbers = Object.entries({ mean, min, max, sum }).flatMap(([name, n]) =>
      n === undefined ? [] : `${name} ${n}`,
    );
    const time = (ms: number): string => new Date(ms).toISOString().slice(0, 16);
    return `${time(startMs)} ${time(endMs)} ${numbers.join(" ")} ${unit}`;
  });
}

describe("heart rate", () => {
  const readings = [
    reading("2025-01-06T23:50", 61.37),
    reading("2025-01-06T23:10", 70.81),
    reading("2025-01-07T00:05", 92.43),
  ];

  it("is told reading by reading, by time", () => {
    expect(told("heart.rate", EXACT, readings)[0]).toBe(
      "2025-01-07T04:10 2025-01-07T04:10 mean 70.81 min 70.81 max 70.81 /min",
    );
  });

  it("is told by hour, in whole beats", () => {
    expect(told("heart.rate", FINE, readings)).toEqual([
      "2025-01-07T04:00 2025-01-07T05:00 mean 66 min 61 max 71 /min",
      "2025-01-07T05:00 2025-01-07T06:00 mean 92 min 92 max 92 /min",
    ]);
  });

  it("is told by the person's days, on either side of their midnight, written in UTC", () => {
    expect(told("heart.rate", COARSE, readings)).toEqual([
      "2025-01-06T00:00 2025-01-07T00:00 mean 66 /min",
      "2025-01-07T00:00 2025-01-08T00:00 mean 92 /min",
    ]);
  });

  it("is told by week, as the band of 10 around the mean; at rest of 5", () => {
    expect(told("heart.rate", BAND, readings)).toEqual(["2025-01-06T00:00 2025-01-13T00:00 min 70 max 80 /min"]);
    expect(told("heart.restingRate", BAND, [reading("2025-01-06T08:00", 55)])).toEqual([
      "2025-01-06T00:00 2025-01-13T00:00 min 55 max 60 /min",
    ]);
  });
});

describe("other series", () => {
  it("tells weight by day to 0.5 kg, by week to 1 kg, by month in bands of 5 kg", () => {
    const readings = [
      reading("2025-01-06T07:00", 71.83),
      reading("2025-01-06T19:00", 72.9),
      reading("2025-01-31T07:00", 74.9),
    ];
    expect(told("body.weight", FINE, readings)).toEqual([
      "2025-01-06T00:00 2025-01-07T00:00 mean 72.5 kg",
      "2025-01-31T00:00 2025-02-01T00:00 mean 75 kg",
    ]);
    expect(told("body.weight", COARSE, readings)).toEqual([
      "2025-01-06T00:00 2025-01-13T00:00 mean 72 kg",
      "2025-01-27T00:00 2025-02-03T00:00 mean 75 kg",
    ]);
    expect(told("body.weight", BAND, readings)).toEqual(["2025-01-01T00:00 2025-02-01T00:00 min 70 max 75 kg"]);
  });

  it("adds steps up by hour and day, and tells a week's mean of its days as a band", () => {
    const readings = [
      reading("2025-01-06T09:00", 1200, 10),
      reading("2025-01-06T09:40", 800, 40),
      reading("2025-01-06T22:00", 4000, 10),
      reading("2025-01-07T09:00", 3000, 10),
    ];
    expect(told("fitness.steps", FINE, readings)[0]).toBe("2025-01-06T14:00 2025-01-06T15:00 sum 2000 {steps}");
    expect(told("fitness.steps", COARSE, readings)).toEqual([
      "2025-01-06T00:00 2025-01-07T00:00 sum 6000 {steps}",
      "2025-01-07T00:00 2025-01-08T00:00 sum 3000 {steps}",
    ]);
    expect(told("fitness.steps", BAND, readings)).toEqual([
      "2025-01-06T00:00 2025-01-13T00:00 min 2500 max 5000 {steps}/d",
    ]);
  });

  it("tells a night to 15 minutes and the hour, then by its day to 30 minutes, then in bands of an hour", () => {
    const night = { ...reading("2025-01-06T23:17", 7.21, 470), day: "2025-01-07" };
    expect(told("sleep.duration", EXACT, [night])).toEqual(["2025-01-07T04:17 2025-01-07T12:07 mean 7.21 sum 7.21 h"]);
    expect(told("sleep.duration", FINE, [night])).toEqual(["2025-01-07T04:00 2025-01-07T13:00 mean 7.25 sum 7.25 h"]);
    expect(told("sleep.duration", COARSE, [night])).toEqual(["2025-01-07T00:00 2025-01-08T00:00 mean 7 sum 7 h"]);
    expect(told("sleep.duration", BAND, [night])).toEqual(["2025-01-07T00:00 2025-01-08T00:00 min 7 max 8 h"]);
  });

  it("puts a week under its first day, in whatever order its readings come", () => {
    const readings = [reading("2026-01-01T08:00", 58), reading("2025-12-30T08:00", 60)];
    for (const own of [readings, [...readings].reverse()]) {
      const grant = { licensed: COARSE, precision: BAND, historyFromMs: -Infinity };
      const months = generaliseWithin("body.weight", grant, own, ALWAYS).map(({ startMs }) => new Date(startMs));
      expect(months).toEqual([new Date("2025-12-01T00:00:00Z")]);
    }
  });

  it("tells nothing of nothing, and refuses what is no series", () => {
    for (const precision of [EXACT, FINE, COARSE, BAND]) expect(told("heart.rate", precision, [])).toEqual([]);
    expect(() => told("fitness.workouts", FINE, [])).toThrow(RangeError);
    expect(() => told("heart.rate", Precision.PREDICATE, [])).toThrow(RangeError);
  });
});

const FIELDS = ["heart.rate", "body.weight", "fitness.steps", "sleep.duration", "diet.energy"] as const;

/** Seventy days of readings in a zone, with distinctive digits. */
const vault = fc
  .array(
    fc.record({
      minute: fc.integer({ min: 0, max: 70 * 24 * 60 }),
      value: fc.integer({ min: 1, max: 9_999 }).map((n) => n + 0.137),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .chain((rows) =>
    fc.integer({ min: -12, max: 14 }).map((zone) =>
      rows.map(({ minute, value }): Reading => {
        const startMs = Date.UTC(2025, 0, 1) + minute * 60_000 + 7_777;
        return { startMs, endMs: startMs, day: new Date(startMs + zone * HOUR_MS).toISOString().slice(0, 10), value };
      }),
    ),
  );
const instant = fc.integer({ min: 0, max: 70 * 24 * 60 }).map((m) => Date.UTC(2025, 0, 1) + m * 60_000);

describe("what a coarser answer can tell", () => {
  it.each(FIELDS)("%s: no digit and no instant of EXACT", (field) => {
    fc.assert(
      fc.property(vault, fc.constantFrom(FINE, COARSE, BAND), (readings, precision) => {
        for (const { startMs, endMs, mean, min, max, sum } of generaliseSeries(field, precision, readings, ALWAYS)) {
          // The finest step of any field is a quarter (of an hour asleep): readings end in .137.
          for (const told of [mean, min, max, sum]) expect(((told ?? 0) * 4) % 1).toBe(0);
          expect([startMs % HOUR_MS, endMs % HOUR_MS]).toEqual([0, 0]);
        }
      }),
    );
  });

  it.each(FIELDS)("%s: moving the window never changes a bucket, only whether it is told", (field) => {
    fc.assert(
      fc.property(vault, fc.constantFrom(EXACT, FINE, COARSE, BAND), instant, instant, (readings, precision, a, b) => {
        const window = { fromMs: Math.min(a, b), toMs: Math.max(a, b) };
        const { firstDay, lastDay } = daysToLoad(field, precision, window.fromMs, window.toMs);
        const loaded = readings.filter(({ day }) => day >= firstDay && day <= lastDay);
        const all = generaliseSeries(field, precision, readings, ALWAYS);
        expect(generaliseSeries(field, precision, loaded, window)).toEqual(
          all.filter(({ startMs }) => startMs >= window.fromMs && startMs < window.toMs),
        );
      }),
    );
  });

  it.each(FIELDS)("%s: at BAND nothing but the edges of the band", (field) => {
    fc.assert(
      fc.property(vault, (readings) => {
        for (const interval of generaliseSeries(field, BAND, readings, ALWAYS)) {
          expect(Object.keys(interval).sort()).toEqual(["day", "endMs", "max", "min", "samples", "startMs", "unit"]);
        }
      }),
    );
  });
});

describe("the days to load", () => {
  it.each([
    ["heart.rate", EXACT, "2025-01-08T10:00Z", "2025-01-09T10:00Z", "2025-01-07", "2025-01-10"],
    ["heart.rate", COARSE, "2025-01-08T00:00Z", "2025-01-09T00:00Z", "2025-01-07", "2025-01-09"],
    ["heart.rate", BAND, "2025-01-08T10:00Z", "2025-01-09T10:00Z", "2025-01-07", "2025-01-13"],
    ["body.weight", BAND, "2025-01-08T10:00Z", "2025-02-01T00:00Z", "2025-01-07", "2025-02-01"],
    ["sleep.duration", COARSE, "2025-01-08T10:00Z", "2025-01-09T10:00Z", "2025-01-06", "2025-01-11"],
    ["location.visits", BAND, "2025-01-08T10:00Z", "2025-01-09T10:00Z", "2025-01-07", "2025-01-13"],
    ["fitness.workouts", COARSE, "2025-01-08T10:00Z", "2025-01-08T10:00Z", "2025-01-07", "2025-01-09"],
  ] as const)("%s at %s from %s to %s", (field, precision, from, to, firstDay, lastDay) => {
    expect(daysToLoad(field, precision, Date.parse(from), Date.parse(to))).toEqual({ firstDay, lastDay });
  });

  it("are dates even for a window as wide as dates can be", () => {
    expect(daysToLoad("heart.rate", BAND, -8.64e15, 8.64e15)).toEqual({
      firstDay: "1899-12-31",
      lastDay: "2201-01-05",
    });
  });
});
