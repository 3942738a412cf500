import { describe, expect, it } from "@jest/globals";
import { Provenance } from "../../../../../subgraphs/user-profile/observation.js";
import { importIcalendar } from "../../../../../subgraphs/user-profile/importers/icalendar.js";
import { importFile } from "../../../../../subgraphs/user-profile/importers/import-file.js";
import { PIECE_BYTES } from "../../../../../subgraphs/user-profile/importers/import-limits.js";
import { bytesOf, CollectingSink, UTC } from "./collecting-sink.js";
import { calendar, event, NOW, readText, told, workOf } from "./icalendar-text.js";
import { withFile, zipOf } from "./zip-file.js";

const LONDON = "TZID=Europe/London";

describe("an event of a calendar", () => {
  it("is working time, and nothing else of it is kept", async () => {
    const words = [
      "SUMMARY:Secret plan",
      "LOCATION:Room 7",
      "DESCRIPTION:DTSTART:19990101T000000Z",
      "CATEGORIES:private",
    ];
    const people = ['ATTENDEE;CN="Doe, Jane":mailto:jane@example.com', "ORGANIZER:mailto:boss@example.com"];
    const links = ["URL:http://127.0.0.1:9/x", "ATTACH:file:///etc/passwd"];
    const times = [`DTSTART;${LONDON}:20250303T093000`, `DTEND;${LONDON}:20250303T094500`];
    const { sink, isWhole } = await readText(calendar(event("UID:a", ...words, ...times, ...people, ...links)));
    expect(sink.items).toEqual([
      {
        kind: "work",
        startMs: Date.parse("2025-03-03T09:30:00Z"),
        endMs: Date.parse("2025-03-03T09:45:00Z"),
        offsetMinutes: 0,
        origin: { source: "ICALENDAR", device: null, grade: Provenance.PROVIDED },
      },
    ]);
    expect([isWhole, sink.records, sink.skippedRecords, sink.problems]).toEqual([true, 1, 0, []]);
  });

  it.each([
    ["in UTC", ["DTSTART:20250701T090000Z", "DTEND:20250701T100000Z"], "2025-07-01T09:00Z for 60"],
    ["with a duration", ["DTSTART:20250701T090000Z", "DURATION:P0DT1H30M"], "2025-07-01T09:00Z for 90"],
    ["of a whole day's length", ["DTSTART:20250701T090000Z", "DURATION:P1D"], "2025-07-01T09:00Z for 1440"],
    [
      "between two zones",
      [`DTSTART;${LONDON}:20250701T090000`, "DTEND;TZID=Europe/Paris:20250701T110000"],
      "2025-07-01T08:00+60 for 60",
    ],
    [
      "by a Windows zone",
      ["DTSTART;TZID=Newfoundland Standard Time:20250701T090000", "DURATION:PT1H"],
      "2025-07-01T11:30-150 for 60",
    ],
    [
      "by a caption with a colon in quotes",
      ['DTSTART;TZID="(UTC-05:00) Eastern Time (US & Canada)":20250701T090000', "DURATION:PT1H"],
      "2025-07-01T13:00-240 for 60",
    ],
    [
      "by a caption whose quotes were forgotten",
      ["DTSTART;TZID=(UTC+01:00) Brussels, Copenhagen, Madrid, Paris:20250701T090000", "DURATION:PT1H"],
      "2025-07-01T07:00+120 for 60",
    ],
    ["by a zone without a name", ['DTSTART;TZID="":20250701T090000', "DURATION:PT1H"], "2025-07-01T09:00+0 for 60"],
    ["by a zone that is called UTC", ["DTSTART;TZID=UTC:20250701T090000", "DURATION:PT1H"], "2025-07-01T09:00Z for 60"],
    [
      "in lower case and with blanks",
      ["dtstart;tzid=Europe/Paris: 20250701t090000 ", "duration:pt1h"],
      "2025-07-01T07:00+120 for 60",
    ],
  ])("%s is where it was", async (_what, lines, expected) => {
    expect(await workOf(event(...lines))).toEqual([expected]);
  });

  it("without a zone is in the person's own, by both changes of the clocks", async () => {
    const at = (time: string) => event(`DTSTART:${time}`, "DURATION:PT30M");
    // 02:30 is skipped on 9 March and comes twice on 2 November.
    const text = calendar(at("20250309T023000"), at("20250701T090000"), at("20251102T013000"));
    const { sink } = await readText(text, { zone: "America/New_York" });
    expect(sink.work.map(told)).toEqual([
      "2025-03-09T07:30-240 for 30",
      "2025-07-01T13:00-240 for 30",
      "2025-11-02T05:30-240 for 30",
    ]);
  });

  it.each([
    ["all day", ["DTSTART;VALUE=DATE:20250701", "DTEND;VALUE=DATE:20250702"]],
    ["all day, as a bare date", ["DTSTART:20250701", "DTEND:20250702"]],
    ["cancelled", ["DTSTART:20250701T090000Z", "DURATION:PT1H", "STATUS:CANCELLED"]],
    ["transparent", ["DTSTART:20250701T090000Z", "DURATION:PT1H", "TRANSP:transparent"]],
    ["without an end", ["DTSTART:20250701T090000Z"]],
    ["of no length", ["DTSTART:20250701T090000Z", "DTEND:20250701T090000Z"]],
    ["of months", ["DTSTART:20250701T090000Z", "DTEND:20250901T090000Z"]],
  ])("that is %s is skipped", async (_what, lines) => {
    const { sink } = await readText(calendar(event(...lines)));
    expect([sink.items, sink.records, sink.skippedRecords, sink.problems]).toEqual([[], 1, 1, []]);
  });

  it.each([
    ["no start", ["UID:a", "DURATION:PT1H"], /no readable start/],
    ["a start that is none", ["DTSTART:20250231T090000Z", "DURATION:PT1H"], /no readable start/],
    ["a start in an impossible year", ["DTSTART:00010101T000000Z", "DURATION:PT1H"], /no readable start/],
    ["an end that is none", ["DTSTART:20250701T090000Z", "DTEND:soon"], /end or duration cannot be read/],
    ["an end without a time", ["DTSTART:20250701T090000Z", "DTEND:20250702"], /end or duration cannot be read/],
    ["a duration that is none", ["DTSTART:20250701T090000Z", "DURATION:1H"], /end or duration cannot be read/],
    ["an end before its start", ["DTSTART:20250701T090000Z", "DTEND:20250701T080000Z"], /ends before it begins/],
    [
      "a rule that is none",
      ["DTSTART:20250701T090000Z", "DURATION:PT1H", "RRULE:FREQ=OFTEN"],
      /rule of repetition cannot be read/,
    ],
    [
      "a zone that is not known",
      ["DTSTART;TZID=Middle-earth:20250701T090000", "DURATION:PT1H"],
      /time zone is not known/,
    ],
    [
      "an end in such a zone",
      ["DTSTART:20250701T090000Z", "DTEND;TZID=Middle-earth:20250701T100000"],
      /time zone is not known/,
    ],
    [
      "no instance that it changes",
      ["UID:a", "RECURRENCE-ID:x", "DTSTART:20250701T090000Z", "DURATION:PT1H"],
      /instance of a series/,
    ],
  ])("with %s is told and passed over, the others are read", async (_what, lines, message) => {
    const good = event("DTSTART:20250702T090000Z", "DURATION:PT1H");
    const { sink, isWhole } = await readText(calendar(good, event(...lines), good));
    expect(sink.problems).toEqual([{ where: "line 6", message: expect.stringMatching(message) }]);
    expect([sink.work.length, sink.records, sink.skippedRecords, isWhole]).toEqual([2, 3, 0, true]);
    expect(JSON.stringify(sink.problems)).not.toMatch(/Middle|OFTEN|soon/);
  });
});

