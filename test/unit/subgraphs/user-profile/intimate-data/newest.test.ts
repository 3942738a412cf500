import { describe, expect, it } from "@jest/globals";
import { licensedReading } from "../../../../harness/licensing/licensed-reading.js";
import { NO_DATA } from "../../../../harness/licensing/vault-contents.js";
import { ImportSource, Provenance, type Observation } from "../../../../../subgraphs/user-profile/observation.js";

const NOW = new Date("2026-03-31T12:00:00Z");
const ORIGIN = { source: ImportSource.APPLE_HEALTH, device: null, grade: Provenance.OBSERVED };

const height = (at: string, value: number, offsetMinutes = 0): Observation => {
  const startMs = Date.parse(at);
  return { kind: "sample", metric: "body.height", startMs, endMs: startMs, offsetMinutes, value, origin: ORIGIN };
};
const shift = (from: string, to: string): Observation => {
  const [startMs, endMs] = [Date.parse(from), Date.parse(to)];
  return { kind: "work", startMs, endMs, offsetMinutes: 0, origin: ORIGIN };
};

async function told(field: string, observations: Observation[], selection: string): Promise<unknown> {
  const terms = [{ field, precision: "EXACT" as const, historyDays: 365 }];
  return (await (await licensedReading({ ...NO_DATA, observations }, terms, NOW))(selection)).data;
}

describe("what is newest", () => {
  it("is what is known, though a clock that ran ahead has written something for tomorrow", async () => {
    const heights = [height("2026-03-20T08:00:00Z", 171), height("2026-04-01T08:00:00Z", 180)];
    expect(await told("body.height", heights, "body { height { low } }")).toEqual({ body: { height: { low: 171 } } });
  });

  it("is by the moment, not by the date of whoever crossed the zones", async () => {
    const heights = [height("2026-03-20T09:00:00Z", 171, 840), height("2026-03-20T10:00:00Z", 172, -720)];
    expect(await told("body.height", heights, "body { height { low } }")).toEqual({ body: { height: { low: 172 } } });
  });

  it("is of a calendar what has happened: tomorrow's plans do not push out the oldest day of the quarter", async () => {
    const shifts = [
      shift("2026-01-01T09:00:00Z", "2026-01-01T17:00:00Z"), // 90 days with today, 91 with tomorrow
      shift("2026-03-31T07:00:00Z", "2026-03-31T11:00:00Z"),
      shift("2026-04-01T09:00:00Z", "2026-04-01T17:00:00Z"),
    ];
    expect(await told("work.pattern", shifts, "work { pattern { typicalStart } }")).toEqual({
      work: { pattern: { typicalStart: "08:00" } },
    });
  });
});
