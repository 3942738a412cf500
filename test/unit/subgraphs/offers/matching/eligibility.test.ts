import { describe, expect, it } from "@jest/globals";
import type { TraitValue } from "../../../../../shared/trait-match.js";
import { decideSlots } from "../../../../../subgraphs/offers/matching/decide-slots.js";
import { canPay, type Candidate, type Targeted } from "../../../../../subgraphs/offers/matching/eligibility.js";
import { OfferIndex } from "../../../../../subgraphs/offers/matching/offer-index.js";

const now = new Date("2026-03-01T12:00:00.000Z");
const before = new Date(now.getTime() - 1);
const after = new Date(now.getTime() + 1);

const base: Candidate = {
  ...{ id: "offer", brandId: "brand", placements: ["home"], targeting: [] },
  ...{ rewardOnClaim: 50, isFallback: false, startsAt: before, endsAt: null },
};
const runs: Targeted = { trait: "runsPerWeek", operator: "AT_LEAST", values: ["2"] };
const cycles: Targeted = { trait: "cyclist", operator: "IN", values: ["true"] };
const notOld: Targeted = { trait: "ageBand", operator: "NOT_IN", values: ["65+"] };
const exactly = (value: number): TraitValue => ({ low: value, high: value });

const cases: [string, Partial<Candidate>, Record<string, TraitValue>, boolean][] = [
  ["untargeted", {}, {}, true],
  ["another placement", { placements: ["sidebar"] }, {}, false],
  ["no placement", { placements: [] }, {}, false],
  ["starts at this very moment", { startsAt: now }, {}, true],
  ["starts in a moment", { startsAt: after }, {}, false],
  ["ends in a moment", { endsAt: after }, {}, true],
  ["ends at this very moment", { endsAt: now }, {}, false],
  ["a criterion met", { targeting: [runs] }, { runsPerWeek: exactly(2) }, true],
  ["a criterion missed", { targeting: [runs] }, { runsPerWeek: exactly(1.9) }, false],
  ["a trait that nobody told", { targeting: [runs] }, {}, false],
  ["a trait that is null", { targeting: [runs] }, { runsPerWeek: null }, false],
  ["a band that only partly meets it", { targeting: [runs] }, { runsPerWeek: { low: 1, high: 3 } }, false],
  ["a band that wholly meets it", { targeting: [runs] }, { runsPerWeek: { low: 2, high: 3 } }, true],
  ["one of two met", { targeting: [runs, cycles] }, { runsPerWeek: exactly(3), cyclist: false }, false],
  ["one of two unknown", { targeting: [runs, cycles] }, { runsPerWeek: exactly(3) }, false],
  ["both met", { targeting: [runs, cycles] }, { runsPerWeek: exactly(3), cyclist: true }, true],
  ["not in, known", { targeting: [notOld] }, { ageBand: "25-34" }, true],
  ["not in, unknown", { targeting: [notOld] }, {}, false],
];

describe("an offer may be shown or not", () => {
  it.each(cases)("%s", (_, changes, traits, expected) => {
    const index = new OfferIndex();
    index.put({ ...base, ...changes }, now);
    const known = new Map([["brand", new Map(Object.entries(traits))]]);
    const shown = (brandId: string | null): number =>
      decideSlots(index, { placement: "home", brandId, traits: known, count: 1, now }).length;
    expect(shown("brand")).toBe(expected ? 1 : 0);
    expect(shown(null)).toBe(expected ? 1 : 0);
    expect(shown("another")).toBe(0);
  });
});

describe("a budget", () => {
  it.each([
    ["the last claim that it pays", { budget: 100, spent: 50 }, true],
    ["a point too little for a claim", { budget: 100, spent: 51 }, false],
    ["nothing left, but nothing to pay", { budget: 0, spent: 0, rewardOnClaim: 0 }, true],
  ])("%s", (_, budget, expected) => {
    expect(canPay({ rewardOnClaim: 50, ...budget })).toBe(expected);
  });
});