describe("a calendar", () => {
  it("is unfolded before it is decoded, whatever its line breaks and pieces", async () => {
    // Folds inside a time, inside the letter ü, after a carriage return, and by a tabulator.
    const uid = Buffer.from("UID:m\u00fcnchen\n");
    const cut = uid.indexOf(0xc3) + 1;
    const folded = Buffer.concat([
      Buffer.from(
        "\ufeff\r\nBEGIN:VCALENDAR\r\n\r\nBEGIN:VEVENT\nDTSTART:2025\r\n 0701T0\n\t90000Z\r\nDURA\r\n TION:PT1H\n",
      ),
      Buffer.concat([uid.subarray(0, cut), Buffer.from("\r\n "), uid.subarray(cut)]),
      Buffer.from("RRULE:FREQ=DAILY;COUNT=2\nEND:VEVENT\n"),
      Buffer.from(
        event("UID:m\u00fcnchen", "RECURRENCE-ID:20250702T090000Z", "DTSTART:20250702T100000Z", "DURATION:PT2H"),
      ),
      Buffer.from("\r\nEND:VCALENDAR"),
    ]);
    for (let chunkBytes = 1; chunkBytes < 40; chunkBytes += 1) {
      const { sink, isWhole } = await readText(folded, { chunkBytes });
      expect(sink.work.map(told).sort()).toEqual(["2025-07-01T09:00Z for 60", "2025-07-02T10:00Z for 120"]);
      expect([isWhole, sink.problems]).toEqual([true, []]);
    }
  });

  it("holds tasks, journals, alarms and free time, which are not working time", async () => {
    const times = ["DTSTART:20250701T090000Z", "DURATION:PT1H"];
    const other = ["VTODO", "VJOURNAL", "VFREEBUSY", "X-THING"].flatMap((name) => [
      `BEGIN:${name}`,
      ...times,
      `END:${name}`,
    ]);
    const alarm = ["BEGIN:VALARM", "TRIGGER:-PT5M", "DURATION:PT9H", "REPEAT:2", "END:VALARM"];
    const { sink } = await readText(calendar(...other, event(...times, ...alarm)));
    expect(sink.work.map(told)).toEqual(["2025-07-01T09:00Z for 60"]);
    expect([sink.records, sink.skippedRecords, sink.problems]).toEqual([1, 0, []]);
  });

  it("may follow another, whose zones and series are not its own", async () => {
    const zone = (offset: string) =>
      ["BEGIN:VTIMEZONE", "TZID:Ours", "BEGIN:STANDARD", "DTSTART:16010101T000000", "TZOFFSETFROM:+0000"]
        .concat([`TZOFFSETTO:${offset}`, "END:STANDARD", "END:VTIMEZONE"])
        .join("\r\n");
    const at = event("UID:a", "DTSTART;TZID=Ours:20250701T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=1");
    const change = event(
      "UID:a",
      "RECURRENCE-ID;TZID=Ours:20250701T090000",
      "DTSTART:20250801T090000Z",
      "DURATION:PT1H",
    );
    const { sink } = await readText(calendar(zone("+0100"), at) + calendar(zone("-0300"), at) + calendar(change));
    expect(sink.work.map(told)).toEqual([
      "2025-07-01T08:00+60 for 60",
      "2025-07-01T12:00-180 for 60",
      "2025-08-01T09:00Z for 60",
    ]);
  });

  it("that is cut keeps the events that were whole, and says where it breaks", async () => {
    const one = (day: number) =>
      event("UID:a", `DTSTART:202507${day}T090000Z`, "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=2");
    const whole = calendar(one(10), one(20));
    const seen = new Set<number>();
    for (let end = 1; end < whole.length - 2; end += 1) {
      const { sink, isWhole } = await readText(whole.slice(0, end), { chunkBytes: 1000 });
      const ended = whole.slice(0, end).split(/END:VEVENT/).length - 1;
      seen.add(ended);
      expect([end, sink.records, sink.work.length]).toEqual([end, ended, 2 * ended]);
      if (!/BEGIN:VCALENDAR/.test(whole.slice(0, end))) continue;
      expect(isWhole).toBe(false);
      expect(sink.problems.at(-1)).toEqual({
        where: expect.stringMatching(/^line \d+$/),
        message: expect.stringMatching(/breaks at line \d+: it ends before its components do; \d records? before it/),
      });
    }
    expect([...seen]).toEqual([0, 1, 2]);
  });

  it("tells of ends that are missing or too many, and reads on", async () => {
    const times = ["DTSTART:20250701T090000Z", "DURATION:PT1H"];
    const alarm = ["BEGIN:VALARM", "DURATION:PT9H"];
    const { sink, isWhole } = await readText(
      calendar(
        ...["BEGIN:VEVENT", ...times],
        ...[event(...times), "END:VTODO", "BEGIN:VTODO"],
        ...["BEGIN:VTIMEZONE", "BEGIN:STANDARD", event(...times), event(...times, ...alarm)],
        ...["BEGIN:VEVENT", ...times],
      ),
    );
    expect(sink.problems.map(({ where, message }) => `${where}: ${message}`)).toEqual([
      expect.stringMatching(/^line 2: The event has no end/),
      expect.stringMatching(/^line 9: A component ends here that has not begun/),
      expect.stringMatching(/^line 13: A component has no end/),
      expect.stringMatching(/^line 22: A component has no end/),
      expect.stringMatching(/^line 23: The event has no end/),
    ]);
    expect([sink.work.length, sink.records, isWhole]).toEqual([3, 3, true]);
  });

  it("tells of lines that are none, once an event", async () => {
    const times = ["DTSTART:20250701T090000Z", "DURATION:PT1H"];
    const { sink } = await readText(calendar(event(...times, "no property", "nor this")));
    expect(sink.problems).toEqual([{ where: "line 2", message: expect.stringMatching(/no property/) }]);
    expect(sink.work).toHaveLength(1);
  });

  it("keeps to itself: an event outside of it is told and not stored", async () => {
    const stray = event("DTSTART:20250701T090000Z", "DURATION:PT1H");
    const { sink, isWhole } = await readText(`${calendar()}${stray}\r\n${calendar(stray)}`);
    expect(sink.problems).toEqual([{ where: "line 3", message: expect.stringMatching(/outside of a calendar/) }]);
    expect([sink.work.length, sink.records, isWhole]).toEqual([1, 1, true]);
  });

  it("is read from a zip beside a card and other calendars, each with its own problems", async () => {
    const at = (time: string) => calendar(event(`DTSTART:${time}`, "DURATION:PT1H"));
    const zip = zipOf([
      { name: "a.ics", content: at("20250701T090000Z") },
      { name: "me.vcf", content: "BEGIN:VCARD\r\nN:a;b\r\nEND:VCARD\r\n" },
      { name: "b", content: at("soon") },
      { name: "c.txt", content: at("20250702T090000Z").slice(0, -15) },
    ]);
    const sink = new CollectingSink();
    const outcome = await withFile(zip, (path) => importFile(path, sink));
    expect(outcome).toEqual({ sources: ["VCARD", "ICALENDAR"], isComplete: false });
    expect(sink.work.map(told)).toEqual(["2025-07-01T09:00Z for 60", "2025-07-02T09:00Z for 60"]);
    expect(sink.problems.map(({ where }) => where)).toEqual(["entry 3, line 2", "entry 4, line 6"]);
  });

  it("is read as far as the zip around it is whole", async () => {
    const content = calendar(event("DTSTART:20250701T090000Z", "DURATION:PT1H"), "X-FILLER:".padEnd(300_000, "x"));
    const sink = new CollectingSink();
    const zip = zipOf([{ name: "a.ics", content, checksum: 1 }]);
    const { isComplete } = await withFile(zip, (path) => importFile(path, sink));
    expect([sink.work.length, isComplete]).toEqual([1, false]);
    expect(sink.problems).toHaveLength(1);
  });

  it("lets the event loop turn, however much is in it", async () => {
    const rule = "RRULE:FREQ=DAILY";
    const series = event(`DTSTART;${LONDON}:20000101T090000`, "DURATION:PT1H", rule);
    const text = calendar(...Array.from({ length: 3 }, () => series), `X-FILLER:${"x".repeat(5 * PIECE_BYTES)}`);
    let turns = 0;
    let timer = setImmediate(function turn() {
      turns += 1;
      timer = setImmediate(turn);
    });
    const { sink } = await readText(text, { chunkBytes: text.length });
    clearImmediate(timer);
    expect(sink.work.length).toBeGreaterThan(28_000);
    expect(turns).toBeGreaterThan(sink.work.length / 500);
  });

  it("stops where it is told to", async () => {
    const abort = new AbortController();
    const sink = new CollectingSink();
    setImmediate(() => abort.abort());
    const text = calendar(event("DTSTART:20000101T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY"));
    const input = { chunks: bytesOf(text), sink, label: "", zone: UTC, signal: abort.signal };
    await expect(importIcalendar(input, NOW)).rejects.toThrow(/abort/i);
  });
});
