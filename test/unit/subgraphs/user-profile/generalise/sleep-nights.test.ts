import { describe, expect, it } from "@jest/globals";
import { sleepNights, type StageSegment } from "../../../../../subgraphs/user-profile/generalise/sleep-nights.js";
import { SleepStageKind } from "../../../../../subgraphs/user-profile/observation.js";

const { ASLEEP, AWAKE, CORE, DEEP, IN_BED, REM } = SleepStageKind;

function segment(stage: SleepStageKind, start: string, end: string): StageSegment {
  const [startMs, endMs] = [Date.parse(`${start}:00Z`), Date.parse(`${end}:00Z`)];
  return { stage, startMs, endMs, day: end.slice(0, 10) };
}

function nights(...segments: StageSegment[]): string[] {
  return sleepNights(segments).map(({ startMs, endMs, day, value }) => {
    const time = (ms: number): string => new Date(ms).toISOString().slice(8, 16);
    return `${time(startMs)} ${time(endMs)} ${day} ${value} h`;
  });
}

describe("nights", () => {
  it("are the union of what any device calls sleep", () => {
    const phone = segment(ASLEEP, "2025-01-06T23:00", "2025-01-07T07:00");
    const watch = [
      segment(CORE, "2025-01-06T23:30", "2025-01-07T02:00"),
      segment(DEEP, "2025-01-07T02:00", "2025-01-07T04:00"),
      segment(REM, "2025-01-07T05:00", "2025-01-07T07:30"),
    ];
    expect(nights(...watch, phone)).toEqual(["06T23:00 07T07:30 2025-01-07 8.5 h"]);
    expect(nights(...watch)).toEqual(["06T23:30 07T07:30 2025-01-07 7 h"]);
  });

  it("count neither bed nor waking", () => {
    const bed = segment(IN_BED, "2025-01-06T22:00", "2025-01-07T08:00");
    expect(nights(bed)).toEqual([]);
    expect(nights(bed, segment(AWAKE, "2025-01-07T03:00", "2025-01-07T04:00"))).toEqual([]);
    expect(nights(bed, segment(CORE, "2025-01-06T23:00", "2025-01-07T03:00"))).toEqual([
      "06T23:00 07T03:00 2025-01-07 4 h",
    ]);
  });

  it("part where three hours lie between, and not before", () => {
    const first = segment(CORE, "2025-01-06T23:00", "2025-01-07T01:00");
    expect(nights(first, segment(CORE, "2025-01-07T03:59", "2025-01-07T06:59"))).toEqual([
      "06T23:00 07T06:59 2025-01-07 5 h",
    ]);
    expect(nights(first, segment(CORE, "2025-01-07T04:00", "2025-01-07T07:00"))).toHaveLength(2);
  });

  it("know a nap from the night, and segments inside another from new ones", () => {
    const night = segment(ASLEEP, "2025-01-06T23:00", "2025-01-07T07:00");
    const inside = segment(DEEP, "2025-01-07T01:00", "2025-01-07T02:00");
    const nap = segment(ASLEEP, "2025-01-07T14:00", "2025-01-07T14:30");
    expect(nights(nap, inside, night)).toEqual([
      "06T23:00 07T07:00 2025-01-07 8 h",
      "07T14:00 07T14:30 2025-01-07 0.5 h",
    ]);
  });

  it("are none of nothing, nor of segments without a duration", () => {
    expect(nights()).toEqual([]);
    expect(nights(segment(CORE, "2025-01-07T01:00", "2025-01-07T01:00"))).toEqual([]);
  });
});
