import { describe, expect, it } from "@jest/globals";
import { Precision } from "../../../../../shared/licensing/precision.js";
import { generaliseWorkPattern, workDays } from "../../../../../subgraphs/user-profile/generalise/work-pattern.js";

const { EXACT, FINE, COARSE, BAND } = Precision;

/** In New York in winter: -05:00. */
const event = (start: string, end: string): Parameters<typeof workDays>[0][number] => ({
  startMs: Date.parse(`${start}:00-05:00`),
  endMs: Date.parse(`${end}:00-05:00`),
  day: start.slice(0, 10),
  offsetMinutes: -300,
});
const days = workDays([
  event("2025-01-06T08:50", "2025-01-06T09:30"),
  event("2025-01-06T15:00", "2025-01-06T17:20"),
  event("2025-01-07T09:10", "2025-01-07T16:55"),
  event("2025-01-09T09:13", "2025-01-09T17:40"),
  event("2025-01-14T07:00", "2025-01-14T23:10"),
  event("2025-01-15T09:20", "2025-01-15T17:31"),
]);

const told = (precision: Precision, licensed = precision): string => {
  const pattern = generaliseWorkPattern({ licensed, precision }, days);
  return `${pattern?.typicalStart} ${pattern?.typicalEnd} ${pattern?.daysPerWeek}`;
};

describe("a work pattern", () => {
  it("is the medians of the days, by the clock on the wall", () => {
    expect(told(EXACT)).toBe("09:10 17:31 2.5");
    expect(told(FINE)).toBe("09:00 17:30 2.5");
    expect(told(COARSE)).toBe("09:00 18:00 3");
  });

  it("asked coarser is made from what the licence tells", () => {
    expect(told(COARSE, FINE)).toBe("09:00 18:00 3");
    expect(() => told(BAND)).toThrow(RangeError);
  });

  it("wraps where a shift ends on the next day, and is unknown without work", () => {
    const night = workDays([event("2025-01-06T22:00", "2025-01-07T06:00")]);
    expect(generaliseWorkPattern({ licensed: EXACT, precision: EXACT }, night)).toEqual({
      typicalStart: "22:00",
      typicalEnd: "06:00",
      daysPerWeek: 1,
    });
    expect(generaliseWorkPattern({ licensed: EXACT, precision: EXACT }, [])).toBeNull();
  });
});
