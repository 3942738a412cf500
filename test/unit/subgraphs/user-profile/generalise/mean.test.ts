import { describe, expect, it } from "@jest/globals";
import { HOUR_MS } from "../../../../../shared/clock.js";
import { isMeanAtLeast, meanRange } from "../../../../../subgraphs/user-profile/generalise/mean.js";
import type { IntervalValue } from "../../../../../subgraphs/user-profile/generalise/series.js";

function interval(hour: number, numbers: Partial<IntervalValue>): IntervalValue {
  return { startMs: hour * HOUR_MS, endMs: (hour + 1) * HOUR_MS, unit: "1", samples: 1, day: "2026-01-01", ...numbers };
}

describe("the mean of what was told", () => {
  it.each([
    ["means", [interval(0, { mean: 60 }), interval(1, { mean: 70 })], 65, 65],
    ["counts, by day", [interval(1, { sum: 100 }), interval(2, { sum: 300 }), interval(25, { sum: 600 })], 500, 500],
    ["bands, from edge to edge", [interval(0, { min: 60, max: 65 }), interval(1, { min: 70, max: 75 })], 60, 75],
  ])("is of %s", (_, values, low, high) => {
    expect(meanRange(values)).toEqual({ low, high });
  });

  it.each([
    ["a mean on the threshold", [interval(0, { mean: 60 })], 60, true],
    ["a mean below it", [interval(0, { mean: 59 })], 60, false],
    ["a band above it", [interval(0, { min: 60, max: 65 })], 60, true],
    ["a band below it, whose upper edge is not in it", [interval(0, { min: 55, max: 60 })], 60, false],
    ["bands that disagree", [interval(0, { min: 55, max: 60 }), interval(1, { min: 60, max: 65 })], 60, null],
    ["nothing", [], 60, null],
  ])("compares %s", (_, values, threshold, answer) => {
    expect(isMeanAtLeast(values, threshold)).toBe(answer);
  });
});
