import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { describeWithSamples, samplePath, samplesIn } from "../harness/samples.js";
import { World } from "../harness/world.js";

/** What the vault answers over HTTP equals what expected.json says, computed independently, of every iCalendar file. */
interface Interval {
  start: string;
  end: string;
  sum: number | null;
  unit: string;
}
interface CalendarMetrics {
  first?: string | null;
  busy_instances?: number;
  busy_timed_minutes?: number | null;
  all_day_instances?: number;
  starts?: string[];
}

const DAY_MS = 86_400_000;
/** The figures are over 400 days from the earliest start. */
const WINDOW_MS = 400 * DAY_MS;
/** A month at a time: no list of the samples is over the limit then. */
const MONTH_MS = 30 * DAY_MS;
const HOUR_MS = 3_600_000;

/** An instance of this file ends before it begins: it is told as a problem, and is no working time. */
const WITHOUT_LENGTH: Record<string, number> = { "ical/daily-count-exdate-recurrence-id.ics": 1 };
/** In minutes. Of this file a period says itself that it takes two hours (RFC 5545 3.8.5.2); expected.json counts one. */
const LENGTH: Record<string, number> = { "ical/rfc7265-example2.ics": 420 };

/** A floating time is in the person's zone, which is UTC here. */
const instantOf = (time: string) => Date.parse(`${time.replace(/^floating:/, "").replace(/Z$/, "")}Z`);

describeWithSamples("working hours of real-format calendars, as the person reads them", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.open();
  }, 60_000);
  afterAll(() => world.close());

  const samples = samplesIn("ical/").filter(([, { metrics }]) => metrics?.["busy_instances"] !== undefined);
  it.each(samples)(
    "%s",
    async (path, { metrics }) => {
      const { first, busy_instances, busy_timed_minutes, all_day_instances, starts } = metrics as CalendarMetrics;
      const person = await world.person();
      await person.import(samplePath(path));
      const timed = starts?.filter((start) => start.includes("T"));
      const from = instantOf(timed?.[0] ?? (first?.includes("T") ? first : "2020-01-01T00:00:00Z"));
      const events: Interval[] = [];
      for (let at = from; at < from + WINDOW_MS; at += MONTH_MS) {
        const to = Math.min(at + MONTH_MS, from + WINDOW_MS);
        const during = `{from: "${new Date(at).toISOString()}", to: "${new Date(to).toISOString()}"}`;
        const { work } = await person.own<{ work: { workingHours: Interval[] | null } }>(
          `work { workingHours(during: ${during}, precision: EXACT) { start end sum unit } }`,
        );
        events.push(...work.workingHours!);
      }
      expect(events).toHaveLength(busy_instances! - (all_day_instances ?? 0) - (WITHOUT_LENGTH[path] ?? 0));
      const known = timed?.map(instantOf);
      for (const { start, end, sum, unit } of events) {
        if (known) expect(known).toContain(Date.parse(start));
        expect(sum).toBeCloseTo((Date.parse(end) - Date.parse(start)) / HOUR_MS, 9);
        expect(unit).toBe("h");
      }
      const minutes = events.reduce((total, { sum }) => total + sum! * 60, 0);
      expect(minutes).toBeCloseTo(LENGTH[path] ?? busy_timed_minutes ?? minutes, 6);
    },
    60_000,
  );

  it("are told whole, and no word of them", async () => {
    const person = await world.person();
    await person.import(samplePath("ical/synth-work-london.ics"));
    const during = `{from: "2025-03-03T00:00:00Z", to: "2025-03-06T00:00:00Z"}`;
    const selection = `work { workingHours(during: ${during}, precision: EXACT) { start end sum unit } }`;
    const at = (start: string, end: string, sum: number) => ({ start, end, sum, unit: "h" });
    expect(await person.own(selection)).toEqual({
      work: {
        workingHours: [
          at("2025-03-03T09:30:00.000Z", "2025-03-03T09:45:00.000Z", 0.25),
          at("2025-03-04T09:30:00.000Z", "2025-03-04T09:45:00.000Z", 0.25),
          at("2025-03-05T09:30:00.000Z", "2025-03-05T09:45:00.000Z", 0.25),
          at("2025-03-05T14:00:00.000Z", "2025-03-05T14:30:00.000Z", 0.5),
        ],
      },
    });
  });
});
