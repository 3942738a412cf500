import { describe, expect, it } from "@jest/globals";
import type { TraitValue } from "../../../../../shared/trait-match.js";
import { decideSlots } from "../../../../../subgraphs/offers/matching/decide-slots.js";
import type { Targeted } from "../../../../../subgraphs/offers/matching/eligibility.js";

const now = new Date("2026-03-01T12:00:00.000Z");
const runs: Targeted = { trait: "runsPerWeek", operator: "AT_LEAST", values: ["2"] };
const runsLittle: Targeted = { trait: "runsPerWeek", operator: "AT_MOST", values: ["9"] };
const rests: Targeted = { trait: "restingHeartRate", operator: "AT_MOST", values: ["60"] };
const traits = new Map<string, TraitValue>([["runsPerWeek", { low: 3, high: 3 }]]);

const offer = (
  id: string,
  targeting: Targeted[] = [],
  changes: { isFallback?: boolean; rewardOnClaim?: number } = {},
) => ({
  ...{ id, targeting, placements: ["home"], startsAt: now, endsAt: null, budget: 100, spent: 0 },
  ...{ rewardOnClaim: 0, isFallback: false, ...changes },
});
const fallback = offer("fallback", [], { isFallback: true });

function decide(offers: ReturnType<typeof offer>[], count = 1, known: ReadonlyMap<string, TraitValue> = traits) {
  return decideSlots(offers, () => known, { placement: "home", count, now }).map((choice) => choice && choice.offer.id);
}

describe("decideSlots", () => {
  it("fills every slot with another offer, best first", () => {
    expect(decide([offer("plain"), offer("runner", [runs])], 3)).toEqual(["runner", "plain", null]);
  });

  it("does not choose by a trait that is not known", () => {
    expect(decide([offer("heart", [rests])])).toEqual([null]);
    expect(decide([offer("runner", [runs])], 1, new Map())).toEqual([null]);
  });

  it("shows a fallback only where nothing else is eligible", () => {
    expect(decide([fallback, offer("runner", [runs])])).toEqual(["runner"]);
    expect(decide([fallback, offer("runner", [runs])], 2)).toEqual(["runner", "fallback"]);
    expect(decide([fallback, offer("heart", [rests])])).toEqual(["fallback"]);
  });

  it("says which traits chose it, each once, and none for an untargeted offer", () => {
    const [first, second] = decideSlots([offer("plain"), offer("runner", [runs, runsLittle])], () => traits, {
      ...{ placement: "home", count: 2, now },
    });
    expect(first?.because).toEqual(["runsPerWeek"]);
    expect(second?.because).toEqual([]);
  });

  it("answers the same for the same input, in whatever order the offers come, and leaves them as they were", () => {
    const offers = [offer("b"), fallback, offer("a"), offer("runner", [runs])];
    const original = [...offers];
    expect(decide(offers, 4)).toEqual(decide([...offers].reverse(), 4));
    expect(offers).toEqual(original);
  });
});
