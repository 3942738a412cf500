import { describe, expect, it } from "@jest/globals";
import { ExifTags } from "../../../../../subgraphs/user-profile/importers/exif-tags.js";
import { momentOf } from "../../../../../subgraphs/user-profile/importers/photo-moment.js";
import { Tiff } from "../../../../../subgraphs/user-profile/importers/tiff.js";
import { Zone } from "../../../../../subgraphs/user-profile/vault/local-day.js";
import { type FieldValue, tiffOf } from "../../../../harness/photo-file.js";

const IDS: Record<string, number> = {
  original: 0x9003,
  digitized: 0x9004,
  originalOffset: 0x9011,
  digitizedOffset: 0x9012,
  originalFraction: 0x9291,
  digitizedFraction: 0x9292,
};

interface Written {
  original?: string;
  digitized?: string;
  originalOffset?: string;
  digitizedOffset?: string;
  originalFraction?: string;
  digitizedFraction?: string;
  gpsDate?: string;
  gpsTime?: FieldValue;
}

/** The moment in ISO 8601, and the offset in hours. */
function taken(written: Written, zone = "UTC"): [string, number | null] | null {
  const { gpsDate, gpsTime, ...clock } = written;
  const exif = Object.fromEntries(Object.entries(clock).map(([name, value]) => [IDS[name], value as FieldValue]));
  const gps = { ...(gpsTime && { 0x07: gpsTime }), ...(gpsDate && { 0x1d: gpsDate }) };
  const moment = momentOf(new ExifTags(new Tiff(tiffOf({ exif, gps }))), new Zone(zone));
  if (moment === null) return null;
  const { instantMs, offsetMinutes } = moment;
  return [new Date(instantMs).toISOString(), offsetMinutes === null ? null : offsetMinutes / 60];
}

function time(hours: number, minutes: number, centiseconds: number): FieldValue {
  return [
    [hours, 1],
    [minutes, 1],
    [centiseconds, 100],
  ];
}

const NOON = "2024:06:01 12:00:00";
const TODAY = "2024:06:01";

