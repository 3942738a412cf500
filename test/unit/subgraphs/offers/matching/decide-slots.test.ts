import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { matches, type TraitValue } from "../../../../../shared/trait-match.js";
import { decideSlots, type SlotRequest } from "../../../../../subgraphs/offers/matching/decide-slots.js";
import type { Candidate, Targeted } from "../../../../../subgraphs/offers/matching/eligibility.js";

import { OfferIndex } from "../../../../../subgraphs/offers/matching/offer-index.js";
import { rank } from "../../../../../subgraphs/offers/matching/rank.js";
import { randomRuns } from "../../../../harness/random-runs.js";

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
  ...{ id, brandId: "brand", targeting, placements: ["home"], startsAt: now, endsAt: null },
  ...{ rewardOnClaim: 0, isFallback: false, ...changes },
});
const fallback = offer("fallback", [], { isFallback: true });

function indexOf(offers: readonly Candidate[]): OfferIndex {
  const index = new OfferIndex();
  for (const each of offers) index.put(each, now);
  return index;
}

function choices(offers: readonly Candidate[], count = 1, known: ReadonlyMap<string, TraitValue> = traits) {
  const request = { placement: "home", brandId: "brand", traits: new Map([["brand", known]]), count, now };
  return decideSlots(indexOf(offers), request);
}

function decide(...asked: Parameters<typeof choices>): string[] {
  return choices(...asked).map((choice) => choice.offer.id);
}

