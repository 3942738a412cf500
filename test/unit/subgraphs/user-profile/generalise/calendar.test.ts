import { describe, expect, it } from "@jest/globals";
import { bucketOf, dateMs, hourCeiling } from "../../../../../subgraphs/user-profile/generalise/calendar.js";

const at = (text: string): number => Date.parse(text);
const iso = (ms: number): string => new Date(ms).toISOString();

describe("buckets", () => {
  it.each([
    ["hour", "2025-03-09T06:59:59.999Z", "2025-03-09", "2025-03-09T06:00", "2025-03-09T07:00"],
    // Clocks go forward in New York at 07:00Z: hours are instants and do not care.
    ["hour", "2025-03-09T07:00:00.000Z", "2025-03-09", "2025-03-09T07:00", "2025-03-09T08:00"],
    // An evening in New York is already tomorrow in UTC; its day is the person's.
    ["day", "2025-03-10T03:30:00.000Z", "2025-03-09", "2025-03-09T00:00", "2025-03-10T00:00"],
    ["week", "2025-03-10T03:30:00.000Z", "2025-03-09", "2025-03-03T00:00", "2025-03-10T00:00"],
    ["week", "2025-03-10T12:00:00.000Z", "2025-03-10", "2025-03-10T00:00", "2025-03-17T00:00"],
    ["week", "1969-12-30T12:00:00.000Z", "1969-12-30", "1969-12-29T00:00", "1970-01-05T00:00"],
    ["week", "2021-01-03T12:00:00.000Z", "2021-01-03", "2020-12-28T00:00", "2021-01-04T00:00"],
    ["month", "2025-01-01T04:00:00.000Z", "2024-12-31", "2024-12-01T00:00", "2025-01-01T00:00"],
    ["month", "2024-02-29T12:00:00.000Z", "2024-02-29", "2024-02-01T00:00", "2024-03-01T00:00"],
  ] as const)("the %s of %s on %s", (bucket, instant, day, start, end) => {
    const span = bucketOf(bucket, at(instant), day);
    expect([iso(span.startMs), iso(span.endMs)]).toEqual([`${start}:00.000Z`, `${end}:00.000Z`]);
  });

  it("lets no text through that is no date, and does not repeat it", () => {
    for (const day of ["2025-13-01", "20250301", "2025-03-01T10:00", ""]) {
      expect(() => dateMs(day)).toThrow(new RangeError("not a calendar date"));
    }
  });

  it("leaves a whole hour as it is", () => {
    expect(iso(hourCeiling(at("2025-03-09T07:00:00Z")))).toBe("2025-03-09T07:00:00.000Z");
    expect(iso(hourCeiling(at("2025-03-09T07:00:00.001Z")))).toBe("2025-03-09T08:00:00.000Z");
  });
});
