import { describe, expect, it } from "@jest/globals";
import type { TraitValue } from "../../../../../shared/trait-match.js";
import { isEligible, type Candidate, type Targeted } from "../../../../../subgraphs/offers/matching/eligibility.js";

const now = new Date("2026-03-01T12:00:00.000Z");
const before = new Date(now.getTime() - 1);
const after = new Date(now.getTime() + 1);

const base: Candidate = {
  placements: ["home"],
  targeting: [],
  rewardOnClaim: 50,
  budget: 100,
  spent: 0,
  startsAt: before,
  endsAt: null,
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
  ["the last claim that the budget pays", { spent: 50 }, {}, true],
  ["a point too little for a claim", { spent: 51 }, {}, false],
  ["nothing left, but nothing to pay", { budget: 0, rewardOnClaim: 0 }, {}, true],
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

describe("isEligible", () => {
  it.each(cases)("%s", (_, changes, traits, expected) => {
    const known = new Map(Object.entries(traits));
    expect(isEligible({ ...base, ...changes }, known, { placement: "home", now })).toBe(expected);
  });
});
