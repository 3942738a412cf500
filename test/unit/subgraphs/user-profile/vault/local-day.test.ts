import { describe, expect, it } from "@jest/globals";
import { isTimeZone, localDay, localDayNumber, Zone } from "../../../../../subgraphs/user-profile/vault/local-day.js";

const dayAt = (instant: string, offsetMinutes: number): string =>
  localDay(localDayNumber(Date.parse(instant), offsetMinutes));

describe("the local day of an instant", () => {
  it.each([
    ["2025-03-09T23:59:59.999Z", 0, "2025-03-09"],
    ["2025-03-10T00:00:00.000Z", 0, "2025-03-10"],
    ["2025-03-09T23:30:00Z", 60, "2025-03-10"],
    ["2025-03-10T04:30:00Z", -300, "2025-03-09"],
    ["2024-02-29T10:00:00Z", 840, "2024-03-01"],
    ["2025-01-01T11:59:00Z", -720, "2024-12-31"],
    ["1969-12-31T23:59:59.999Z", 0, "1969-12-31"],
    ["1900-01-01T00:00:00Z", -1, "1899-12-31"],
  ])("%s, %i minutes east, is on %s", (instant, offset, day) => {
    expect(dayAt(instant, offset)).toBe(day);
  });

  it("numbers days one after the other", () => {
    const numbers = ["2024-02-28T12:00Z", "2024-02-29T12:00Z", "2024-03-01T12:00Z"].map((instant) =>
      localDayNumber(Date.parse(instant), 0),
    );
    expect(numbers.map((number) => number - numbers[0]!)).toEqual([0, 1, 2]);
  });
});

describe("a zone's offset", () => {
  it.each([
    ["UTC", "2025-07-01T00:00:00Z", 0],
    // Clocks go forward at 02:00 local time, 07:00 UTC, and back at 02:00, 06:00 UTC.
    ["America/New_York", "2025-03-09T06:59:59.999Z", -300],
    ["America/New_York", "2025-03-09T07:00:00Z", -240],
    ["America/New_York", "2025-11-02T05:59:59Z", -240],
    ["America/New_York", "2025-11-02T06:00:00Z", -300],
    ["Europe/Berlin", "2025-03-30T00:59:59Z", 60],
    ["Europe/Berlin", "2025-03-30T01:00:00Z", 120],
    ["Asia/Kathmandu", "2025-01-01T00:00:00Z", 345],
    // Half an hour of summer time.
    ["Australia/Lord_Howe", "2025-01-01T00:00:00Z", 660],
    ["Australia/Lord_Howe", "2025-07-01T00:00:00Z", 630],
    // The clock change of 2005 fell on a quarter, ten and a half hours behind.
    ["America/St_Johns", "2005-07-01T00:00:00Z", -150],
    // Samoa crossed the date line and had no 30 December 2011.
    ["Pacific/Apia", "2011-12-30T09:59:59Z", -600],
    ["Pacific/Apia", "2011-12-30T10:00:00Z", 840],
  ])("of %s at %s is %i minutes", (name, instant, offset) => {
    const zone = new Zone(name);
    // Twice: the second answer is the remembered one.
    expect(zone.offsetMinutes(Date.parse(instant))).toBe(offset);
    expect(zone.offsetMinutes(Date.parse(instant))).toBe(offset);
  });

  it("is the calendar's own at every quarter of an hour of a year", () => {
    const zone = new Zone("Africa/Casablanca"); // whose summer time pauses during Ramadan
    const clock = new Intl.DateTimeFormat("en", { timeZone: "Africa/Casablanca", dateStyle: "short" });
    for (let atMs = Date.UTC(2025, 0, 1); atMs < Date.UTC(2026, 0, 1); atMs += 6.5 * 3_600_000) {
      const day = localDay(localDayNumber(atMs, zone.offsetMinutes(atMs)));
      expect(clock.format(atMs)).toBe(
        new Intl.DateTimeFormat("en", { timeZone: "UTC", dateStyle: "short" }).format(Date.parse(day)),
      );
    }
  });
});

describe("the instant of a wall time", () => {
  it.each([
    ["UTC", "2025-07-01T12:00:00", "2025-07-01T12:00:00Z"],
    ["America/New_York", "2025-07-01T12:00:00.123", "2025-07-01T16:00:00.123Z"],
    ["Asia/Kathmandu", "2025-01-01T00:00:00", "2024-12-31T18:15:00Z"],
    // Clocks go forward at 02:00: the hour after it is not shown, and told by the offset before.
    ["America/New_York", "2025-03-09T01:59:59", "2025-03-09T06:59:59Z"],
    ["America/New_York", "2025-03-09T02:30:00", "2025-03-09T07:30:00Z"],
    ["America/New_York", "2025-03-09T03:00:00", "2025-03-09T07:00:00Z"],
    ["Europe/Berlin", "2025-03-30T02:30:00", "2025-03-30T01:30:00Z"],
    ["Australia/Lord_Howe", "2025-10-05T02:15:00", "2025-10-04T15:45:00Z"],
    // Clocks go back at 02:00: the hour before it is shown twice, and is the first.
    ["America/New_York", "2025-11-02T00:59:59", "2025-11-02T04:59:59Z"],
    ["America/New_York", "2025-11-02T01:30:00", "2025-11-02T05:30:00Z"],
    ["America/New_York", "2025-11-02T02:00:00", "2025-11-02T07:00:00Z"],
    ["Europe/Berlin", "2025-10-26T02:30:00", "2025-10-26T00:30:00Z"],
    // A whole day is missing.
    ["Pacific/Apia", "2011-12-30T12:00:00", "2011-12-30T22:00:00Z"],
    ["Pacific/Apia", "2011-12-31T00:00:00", "2011-12-30T10:00:00Z"],
  ])("in %s, %s, is %s", (name, wall, instant) => {
    expect(new Zone(name).instantMs(Date.parse(`${wall}Z`))).toBe(Date.parse(instant));
  });

  it("is what the zone's clocks show, at every hour of a year without a gap", () => {
    const zone = new Zone("Europe/Berlin");
    for (let atMs = Date.UTC(2025, 0, 1); atMs < Date.UTC(2026, 0, 1); atMs += 3_600_000) {
      const wallMs = atMs + zone.offsetMinutes(atMs) * 60_000;
      const isSecondOfTwo = zone.offsetMinutes(atMs - 3_600_000) > zone.offsetMinutes(atMs);
      expect(zone.instantMs(wallMs)).toBe(isSecondOfTwo ? atMs - 3_600_000 : atMs);
    }
  });
});

describe("a time zone's name", () => {
  it.each(["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires"])("%s is one", (name) => {
    expect(isTimeZone(name)).toBe(true);
  });

  // Newer engines take offsets for zones, but they know no summer time.
  it.each(["", "+02:00", "Mars/Olympus", "Europe/Berlin; DROP"])("%j is none", (name) => {
    expect(isTimeZone(name)).toBe(false);
  });
});
