import { describe, expect, it } from "@jest/globals";
import { calendar, event, NOW, readText, told, workOf } from "./icalendar-text.js";

const ONE_HOUR = ["DTSTART:20250101T090000Z", "DURATION:PT1H"];
const many = (count: number, one: (i: number) => string) => Array.from({ length: count }, (_nothing, i) => one(i));

async function problemsOf(text: string): Promise<{ work: number; isWhole: boolean; messages: string[] }> {
  const { sink, isWhole } = await readText(text, { chunkBytes: 60_000 });
  return { work: sink.work.length, isWhole, messages: sink.problems.map(({ message }) => message) };
}

describe("a calendar that would cost too much", () => {
  it.each([
    "FREQ=SECONDLY",
    "FREQ=MINUTELY;INTERVAL=5",
    "FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9;BYMINUTE=0,10,20,30,40,50",
  ])("by an event that recurs with %s stores none of it, and reads the rest", async (rule) => {
    const text = calendar(event(...ONE_HOUR, `RRULE:${rule}`), event(...ONE_HOUR));
    const { work, isWhole, messages } = await problemsOf(text);
    expect([work, isWhole]).toEqual([1, true]);
    expect(messages).toEqual([expect.stringMatching(/repeats more often than working time does; nothing of it/)]);
  });

  it("by a rule that is looked through in vain is given up", async () => {
    const vain = event("DTSTART:19500101T090000Z", "DURATION:PT1H", "RRULE:FREQ=SECONDLY;INTERVAL=60;BYSECOND=30");
    const { work, messages } = await problemsOf(calendar(vain));
    expect([work, messages.length]).toEqual([0, 1]);
  });

  it("by all its series together is told where they end", async () => {
    const daily = event("DTSTART:20000101T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY");
    const single = event(...ONE_HOUR);
    const { work, isWhole, messages } = await problemsOf(calendar(...many(40, () => daily), single) + calendar(single));
    // 26 years and 66 days of 365.25 each, 25 times; and both events that stand alone.
    expect(work).toBe(25 * 9_684 + 2);
    expect(isWhole).toBe(false);
    expect(messages).toEqual([expect.stringMatching(/more instances than are followed; this one and those after it/)]);
  }, 30_000);

  it("by what it holds until its end tells no series, and all that stands alone", async () => {
    const dates = many(9_000, (i) => `EXDATE:2025${String((i % 12) + 1).padStart(2, "0")}01T000000Z`).join("\r\n");
    const series = event(...ONE_HOUR, "RRULE:FREQ=DAILY;COUNT=3", dates);
    const { work, isWhole, messages } = await problemsOf(calendar(...many(12, () => series), event(...ONE_HOUR)));
    expect([work, isWhole]).toEqual([1, false]);
    expect(messages).toEqual([expect.stringMatching(/more series.* than are followed; no series of it was stored/)]);
  }, 30_000);

  it("by an event's dates leaves the event out", async () => {
    const list = `EXDATE:${many(25_000, () => "20250101T000000Z").join(",")}`;
    const dates = many(3, () => `EXDATE:${many(7_000, () => "20250101T000000Z").join(",")}`).join("\r\n");
    for (const lines of [list, dates]) {
      const { work, messages } = await problemsOf(calendar(event(...ONE_HOUR, "RRULE:FREQ=DAILY;COUNT=3", lines)));
      expect([work, messages]).toEqual([0, [expect.stringMatching(/more dates than a calendar would/)]]);
    }
  });

  it("by time zones that nobody could follow knows none of them", async () => {
    const zone = ["BEGIN:VTIMEZONE", "TZID:Ours", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0100"];
    const rules = ["FREQ=SECONDLY", "FREQ=SECONDLY;INTERVAL=60;BYSECOND=30"];
    for (const rule of rules) {
      const lines = [...zone, "TZOFFSETTO:+0000", `RRULE:${rule}`, "END:STANDARD", "END:VTIMEZONE"];
      const at = event("DTSTART;TZID=Ours:20250101T090000", "DURATION:PT1H");
      const { work, messages } = await problemsOf(calendar(...lines, at));
      expect([work, messages]).toEqual([0, [expect.stringMatching(/time zone is not known/)]]);
    }
    const names = many(150, (i) => event(`DTSTART;TZID=Nowhere ${i}:20250101T090000`, "DURATION:PT1H"));
    const known = event("DTSTART;TZID=Europe/Berlin:20250101T090000", "DURATION:PT1H");
    expect((await problemsOf(calendar(known, ...names, known))).work).toBe(2);
  });

  it("by lines without an end keeps only their beginnings", async () => {
    const long = "x".repeat(3_000_000);
    const words = event(
      ...ONE_HOUR,
      `DESCRIPTION:${long}`,
      `UID:${long}`,
      "ATTACH;ENCODING=BASE64:" + "\r\n x".repeat(500_000),
    );
    expect(await problemsOf(calendar(words))).toEqual({ work: 1, isWhole: true, messages: [] });
    const { work, messages } = await problemsOf(
      calendar(event(`DTSTART;X="${long}":20250101T090000Z`, "DURATION:PT1H")),
    );
    expect(work).toBe(0);
    expect(messages).toContainEqual(expect.stringMatching(/no readable start/));
  });

  it("by its depth is left where it is too deep", async () => {
    const deep = many(50_000, () => "BEGIN:X-A");
    const { sink, isWhole } = await readText(calendar(event(...ONE_HOUR), ...deep), { chunkBytes: 60_000 });
    expect(sink.work.map(told)).toEqual(["2025-01-01T09:00Z for 60"]);
    expect([isWhole, sink.problems]).toEqual([
      false,
      [{ where: "line 21", message: expect.stringMatching(/nested too deeply; 1 record before it was read/) }],
    ]);
  });

  it("by repeating itself is read all the same", async () => {
    const begins = many(2_000, () => "BEGIN:VCALENDAR\r\nBEGIN:VEVENT").join("\r\n");
    const { isWhole, work } = await problemsOf(begins);
    expect([isWhole, work]).toEqual([false, 0]);
    expect(await workOf(...many(3, () => event(...ONE_HOUR)))).toHaveLength(3);
  });

  it("by the years between its start and now is not followed from the beginning of time", async () => {
    const { sink } = await readText(calendar(event("DTSTART:19000101T090000Z", "DURATION:PT1H", "RRULE:FREQ=YEARLY")), {
      now: NOW,
    });
    expect(sink.work).toHaveLength(127);
  });
});
