import { expect, it } from "@jest/globals";
import { importFile } from "../../../../../subgraphs/user-profile/importers/import-file.js";
import type { WorkObservation } from "../../../../../subgraphs/user-profile/observation.js";
import { describeWithSamples, samplePath, samplesIn } from "../../../../harness/samples.js";
import { CollectingSink } from "./collecting-sink.js";

interface CalendarMetrics {
  components: { vevent?: number };
  busy_instances?: number;
  busy_timed_minutes?: number | null;
  all_day_instances?: number;
  starts?: string[];
  unreadable_values?: string[];
}

const WINDOW_MS = 400 * 86_400_000;

/** What expected.json counts and is no working time: an instance that ends before it begins is told, not stored. */
const WITHOUT_LENGTH: Record<string, number> = { "ical/daily-count-exdate-recurrence-id.ics": 1 };
/** In minutes. Of this file a period says itself that it takes two hours (RFC 5545 3.8.5.2); expected.json counts one. */
const LENGTH: Record<string, number> = { "ical/rfc7265-example2.ics": 420 };
/** Problems, where there are any: an unreadable part of an event is told once. */
const PROBLEMS: Record<string, RegExp> = {
  "ical/bad-dtstart.ics": /no readable start/,
  "ical/bad-parsing-error.ics": /date on which the event is repeated or left out cannot be read/,
  "ical/bad-rrule.ics": /rule of repetition cannot be read/,
  "ical/bad-truncated.ics": /breaks at line 38: it ends before its components do; 1 record before it was read/,
  "ical/daily-count-exdate-recurrence-id.ics": /ends before it begins/,
};

/** "2025-03-03T09:30:00Z", with a floating time as it is in UTC, the zone of these imports. */
const instantOf = (start: string) => `${start.replace(/^floating:/, "").replace(/Z$/, "")}Z`;
const startOf = ({ startMs }: WorkObservation) => `${new Date(startMs).toISOString().slice(0, 19)}Z`;

/** The figures are over 400 days from the earliest start; a series without an end goes on. */
function inWindow(work: readonly WorkObservation[]): WorkObservation[] {
  const firstMs = Math.min(...work.map(({ startMs }) => startMs));
  return work.filter(({ startMs }) => startMs < firstMs + WINDOW_MS);
}

describeWithSamples("iCalendar samples", () => {
  it.each(samplesIn("ical/"))("%s gives the expected figures", async (name, sample) => {
    const expected = sample.metrics as unknown as CalendarMetrics;
    const sink = new CollectingSink();
    const { sources, isComplete } = await importFile(samplePath(name), sink);
    const isCut = name.includes("truncated");
    expect([sources, isComplete]).toEqual([["ICALENDAR"], !isCut]);
    expect(sink.records).toBe((expected.components.vevent ?? 0) - Number(isCut));
    const told = PROBLEMS[name];
    expect(sink.problems).toEqual(told ? [{ where: expect.any(String), message: expect.stringMatching(told) }] : []);
    expect(told !== undefined || sample.expect === "parse").toBe(true);
    if (expected.busy_instances === undefined) return;
    const work = inWindow(sink.work);
    const without = (expected.all_day_instances ?? 0) + (WITHOUT_LENGTH[name] ?? 0);
    expect(work).toHaveLength(expected.busy_instances - without);
    const starts = expected.starts?.map(instantOf) ?? [];
    if (expected.starts) for (const observation of work) expect(starts).toContain(startOf(observation));
    const minutes = work.reduce((sum, { startMs, endMs }) => sum + (endMs - startMs) / 60_000, 0);
    expect(minutes).toBe(LENGTH[name] ?? expected.busy_timed_minutes ?? minutes);
  });

  it("reads what is readable of a file with an unreadable rule", async () => {
    const sink = new CollectingSink();
    await importFile(samplePath("ical/bad-rrule.ics"), sink, { clock: () => new Date("2020-11-24T00:00:00Z") });
    // Ten minutes on working days, but for one; a series of no length has none.
    const minutes = inWindow(sink.work).reduce((sum, { startMs, endMs }) => sum + (endMs - startMs) / 60_000, 0);
    expect([inWindow(sink.work).length, minutes, sink.skippedRecords]).toEqual([285, 2850, 1]);
    expect(startOf(sink.work[0]!)).toBe("2020-09-03T15:40:00Z");
  });

  it("keeps no word and nobody of them", async () => {
    const sink = new CollectingSink();
    for (const [name] of samplesIn("ical/")) await importFile(samplePath(name), sink);
    const shapes = new Set(sink.items.map((item) => Object.keys(item).join(" ")));
    expect([...shapes]).toEqual(["kind startMs endMs offsetMinutes origin"]);
    expect(JSON.stringify([sink.items, sink.problems])).not.toMatch(/Doe|jane|Treasure|Brain|INVALID|Anything/);
  });
});
