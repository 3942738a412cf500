import { describe, expect, it } from "@jest/globals";
import { calendar, event, NOW, readText, told, workOf } from "./icalendar-text.js";

const BERLIN = "TZID=Europe/Berlin";
const DAILY = ["UID:s", `DTSTART;${BERLIN}:20250327T090000`, `DTEND;${BERLIN}:20250327T100000`];

/** Each as "27 08:00": day and time of day in UTC, all being of one month. */
async function startsOf(...components: string[]): Promise<string[]> {
  return (await workOf(...components)).map((text) => text.slice(8, 16).replace("T", " "));
}

describe("a series", () => {
  it("keeps its time of day when clocks change", async () => {
    expect(await workOf(event(...DAILY, "RRULE:FREQ=DAILY;COUNT=5"))).toEqual([
      "2025-03-27T08:00+60 for 60",
      "2025-03-28T08:00+60 for 60",
      "2025-03-29T08:00+60 for 60",
      "2025-03-30T07:00+120 for 60",
      "2025-03-31T07:00+120 for 60",
    ]);
  });

  it("goes on at a time that clocks skip, and at the first of one that they show twice", async () => {
    const night = (date: string) =>
      event(`DTSTART;${BERLIN}:${date}T023000`, "DURATION:PT30M", "RRULE:FREQ=DAILY;COUNT=3");
    expect(await startsOf(night("20250329"))).toEqual(["29 01:30", "30 01:30", "31 00:30"]);
    expect(await startsOf(night("20251025"))).toEqual(["25 00:30", "26 00:30", "27 01:30"]);
    // Every hour of the night of the change: two of the clock's hours are one.
    const hourly = event(`DTSTART;${BERLIN}:20250330T010000`, "DURATION:PT15M", "RRULE:FREQ=HOURLY;COUNT=4");
    expect(await startsOf(hourly)).toEqual(["30 00:00", "30 01:00", "30 02:00"]);
  });

  it("is exactly as long as its end says, and nominally where a duration says days", async () => {
    const shift = [`DTSTART;${BERLIN}:20250328T220000`, "RRULE:FREQ=DAILY;COUNT=3"];
    const lengths = async (end: string) =>
      (await workOf(event(...shift, end))).map((text) => Number(text.split("for ")[1]));
    expect(await lengths(`DTEND;${BERLIN}:20250329T060000`)).toEqual([480, 480, 480]);
    expect(await lengths("DURATION:P1DT1H")).toEqual([1500, 1440, 1500]);
    expect(await lengths("DURATION:PT24H")).toEqual([1440, 1440, 1440]);
  });

  it("ends with UNTIL, inclusively: in UTC, in its own zone or with a day", async () => {
    const until = (value: string) => startsOf(event(...DAILY, `RRULE:FREQ=DAILY;UNTIL=${value}`));
    expect(await until("20250329T080000Z")).toEqual(["27 08:00", "28 08:00", "29 08:00"]);
    expect(await until("20250329T075959Z")).toEqual(["27 08:00", "28 08:00"]);
    expect(await until("20250329T090000")).toEqual(["27 08:00", "28 08:00", "29 08:00"]);
    expect(await until("20250329T085959")).toEqual(["27 08:00", "28 08:00"]);
    expect(await until("20250328")).toEqual(["27 08:00", "28 08:00"]);
  });

  it("leaves out its exceptions: in lists, in other zones, by the day, on several lines", async () => {
    const rule = "RRULE:FREQ=DAILY;COUNT=8";
    const exceptions = [
      `EXDATE;${BERLIN}:20250327T090000,20250328T090000`,
      "EXDATE:20250329T080000Z",
      "EXDATE;TZID=Europe/London:20250330T080000",
      "EXDATE:20250331T090000",
      "EXDATE;VALUE=DATE:20250401",
      // At none of its times.
      `EXDATE;${BERLIN}:20250402T093000`,
    ];
    expect(await startsOf(event(...DAILY, rule, ...exceptions))).toEqual(["02 07:00", "03 07:00"]);
    const byRule = await startsOf(event(...DAILY, rule, "EXRULE:FREQ=DAILY;INTERVAL=2"));
    expect(byRule).toEqual(["28 08:00", "30 07:00", "01 07:00", "03 07:00"]);
  });

  it("tells of an exception or a date that is none, and keeps the rest", async () => {
    const lines = ["RRULE:FREQ=DAILY;COUNT=3", `EXDATE;${BERLIN}:20250328T090000,,x`, "RDATE:never"];
    const { sink } = await readText(calendar(event(...DAILY, ...lines)));
    expect(sink.work.map(told)).toEqual(["2025-03-27T08:00+60 for 60", "2025-03-29T08:00+60 for 60"]);
    expect(sink.problems).toEqual([{ where: "line 2", message: expect.stringMatching(/date .* was passed over/) }]);
  });

  it("has further dates and periods, each instance once", async () => {
    const dates = [
      `RDATE;${BERLIN}:20250328T090000,20250329T120000`,
      `RDATE;VALUE=PERIOD;${BERLIN}:20250329T150000/PT2H,20250329T180000/20250329T183000`,
      "RDATE:20250329T080000Z",
    ];
    expect(await workOf(event(...DAILY, ...dates, "RRULE:FREQ=DAILY;COUNT=2"))).toEqual([
      "2025-03-27T08:00+60 for 60",
      "2025-03-28T08:00+60 for 60",
      "2025-03-29T08:00+60 for 60",
      "2025-03-29T11:00+60 for 60",
      "2025-03-29T14:00+60 for 120",
      "2025-03-29T17:00+60 for 30",
    ]);
    expect(await startsOf(event(...DAILY, `RDATE;${BERLIN}:20250328T090000`))).toEqual(["27 08:00", "28 08:00"]);
  });

  it("is changed by events that stand for its instances, before it or after", async () => {
    const series = event(...DAILY, "RRULE:FREQ=DAILY;COUNT=5");
    const change = (id: string, ...lines: string[]) => event("UID:s", `RECURRENCE-ID${id}`, ...lines);
    const to = (time: string) => [`DTSTART;${BERLIN}:${time}`, "DURATION:PT2H"];
    const moved = change(`;${BERLIN}:20250328T090000`, ...to("20250328T140000"));
    const cancelled = change(":20250329T080000Z", ...to("20250329T090000"), "STATUS:CANCELLED");
    const allDay = change(":20250330T090000", "DTSTART;VALUE=DATE:20250330");
    const ofAnother = event("UID:t", `RECURRENCE-ID;${BERLIN}:20250331T090000`, ...to("20250331T200000"));
    for (const components of [
      [series, moved, cancelled, allDay, ofAnother],
      [ofAnother, allDay, cancelled, moved, series],
    ]) {
      expect(await workOf(...components)).toEqual([
        "2025-03-27T08:00+60 for 60",
        "2025-03-28T13:00+60 for 120",
        "2025-03-31T07:00+120 for 60",
        "2025-03-31T18:00+120 for 120",
      ]);
    }
  });

  it("is changed from an instance on, by the time of day of its own clocks", async () => {
    const series = event(...DAILY, "RRULE:FREQ=DAILY;COUNT=6");
    const from = (date: string, ...lines: string[]) =>
      event("UID:s", `RECURRENCE-ID;RANGE=THISANDFUTURE;${BERLIN}:${date}T090000`, ...lines);
    const later = from("20250329", `DTSTART;${BERLIN}:20250329T110000`, "DURATION:PT2H");
    const never = from("20250331", `DTSTART;${BERLIN}:20250331T090000`, "STATUS:CANCELLED");
    expect(await workOf(series, never, later)).toEqual([
      "2025-03-27T08:00+60 for 60",
      "2025-03-28T08:00+60 for 60",
      "2025-03-29T10:00+60 for 120",
      "2025-03-30T09:00+120 for 120",
    ]);
  });

  it("without an end is followed for 400 days from now, or from its start where that is later", async () => {
    const weekly = (start: string) => calendar(event(`DTSTART:${start}`, "DURATION:PT1H", "RRULE:FREQ=WEEKLY"));
    const last = async (start: string, now: Date) => told((await readText(weekly(start), { now })).sink.work.at(-1)!);
    expect(await last("20250106T090000Z", NOW)).toBe("2026-07-06T09:00Z for 60");
    expect(await last("20300107T090000Z", NOW)).toBe("2031-02-10T09:00Z for 60");
    const single = event("DTSTART:20400101T090000Z", "DURATION:PT1H");
    expect(await workOf(single)).toEqual(["2040-01-01T09:00Z for 60"]);
  });

  it("tells the same when it is read again, and only more when it is read later", async () => {
    const text = calendar(event(...DAILY, "RRULE:FREQ=WEEKLY;BYDAY=MO,WE", "EXDATE:20250402T070000Z"));
    const first = (await readText(text)).sink.items;
    expect((await readText(text, { chunkBytes: 100 })).sink.items).toEqual(first);
    const later = (await readText(text, { now: new Date("2025-09-01T00:00:00Z") })).sink.items;
    expect(later.slice(0, first.length)).toEqual(first);
    expect(later.length).toBeGreaterThan(first.length);
  });
});

