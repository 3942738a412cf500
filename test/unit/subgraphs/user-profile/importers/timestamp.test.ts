import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { TimestampReader } from "../../../../../subgraphs/user-profile/importers/timestamp.js";

function read(text: string): readonly [number, number | null] {
  const reader = new TimestampReader();
  return [reader.read(text), reader.offsetMinutes];
}

describe("TimestampReader", () => {
  it.each([
    ["2025-03-09 03:00:00 -0400", "2025-03-09T07:00:00.000Z", -240],
    ["2014-09-20 10:41:28 +0100", "2014-09-20T09:41:28.000Z", 60],
    ["2025-01-01 00:00:00 +0530", "2024-12-31T18:30:00.000Z", 330],
    ["2025-01-01 00:00:00 +0000", "2025-01-01T00:00:00.000Z", 0],
    ["2025-01-01T00:00:00Z", "2025-01-01T00:00:00.000Z", null],
    ["2012-10-24T23:29:40.000Z", "2012-10-24T23:29:40.000Z", null],
    ["2016-05-27T10:08:47.8Z", "2016-05-27T10:08:47.800Z", null],
    ["2025-01-01T09:00:00+09:00", "2025-01-01T00:00:00.000Z", 540],
    ["2024-02-29T12:00:00.123456-03:30", "2024-02-29T15:30:00.123Z", -210],
    ["2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z", null],
  ])("reads %s", (text, instant, offsetMinutes) => {
    expect(read(text)).toEqual([Date.parse(instant), offsetMinutes]);
  });

  it.each([
    "",
    "2025-03-09",
    "2025-03-09 03:00:00",
    "2025-03-09T03:00:00",
    "2025-02-31 03:00:00 +0000",
    "2025-13-01 03:00:00 +0000",
    "2025-03-09 24:00:00 +0000",
    "2025-03-09 03:60:00 +0000",
    "2025-03-09 03:00:00 +0060",
    "2025-03-09 03:00:00 +1500",
    "2025-03-09 03:00:00 AM +0100",
    "2568-03-09 03:00:00 +0700",
    "2025-03-09 03:00:00 +0000 ",
    "2025-03-09T03:00:00.Z",
    "2025-03-09T03:00:00Zx",
    "٢٠٢٥-03-09 03:00:00 +0000",
    "09/03/2025 03:00:00 +0000",
  ])("refuses %j", (text) => {
    expect(read(text)[0]).toBeNaN();
  });

  it("does not mistake a refused day for the day before it", () => {
    const reader = new TimestampReader();
    expect(reader.read("2025-02-28 00:00:00 +0000")).toBe(Date.UTC(2025, 1, 28));
    expect(reader.read("2025-02-31 00:00:00 +0000")).toBeNaN();
    expect(reader.read("2025-02-28 00:00:01 +0000")).toBe(Date.UTC(2025, 1, 28, 0, 0, 1));
  });

  it("reads what Date writes, in any order of days", () => {
    const reader = new TimestampReader();
    const dates = fc.date({ min: new Date("1900-01-01"), max: new Date("2200-12-31"), noInvalidDate: true });
    fc.assert(
      fc.property(dates, fc.integer({ min: -14 * 60, max: 14 * 60 }), (date, offset) => {
        expect(reader.read(date.toISOString())).toBe(date.getTime());
        const seconds = Math.floor(date.getTime() / 1000) * 1000;
        const sign = offset < 0 ? "-" : "+";
        const zone = [Math.trunc(Math.abs(offset) / 60), Math.abs(offset) % 60].map((n) => String(n).padStart(2, "0"));
        const local = new Date(seconds + offset * 60_000).toISOString().slice(0, 19).replace("T", " ");
        fc.pre(/^(19|20|21)/.test(local));
        expect(reader.read(`${local} ${sign}${zone.join("")}`)).toBe(seconds);
        expect(reader.offsetMinutes).toBe(offset);
      }),
    );
  });
});
