import { describe, expect, it } from "@jest/globals";
import {
  hasEnded,
  isLive,
  LicenceStatus,
  statusAt,
  statusForBrand,
  SuspendedBy,
} from "../../../../../subgraphs/consent/licence/licence-status.js";

const NOW = new Date("2026-03-01T00:00:00.000Z");
const LATER = new Date(NOW.getTime() + 1);

describe("where a licence stands", () => {
  it.each<[string, string | null, "runs" | "over", string, string, boolean, boolean]>([
    // stored, by, time, for the person, for the brand, live, ended
    ["ACTIVE", null, "runs", "ACTIVE", "ACTIVE", true, false],
    ["ACTIVE", null, "over", "EXPIRED", "EXPIRED", false, true],
    ["EXHAUSTED", null, "runs", "EXHAUSTED", "EXHAUSTED", true, false],
    ["EXHAUSTED", null, "over", "EXPIRED", "EXPIRED", false, true],
    ["EXHAUSTED", "PERSON", "runs", "EXHAUSTED", "EXHAUSTED", false, false],
    ["EXHAUSTED", "OPERATOR", "runs", "EXHAUSTED", "EXHAUSTED", true, false],
    ["SUSPENDED", "PERSON", "runs", "SUSPENDED", "ACTIVE", false, false],
    ["SUSPENDED", "LAW", "runs", "SUSPENDED", "ACTIVE", false, false],
    ["SUSPENDED", "OPERATOR", "runs", "SUSPENDED", "SUSPENDED", true, false],
    ["SUSPENDED", "PERSON", "over", "EXPIRED", "EXPIRED", false, true],
    ["SUSPENDED", "OPERATOR", "over", "EXPIRED", "EXPIRED", false, true],
    ["WITHDRAWN", null, "runs", "WITHDRAWN", "WITHDRAWN", false, true],
    ["WITHDRAWN", null, "over", "WITHDRAWN", "WITHDRAWN", false, true],
    ["REVOKED", null, "runs", "REVOKED", "REVOKED", false, true],
  ])("%s by %s that %s is %s to the person and %s to the brand", (stored, by, time, person, brand, live, ended) => {
    // Half-open: at the very instant of its expiry it has expired.
    const expiresAt = time === "runs" ? LATER : NOW;
    const licence = { status: stored as LicenceStatus, suspendedBy: by as SuspendedBy | null, expiresAt };
    expect([statusAt(licence, NOW), statusForBrand(licence, NOW)]).toEqual([person, brand]);
    expect([isLive(licence, NOW), hasEnded(licence, NOW)]).toEqual([live, ended]);
  });

  it("knows every status and suspender", () => {
    expect(Object.keys(LicenceStatus)).toHaveLength(6);
    expect(Object.keys(SuspendedBy)).toHaveLength(3);
  });
});