describe("a zone that a calendar describes", () => {
  const eastern = (name: string) =>
    [
      ...["BEGIN:VTIMEZONE", `TZID:${name}`, "BEGIN:STANDARD", "DTSTART:16011104T020000"],
      ...["RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11", "TZOFFSETFROM:-0400", "TZOFFSETTO:-0500", "END:STANDARD"],
      ...["BEGIN:DAYLIGHT", "DTSTART:16010311T020000", "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3"],
      ...["TZOFFSETFROM:-0500", "TZOFFSETTO:-0400", "END:DAYLIGHT", "END:VTIMEZONE"],
    ].join("\r\n");
  const at = (name: string, time: string) => event(`DTSTART;TZID="${name}":${time}`, "DURATION:PT1H");

  it("holds by its rules, wherever in the calendar it stands", async () => {
    const times = ["20250309T020000", "20250309T030000", "20251102T013000", "20251102T020000", "20241231T120000"];
    const events = times.map((time) => at("Customized: Time Zone 1", time));
    const expected = [
      "2024-12-31T17:00-300 for 60",
      // 02:00 is skipped, so that it is 03:00.
      "2025-03-09T07:00-240 for 60",
      "2025-03-09T07:00-240 for 60",
      "2025-11-02T05:30-240 for 60",
      "2025-11-02T07:00-300 for 60",
    ];
    expect(await workOf(eastern("Customized: Time Zone 1"), ...events)).toEqual(expected);
    expect(await workOf(...events, eastern("Customized: Time Zone 1"))).toEqual(expected);
  });

  it("holds from the dates that it lists until the last of a rule that ends", async () => {
    const zone = [
      ...["BEGIN:VTIMEZONE", "TZID:Listed", "BEGIN:STANDARD", "DTSTART:20200101T000000", "RDATE:20240101T000000"],
      ...["TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "END:STANDARD", "BEGIN:DAYLIGHT", "DTSTART:20210701T000000"],
      ...["RRULE:FREQ=YEARLY;UNTIL=20220630T230000Z", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "END:DAYLIGHT"],
    ].join("\r\n");
    const years = ["2019", "2020", "2021", "2022", "2023", "2024"].map((year) => at("Listed", `${year}0801T120000`));
    const offsets = (await workOf(`${zone}\r\nEND:VTIMEZONE`, ...years)).map((text) => text.slice(16, 20).trim());
    expect(offsets).toEqual(["+120", "+60", "+120", "+120", "+120", "+60"]);
  });

  it("does not unsay what IANA and Windows know, but goes before a caption", async () => {
    const caption = "(UTC+01:00) Brussels, Copenhagen, Madrid, Paris";
    const events = ["Europe/Paris", "Romance Standard Time", caption].map((name) => at(name, "20250701T120000"));
    const zones = ["Europe/Paris", "Romance Standard Time", caption].map(eastern);
    expect(await workOf(...zones, ...events)).toEqual([
      "2025-07-01T10:00+120 for 60",
      "2025-07-01T10:00+120 for 60",
      "2025-07-01T16:00-240 for 60",
    ]);
  });

  it.each([
    ["an offset", "TZOFFSETTO:-5"],
    ["a rule", "RRULE:FREQ=SOMETIMES"],
    ["a date", "RDATE:x"],
    ["a start", "DTSTART:x"],
  ])("is told and not used when %s of it cannot be read", async (_what, line) => {
    const zone = eastern("Ours").replace("END:STANDARD", `${line}\r\nEND:STANDARD`);
    const { sink } = await readText(calendar(zone, at("Ours", "20250701T120000")));
    expect(sink.work).toEqual([]);
    expect(sink.problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/description of a time zone cannot be read/),
      expect.stringMatching(/time zone is not known/),
    ]);
  });
});