describe("the moment of a photograph", () => {
  it.each<[string, Written, string, number | null]>([
    ["with its offset", { original: NOON, originalOffset: "-04:00" }, "2024-06-01T16:00:00.000Z", -4],
    ["with an offset of none", { original: NOON, originalOffset: "+00:00" }, "2024-06-01T12:00:00.000Z", 0],
    ["with a quarter", { original: NOON, originalOffset: "+05:45" }, "2024-06-01T06:15:00.000Z", 5.75],
    ["with a fraction", { original: NOON, originalFraction: "5" }, "2024-06-01T12:00:00.500Z", null],
    ["with microseconds", { original: NOON, originalFraction: "935476 " }, "2024-06-01T12:00:00.935Z", null],
    ["with a fraction of words", { original: NOON, originalFraction: "x1" }, "2024-06-01T12:00:00.000Z", null],
    ["as ISO 8601 has it", { original: "2024-06-01T12:00:00" }, "2024-06-01T12:00:00.000Z", null],
    ["with blanks behind it", { original: `${NOON} ` }, "2024-06-01T12:00:00.000Z", null],
    [
      "before the digitising",
      { original: NOON, digitized: "2025:01:01 00:00:00", digitizedFraction: "7", digitizedOffset: "+01:00" },
      "2024-06-01T12:00:00.000Z",
      null,
    ],
    [
      "of digitising, where it is the only one",
      { digitized: NOON, digitizedFraction: "7", digitizedOffset: "+01:00", originalOffset: "+05:00" },
      "2024-06-01T11:00:00.700Z",
      1,
    ],
    [
      "of digitising, where the other is blank",
      { original: "    :  :     :  :  ", digitized: NOON },
      "2024-06-01T12:00:00.000Z",
      null,
    ],
    [
      "by the receiver, which the offset outdoes",
      { original: NOON, originalOffset: "+01:00", gpsDate: TODAY, gpsTime: time(10, 0, 0) },
      "2024-06-01T11:00:00.000Z",
      1,
    ],
    ["by the receiver alone", { gpsDate: TODAY, gpsTime: time(8, 52, 1716) }, "2024-06-01T08:52:17.160Z", null],
  ])("%s", (_what, written, instant, offset) => {
    expect(taken(written)).toEqual([instant, offset]);
  });

  it.each<[string, string, FieldValue, number | null]>([
    ["two hours west of the clock", TODAY, time(10, 0, 0), 2],
    ["at the same time", TODAY, time(12, 0, 0), 0],
    ["a little later than the clock", TODAY, time(12, 1, 0), 0],
    ["on the day before", "2024:05:31", time(22, 1, 30), 14],
    ["twelve hours later", "2024:06:02", time(0, 0, 0), -12],
    ["six minutes before a zone's quarter", TODAY, time(6, 9, 0), 5.75],
    ["half an hour from a full one, where there is such a zone", TODAY, time(6, 30, 0), 5.5],
    // Such as a position of half an hour ago.
    ["half an hour from a full one, where there is none", TODAY, time(11, 30, 0), null],
    ["a quarter from a full hour", TODAY, time(9, 45, 0), null],
    ["further than any zone to the east", "2024:05:31", time(21, 45, 0), null],
    ["further than any zone to the west", "2024:06:02", time(0, 30, 0), null],
    // As of a camera whose date is a day off: only the time of day fits.
    ["a day later", "2024:06:02", time(10, 0, 0), null],
    ["of no day", "", time(10, 0, 0), null],
    ["of a day that there is not", "2024:02:30", time(10, 0, 0), null],
    ["of 104 hours", TODAY, time(104, 0, 0), null],
    ["of sixty minutes", TODAY, time(9, 60, 0), null],
    ["in words", TODAY, "10,0,0", null],
    [
      "without a denominator",
      TODAY,
      [
        [10, 1],
        [0, 0],
        [0, 0],
      ],
      null,
    ],
  ])("has the offset that follows from a receiver's time %s", (_what, gpsDate, gpsTime, offset) => {
    // Where none follows, it is noon in Denver.
    const instantMs = Date.UTC(2024, 5, 1, 12) - (offset ?? -6) * 3_600_000;
    const expected = [new Date(instantMs).toISOString(), offset];
    expect(taken({ original: NOON, gpsDate, gpsTime }, "America/Denver")).toEqual(expected);
  });

  it.each([
    ["2024:01:15 12:00:00", "America/Denver", "2024-01-15T19:00:00.000Z"],
    ["2024:06:15 12:00:00", "America/Denver", "2024-06-15T18:00:00.000Z"],
    // Skipped by the clocks, and shown twice.
    ["2024:03:31 02:30:00", "Europe/Berlin", "2024-03-31T01:30:00.000Z"],
    ["2024:10:27 02:30:00", "Europe/Berlin", "2024-10-27T00:30:00.000Z"],
  ])("%s without any offset is the wall time of %s", (original, zone, instant) => {
    expect(taken({ original }, zone)).toEqual([instant, null]);
    expect(taken({ original, originalOffset: "   :  " }, zone)).toEqual([instant, null]);
    expect(taken({ original, originalOffset: "+25:00" }, zone)).toEqual([instant, null]);
  });

  it.each<[string, Written]>([
    ["nothing", {}],
    ["zeros", { original: "0000:00:00 00:00:00" }],
    ["a day that there is not", { original: "2023:02:29 12:00:00" }],
    ["an hour that there is not", { original: "2024:06:01 25:00:00" }],
    ["a day only", { original: TODAY }],
    ["words", { original: "yesterday", digitized: "<script>alert(1)</script>" }],
    ["a time of the receiver without a day", { gpsTime: time(10, 0, 0) }],
    ["a day of the receiver without a time", { gpsDate: TODAY }],
  ])("is not there with %s", (_what, written) => {
    expect(taken(written)).toBeNull();
  });
});
