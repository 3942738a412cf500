import { describe, expect, it } from "@jest/globals";
import { DAY_MS } from "../../../../../shared/clock.js";
import { computeTrust, type TrustFacts } from "../../../../../subgraphs/consent/brand/trust-level.js";

const now = new Date("2026-06-01T12:00:00.000Z");
const ago = (days: number): Date => new Date(now.getTime() - days * DAY_MS);

const TRUSTED: TrustFacts = {
  domainCheckedAt: ago(1),
  domainVerifiedSince: ago(14),
  licences: 10,
  recentLicences: 10,
  recentComplaints: 0,
  oldestComplaintAt: null,
  erasuresOverdue: 0,
  nextErasureDueAt: null,
  suspensionReason: null,
};

describe("the formula of trust", () => {
  it.each<[string, Partial<TrustFacts>, string]>([
    ["everything there is to earn", {}, "TRUSTED"],
    ["nobody knows it", { domainCheckedAt: null, domainVerifiedSince: null }, "REGISTERED"],
    ["seen 30 days ago, to the millisecond", { domainCheckedAt: ago(30) }, "REGISTERED"],
    ["verified a moment too short", { domainVerifiedSince: new Date(ago(14).getTime() + 1) }, "VERIFIED"],
    ["nine licences", { licences: 9 }, "VERIFIED"],
    ["one erasure overdue", { erasuresOverdue: 1 }, "VERIFIED"],
    ["three overdue", { erasuresOverdue: 3 }, "SUSPENDED"],
    ["an upheld complaint on 100 licences", { recentComplaints: 1, recentLicences: 100 }, "TRUSTED"],
    ["an upheld complaint on 99", { recentComplaints: 1, recentLicences: 99 }, "VERIFIED"],
    ["an operator's word", { suspensionReason: "Sold data on." }, "SUSPENDED"],
  ])("%s", (_name, facts, level) => {
    const trust = computeTrust({ ...TRUSTED, ...facts }, now);
    expect(trust.level).toBe(level);
    expect(trust.missing.length > 0).toBe(level !== "TRUSTED");
  });

  it("says until when time alone cannot change it, and it does not change before", () => {
    const facts: TrustFacts = { ...TRUSTED, nextErasureDueAt: ago(-3), oldestComplaintAt: ago(88), recentComplaints: 1, recentLicences: 99 }; // prettier-ignore
    const { until, level } = computeTrust(facts, now);
    expect([level, until]).toEqual(["VERIFIED", ago(-2)]);
    expect(computeTrust({ ...TRUSTED, domainCheckedAt: ago(29) }, now).until).toEqual(ago(-1));
    expect(computeTrust({ ...TRUSTED, domainCheckedAt: null, domainVerifiedSince: null }, now).until).toBeNull();
  });
});
