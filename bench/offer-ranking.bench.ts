import { Engine, type ConditionProperties } from "json-rules-engine";
import type * as DecideModule from "../subgraphs/offers/matching/decide-slots.js";
import type { Candidate, KnownTraits, Targeted } from "../subgraphs/offers/matching/eligibility.js";
import type * as IndexModule from "../subgraphs/offers/matching/offer-index.js";
import type * as RankModule from "../subgraphs/offers/matching/rank.js";
import { median, type Benchmark } from "./benchmark.js";
import { built } from "./built.js";
import { Chance, inventedOffers, inventedTraits, NOW, PLACEMENT } from "./invented-offers.js";

const OFFERS = 1_000;
const SLOTS = 10;
const PEOPLE = 25;
const WARM_UP = 5;
const TIMES = 1_000;
const BRAND = "brand";

type Best = (traits: KnownTraits) => string[] | Promise<string[]>;

/** A thousand of ours against one of theirs: a ratio of a thousandth would be rounded away. */
export const offerRanking: Benchmark = {
  name: "offer-ranking",
  title: "the best ten of 1,000 offers for somebody, a thousand times",
  unit: "ms",
  goal: 1,
  runs: 3,
  ours: async () => {
    const best = await ourBest();
    await compare(best, await theirBest());
    return rankingMs(best, TIMES);
  },
  peer: {
    title: "json-rules-engine with a rule for each offer, once",
    measure: async () => {
      const best = await theirBest();
      await compare(await ourBest(), best);
      return rankingMs(best, 1);
    },
  },
};

function offers(): Candidate[] {
  return inventedOffers(OFFERS).map((offer) => ({ ...offer, brandId: BRAND }));
}

function people(): KnownTraits[] {
  const chance = new Chance(3);
  return Array.from({ length: PEOPLE }, () => inventedTraits(chance));
}

async function ourBest(): Promise<(traits: KnownTraits) => string[]> {
  const { decideSlots } = await built<typeof DecideModule>("subgraphs/offers/matching/decide-slots.js");
  const { OfferIndex } = await built<typeof IndexModule>("subgraphs/offers/matching/offer-index.js");
  const index = new OfferIndex();
  for (const offer of offers()) index.put(offer, NOW);
  const asked = { placement: PLACEMENT, brandId: BRAND, count: SLOTS, now: NOW };
  return (known) => {
    const chosen = decideSlots(index, { ...asked, traits: new Map([[BRAND, known]]) });
    return chosen.map(({ offer }) => offer.id);
  };
}

/** What meets its rule, ranked as ours. */
async function theirBest(): Promise<(traits: KnownTraits) => Promise<string[]>> {
  const { rank } = await built<typeof RankModule>("subgraphs/offers/matching/rank.js");
  const all = new Map(offers().map((offer) => [offer.id, offer]));
  const engine = new Engine([], { allowUndefinedFacts: true });
  for (const { id, targeting } of all.values()) {
    engine.addRule({ conditions: { all: targeting.flatMap(conditionsOf) }, event: { type: id } });
  }
  return async (traits) => {
    const { events } = await engine.run(factsOf(traits));
    const met = events.flatMap(({ type }) => all.get(type) ?? []);
    return met
      .sort(rank)
      .slice(0, SLOTS)
      .map(({ id }) => id);
  };
}

function conditionsOf({ trait, operator, values }: Targeted): ConditionProperties[] {
  const [first = NaN, second = NaN] = values.map(Number);
  const atLeast = { fact: `${trait}.low`, operator: "greaterThanInclusive", value: first };
  const atMost = (value: number): ConditionProperties => ({
    fact: `${trait}.high`,
    operator: "lessThanInclusive",
    value,
  });
  switch (operator) {
    case "AT_LEAST":
      return [atLeast];
    case "AT_MOST":
      return [atMost(first)];
    case "BETWEEN":
      return [atLeast, atMost(second)];
    case "IN":
      return [{ fact: trait, operator: "in", value: [...values] }];
    case "NOT_IN":
      // Unknown meets none: the fact has to be there as well.
      return [
        { fact: trait, operator: "notIn", value: [...values] },
        { fact: `${trait}.isKnown`, operator: "equal", value: true },
      ];
  }
}

function factsOf(traits: KnownTraits): Record<string, unknown> {
  const facts = [...traits].flatMap(([id, value]): [string, unknown][] => {
    if (value === null) return [];
    if (typeof value !== "object") return [[id, String(value)], [`${id}.isKnown`, true]]; // prettier-ignore
    return [[`${id}.low`, value.low], [`${id}.high`, value.high]]; // prettier-ignore
  });
  return Object.fromEntries(facts);
}

async function compare(ours: Best, theirs: Best): Promise<void> {
  for (const traits of people()) {
    const [own, other] = [await ours(traits), await theirs(traits)];
    if (own.length !== SLOTS || own.join() !== other.join()) throw new Error("the two do not rank alike");
  }
}

/** One person after the other; the median of `times` rankings of each. */
async function rankingMs(best: Best, times: number): Promise<number> {
  const tookMs: number[] = [];
  const all = people();
  for (let turn = 0; turn < WARM_UP + all.length; turn += 1) {
    const traits = all[turn % all.length] as KnownTraits;
    const startMs = performance.now();
    for (let time = 0; time < times; time += 1) {
      const chosen = best(traits);
      if (chosen instanceof Promise) await chosen;
    }
    tookMs.push(performance.now() - startMs);
  }
  return median(tookMs.slice(WARM_UP));
}
