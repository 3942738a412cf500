import { describe, expect, it } from "@jest/globals";
import { Precision } from "../../../../../shared/licensing/precision.js";
import { generaliseSeries } from "../../../../../subgraphs/user-profile/generalise/series.js";
import { eventHours, hoursWorked } from "../../../../../subgraphs/user-profile/generalise/working-hours.js";

const ALWAYS = { fromMs: -Infinity, toMs: Infinity };

/** An event in Vienna in winter (+01:00), under the local day of its start. */
const event = (start: string, end: string): { startMs: number; endMs: number; day: string } => ({
  startMs: Date.parse(`${start}:00+01:00`),
  endMs: Date.parse(`${end}:00+01:00`),
  day: start.slice(0, 10),
});
const week = [
  event("2025-01-06T09:20", "2025-01-06T10:05"),
  event("2025-01-06T10:00", "2025-01-06T11:45"), // overlaps five minutes of the one before
  event("2025-01-07T23:00", "2025-01-08T01:30"), // a night shift, of its first day
  event("2025-01-12T10:00", "2025-01-12T10:15"),
];

const told = (precision: Precision): string[] => {
  const readings = precision === Precision.EXACT ? eventHours(week) : hoursWorked(week);
  return generaliseSeries("work.workingHours", precision, readings, ALWAYS).map(
    ({ startMs, endMs, sum, mean, min, max, unit }) => {
      const [start, end] = [startMs, endMs].map((ms) => new Date(ms).toISOString().slice(5, 16));
      expect(mean).toBeUndefined();
      return `${start} ${end} ${sum ?? `${min}-${max}`} ${unit}`;
    },
  );
};

describe("working hours", () => {
  it("are told event by event at EXACT", () => {
    expect(told(Precision.EXACT)).toEqual([
      "01-06T08:20 01-06T09:05 0.75 h",
      "01-06T09:00 01-06T10:45 1.75 h",
      "01-07T22:00 01-08T00:30 2.5 h",
      "01-12T09:00 01-12T09:15 0.25 h",
    ]);
  });

  it("are told hour by hour at FINE, overlaps once, in whole hours", () => {
    expect(told(Precision.FINE)).toEqual([
      "01-06T08:00 01-06T09:00 1 h",
      "01-06T09:00 01-06T10:00 1 h",
      "01-06T10:00 01-06T11:00 1 h",
      "01-07T22:00 01-07T23:00 1 h",
      "01-07T23:00 01-08T00:00 1 h",
      "01-08T00:00 01-08T01:00 1 h",
      "01-12T09:00 01-12T10:00 0 h",
    ]);
  });

  it("are told by day at COARSE, a shift on the day on which it began", () => {
    expect(told(Precision.COARSE)).toEqual([
      "01-06T00:00 01-07T00:00 2.5 h",
      "01-07T00:00 01-08T00:00 2.5 h",
      "01-12T00:00 01-13T00:00 0.5 h",
    ]);
  });

  it("are told by week at BAND, between edges of two hours", () => {
    expect(told(Precision.BAND)).toEqual(["01-06T00:00 01-13T00:00 4-6 h"]);
  });
});
