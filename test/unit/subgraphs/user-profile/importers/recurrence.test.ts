import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { occurrences } from "../../../../../subgraphs/user-profile/importers/recurrence.js";
import { recurrenceRule } from "../../../../../subgraphs/user-profile/importers/recurrence-rule.js";

const ENOUGH = 500;
const PULSES = 60;

/** What a rule finds, and how many pulses that took. */
function follow(text: string, start: string, last = "2030-01-01T00:00:00"): { times: string[]; pulses: number } {
  const rule = recurrenceRule(text);
  if (rule === null) throw new Error("the rule of a test is none");
  const times: string[] = [];
  let pulses = 0;
  for (const atMs of occurrences(rule, Date.parse(`${start}Z`), Date.parse(`${last}Z`))) {
    if (atMs === null) pulses += 1;
    else times.push(new Date(atMs).toISOString().slice(0, 19));
    if (times.length === ENOUGH || pulses === PULSES) break;
  }
  return { times, pulses };
}

const days = (...dates: string[]) => dates.map((date) => `${date}T09:00:00`);

describe("occurrences of a rule", () => {
  const START = "1997-09-02T09:00:00";

  // Weekdays of the calendar, looked up; many are the examples of RFC 5545 3.8.5.3.
  it.each([
    ["FREQ=DAILY;COUNT=3", START, days("1997-09-02", "1997-09-03", "1997-09-04")],
    ["FREQ=DAILY;INTERVAL=10;COUNT=3", START, days("1997-09-02", "1997-09-12", "1997-09-22")],
    ["FREQ=WEEKLY;COUNT=3", START, days("1997-09-02", "1997-09-09", "1997-09-16")],
    ["FREQ=WEEKLY;COUNT=4;WKST=SU;BYDAY=TU,TH", START, days("1997-09-02", "1997-09-04", "1997-09-09", "1997-09-11")],
    ["FREQ=MONTHLY;COUNT=3;BYDAY=1FR", "1997-09-05T09:00:00", days("1997-09-05", "1997-10-03", "1997-11-07")],
    ["FREQ=MONTHLY;COUNT=3;BYDAY=-2MO", "1997-09-22T09:00:00", days("1997-09-22", "1997-10-20", "1997-11-17")],
    ["FREQ=MONTHLY;COUNT=3;BYMONTHDAY=-3", "1997-09-28T09:00:00", days("1997-09-28", "1997-10-29", "1997-11-28")],
    // Months without a 31st are passed over.
    ["FREQ=MONTHLY;COUNT=3", "1997-08-31T09:00:00", days("1997-08-31", "1997-10-31", "1997-12-31")],
    ["FREQ=YEARLY;COUNT=3;BYMONTH=6,7", "1997-06-10T09:00:00", days("1997-06-10", "1997-07-10", "1998-06-10")],
    ["FREQ=YEARLY;COUNT=3", "1996-02-29T09:00:00", days("1996-02-29", "2000-02-29", "2004-02-29")],
    ["FREQ=YEARLY;COUNT=3;BYDAY=20MO", "1997-05-19T09:00:00", days("1997-05-19", "1998-05-18", "1999-05-17")],
    ["FREQ=YEARLY;COUNT=3;BYWEEKNO=20;BYDAY=MO", "1997-05-12T09:00:00", days("1997-05-12", "1998-05-11", "1999-05-17")],
    ["FREQ=YEARLY;COUNT=3;BYWEEKNO=20", "1997-05-12T09:00:00", days("1997-05-12", "1998-05-11", "1999-05-17")],
    ["FREQ=YEARLY;COUNT=3;BYYEARDAY=1,-1", "1997-01-01T09:00:00", days("1997-01-01", "1997-12-31", "1998-01-01")],
    [
      "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=3",
      "1998-02-13T09:00:00",
      days("1998-02-13", "1998-03-13", "1998-11-13"),
    ],
    [
      "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3",
      "1997-09-04T09:00:00",
      days("1997-09-04", "1997-10-07", "1997-11-06"),
    ],
    [
      "FREQ=MONTHLY;COUNT=3;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
      "1997-09-29T09:00:00",
      days("1997-09-29", "1997-10-30", "1997-11-27"),
    ],
    // A day of the week and the first of it in the month: either.
    [
      "FREQ=MONTHLY;COUNT=4;BYDAY=1MO,FR",
      "2025-01-03T09:00:00",
      days("2025-01-03", "2025-01-06", "2025-01-10", "2025-01-17"),
    ],
  ])("%s", (rule, start, expected) => {
    expect(follow(rule, start).times).toEqual(expected);
  });

  it("depend on the day that weeks begin with", () => {
    const rule = "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU";
    const start = "1997-08-05T09:00:00";
    expect(follow(`${rule};WKST=MO`, start).times).toEqual(
      days("1997-08-05", "1997-08-10", "1997-08-19", "1997-08-24"),
    );
    expect(follow(`${rule};WKST=SU`, start).times).toEqual(
      days("1997-08-05", "1997-08-17", "1997-08-19", "1997-08-31"),
    );
  });

  it("are at the times that the rule names", () => {
    const { times } = follow("FREQ=DAILY;BYHOUR=9,10;BYMINUTE=0,30;COUNT=5", START);
    expect(times.map((time) => time.slice(8, 16))).toEqual([
      "02T09:00",
      "02T09:30",
      "02T10:00",
      "02T10:30",
      "03T09:00",
    ]);
    const every20 = follow("FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10;COUNT=8", START).times;
    expect(every20.map((time) => time.slice(8, 16)).slice(4)).toEqual(["02T10:20", "02T10:40", "03T09:00", "03T09:20"]);
    expect(follow("FREQ=HOURLY;INTERVAL=3;COUNT=3", START).times.map((time) => time.slice(11, 13))).toEqual([
      "09",
      "12",
      "15",
    ]);
  });

  it("begin with the start, which counts, though the rule does not fit it", () => {
    expect(follow("FREQ=WEEKLY;BYDAY=TH,FR;COUNT=3", "2020-11-02T09:00:00").times).toEqual(
      days("2020-11-02", "2020-11-05", "2020-11-06"),
    );
  });

  it("end with the last moment, inclusively", () => {
    expect(follow("FREQ=DAILY", START, "1997-09-04T09:00:00").times).toHaveLength(3);
    expect(follow("FREQ=DAILY", START, "1997-09-04T08:59:59").times).toHaveLength(2);
  });

  it.each([
    "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=200",
    "FREQ=YEARLY;BYYEARDAY=366;BYMONTH=1",
    "FREQ=HOURLY;INTERVAL=24;BYHOUR=5",
    "FREQ=MINUTELY;INTERVAL=1440;BYHOUR=5",
    "FREQ=YEARLY;INTERVAL=999999999",
    "FREQ=MONTHLY;INTERVAL=999999999",
    "FREQ=WEEKLY;INTERVAL=999999999",
    "FREQ=SECONDLY;INTERVAL=999999999;BYSECOND=59",
  ])("that never come cost little: %s", (rule) => {
    const { times, pulses } = follow(rule, START);
    expect(times).toEqual(days("1997-09-02"));
    expect(pulses).toBeLessThan(10);
  });

  it("tell by pulses what they cost, also where they find nothing", () => {
    const { times, pulses } = follow("FREQ=SECONDLY;BYSECOND=30;INTERVAL=60", START);
    expect([times.length, pulses]).toEqual([1, PULSES]);
    const all = (count: number) => Array.from({ length: count }, (_nothing, i) => i).join(",");
    expect(
      follow(`FREQ=YEARLY;BYHOUR=${all(24)};BYMINUTE=${all(60)};BYSECOND=${all(60)}`, START).pulses,
    ).toBeGreaterThan(40);
  });

  it("rise, begin with the start and keep to what the rule says, whatever it is", () => {
    const part = (name: string, numbers: fc.Arbitrary<number>) =>
      fc.option(
        fc.uniqueArray(numbers, { minLength: 1, maxLength: 4 }).map((list) => `;${name}=${list.join(",")}`),
        { nil: "" },
      );
    const signed = (most: number) => fc.integer({ min: -most, max: most }).filter((number) => number !== 0);
    const rules = fc
      .tuple(
        fc.constantFrom("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY"),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 50 }),
        part("BYMONTH", fc.integer({ min: 1, max: 12 })),
        part("BYMONTHDAY", signed(31)),
        part("BYYEARDAY", signed(366)),
        part("BYHOUR", fc.integer({ min: 0, max: 23 })),
        part("BYSETPOS", signed(4)),
        fc.constantFrom("", ";BYDAY=MO", ";BYDAY=2TU,-1FR", ";BYDAY=SA,SU,MO"),
      )
      .map(([frequency, interval, count, ...rest]) => ({
        count,
        months: rest[0] === "" ? null : rest[0].slice(";BYMONTH=".length).split(",").map(Number),
        text: `FREQ=${frequency};INTERVAL=${interval};COUNT=${count}${rest.join("")}`,
      }));
    fc.assert(
      fc.property(rules, fc.integer({ min: 0, max: 1_900_000_000 }), ({ text, count, months }, startSeconds) => {
        const start = new Date(startSeconds * 1000).toISOString().slice(0, 19);
        const { times, pulses } = follow(text, start);
        expect(times[0]).toBe(start);
        expect(times).toEqual([...new Set(times)].sort());
        expect(times.length).toBeLessThanOrEqual(count);
        expect(pulses).toBeLessThanOrEqual(PULSES);
        if (months) for (const time of times.slice(1)) expect(months).toContain(Number(time.slice(5, 7)));
      }),
    );
  });
});