describe("decideSlots", () => {
  it("fills every slot with another offer, best first", () => {
    expect(decide([offer("plain"), offer("runner", [runs])], 3)).toEqual(["runner", "plain"]);
  });

  it("does not choose by a trait that is not known", () => {
    expect(decide([offer("heart", [rests])])).toEqual([]);
    expect(decide([offer("runner", [runs])], 1, new Map())).toEqual([]);
  });

  it("shows a fallback only where nothing else is eligible", () => {
    expect(decide([fallback, offer("runner", [runs])])).toEqual(["runner"]);
    expect(decide([fallback, offer("runner", [runs])], 2)).toEqual(["runner", "fallback"]);
    expect(decide([fallback, offer("heart", [rests])])).toEqual(["fallback"]);
  });

  it("says which traits chose it, each once, and none for an untargeted offer", () => {
    const [first, second] = choices([offer("plain"), offer("runner", [runs, runsLittle])], 2);
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

const BRANDS = ["a", "b", "c"];
const PLACES = ["home", "sidebar"];
const at = (offset: number): Date => new Date(now.getTime() + offset);

const criterion: fc.Arbitrary<Targeted> = fc.oneof(
  fc.record({
    trait: fc.constantFrom("steps", "runsPerWeek"),
    operator: fc.constantFrom("AT_LEAST" as const, "AT_MOST" as const),
    values: fc.tuple(fc.integer({ min: 0, max: 4 }).map(String)),
  }),
  fc.record({
    trait: fc.constantFrom("steps", "runsPerWeek"),
    operator: fc.constant("BETWEEN" as const),
    values: fc.tuple(fc.constantFrom("0", "1"), fc.constantFrom("2", "3")),
  }),
  fc.record({
    trait: fc.constantFrom("town", "runner"),
    operator: fc.constantFrom("IN" as const, "NOT_IN" as const),
    values: fc.uniqueArray(fc.constantFrom("x", "y", "true", "false"), { minLength: 1, maxLength: 2 }),
  }),
);
/** Campaigns that many offers share, the same criteria in another order among them. */
const SHARED: readonly Targeted[][] = [
  [runs],
  [runsLittle],
  [runs, runsLittle],
  [runsLittle, runs],
  [{ trait: "runner", operator: "IN", values: ["true"] }, runsLittle],
];
const anyOffer: fc.Arbitrary<Candidate> = fc.record({
  id: fc.integer({ min: 0, max: 60 }).map((number) => `offer-${number}`),
  brandId: fc.constantFrom(...BRANDS),
  placements: fc.uniqueArray(fc.constantFrom(...PLACES), { minLength: 1 }),
  targeting: fc.oneof(fc.array(criterion, { maxLength: 3 }), fc.constantFrom(...SHARED)),
  rewardOnClaim: fc.integer({ min: 0, max: 2 }),
  isFallback: fc.boolean(),
  startsAt: fc.integer({ min: -2, max: 2 }).map(at),
  endsAt: fc.option(fc.integer({ min: -1, max: 3 }).map(at)),
});
const range = fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 2 }));
const anyTraits = fc
  .record(
    {
      steps: fc.oneof(
        range.map(([low, more]): TraitValue => ({ low, high: low + more })),
        fc.constant(null),
      ),
      runsPerWeek: range.map(([low, more]): TraitValue => ({ low, high: low + more })),
      town: fc.constantFrom<TraitValue>("x", "y", null),
      runner: fc.boolean(),
    },
    { requiredKeys: [] },
  )
  .map((known) => new Map(Object.entries(known)) as ReadonlyMap<string, TraitValue>);

/** What the index stands for, said without one. */
function plainly(offers: Iterable<Candidate>, request: SlotRequest): string[] {
  return [...offers]
    .filter(({ brandId }) => request.brandId === null || brandId === request.brandId)
    .filter(({ placements }) => placements.includes(request.placement))
    .filter(({ startsAt, endsAt }) => startsAt <= request.now && (endsAt === null || request.now < endsAt))
    .filter(({ brandId, targeting }) =>
      targeting.every(({ trait, operator, values }) =>
        matches(request.traits.get(brandId)?.get(trait) ?? null, operator, values),
      ),
    )
    .sort(rank)
    .slice(0, request.count)
    .map(({ id }) => id);
}

describe("an index of offers", () => {
  it("decides as if every offer were looked at, however it came to be", () => {
    const change = fc.record({ offer: anyOffer, isRemoved: fc.nat(3).map((number) => number === 0) });
    const request: fc.Arbitrary<SlotRequest> = fc.record({
      placement: fc.constantFrom(...PLACES, "moon"),
      brandId: fc.constantFrom(...BRANDS, null),
      traits: fc
        .tuple(...BRANDS.map(() => fc.option(anyTraits)))
        .map((known) => new Map(BRANDS.flatMap((id, at) => (known[at] ? [[id, known[at]] as const] : [])))),
      count: fc.integer({ min: 1, max: 4 }),
      now: fc.integer({ min: 0, max: 2 }).map(at),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 80, size: "max" }), request, (changes, asked) => {
        const index = new OfferIndex();
        const offers = new Map<string, Candidate>();
        for (const { offer: each, isRemoved } of changes) {
          if (isRemoved) offers.delete(each.id);
          else offers.set(each.id, each);
          if (isRemoved) index.remove(each.id);
          else index.put(each, now);
        }
        index.advance(asked.now);
        expect(index.size).toBe(offers.size);
        expect(decideSlots(index, asked).map((choice) => choice.offer.id)).toEqual(plainly(offers.values(), asked));
      }),
      randomRuns(300, 3_000),
    );
  });

  it("keeps offers of the same criteria by the best of them, which comes and goes", () => {
    const better = offer("better", [runs], { rewardOnClaim: 2 });
    const index = indexOf([offer("good", [runs]), offer("middling", [runsLittle], { rewardOnClaim: 1 })]);
    const first = (): string | undefined => {
      const request = { placement: "home", brandId: "brand", traits: new Map([["brand", traits]]), count: 1, now };
      return decideSlots(index, request)[0]?.offer.id;
    };
    expect(first()).toBe("middling");
    index.put(better, now);
    expect(first()).toBe("better");
    index.remove("better");
    expect(first()).toBe("middling");
  });

  it("looks at each brand's offers by what is licensed to that brand alone", () => {
    const of = (brandId: string): Candidate => ({ ...offer(`of-${brandId}`, [runs]), brandId });
    const index = indexOf([of("a"), of("b")]);
    const request = { placement: "home", brandId: null, traits: new Map([["b", traits]]), count: 5, now };
    expect(decideSlots(index, request).map((choice) => choice.offer.id)).toEqual(["of-b"]);
  });
});