describe("a rule", () => {
  it("is read with its parts in any order and case, whatever programs add", () => {
    expect(recurrenceRule("count=2;X-NAME=1;freq=daily;RSCALE=GREGORIAN;SKIP=OMIT;")).toMatchObject({
      frequency: "DAILY",
      count: 2,
      interval: 1,
    });
    expect(recurrenceRule("FREQ=DAILY;UNTIL=20250430T225959Z")?.until).toEqual({
      wallMs: Date.parse("2025-04-30T22:59:59Z"),
      isDate: false,
      zone: "Z",
    });
  });

  it.each([
    "",
    "DAILY",
    "INTERVAL=2",
    "FREQ=FORTNIGHTLY",
    "RRULE:AnythingRandom;FREQ=WEEKLY",
    "FREQ=DAILY;INTERVAL=0",
    "FREQ=DAILY;COUNT=-1",
    "FREQ=DAILY;COUNT=99999999999",
    "FREQ=DAILY;UNTIL=tomorrow",
    "FREQ=DAILY;BYHOUR=24",
    "FREQ=MONTHLY;BYMONTHDAY=0",
    "FREQ=MONTHLY;BYDAY=1XX",
    "FREQ=YEARLY;BYMONTH=5L",
    "FREQ=YEARLY;RSCALE=CHINESE",
    "FREQ=DAILY;BYEASTER=1",
    "FREQ=DAILY;__proto__=1",
    `FREQ=DAILY;BYMINUTE=${"1,".repeat(10_000)}1`,
  ])("is none when a part of it cannot be read: %.60s", (text) => {
    expect(recurrenceRule(text)).toBeNull();
  });
});
