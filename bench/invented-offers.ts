import type { TraitValue } from "../shared/trait-match.js";
import type { Candidate, KnownTraits, Targeted } from "../subgraphs/offers/matching/eligibility.js";

export const PLACEMENT = "home";
export const NOW = new Date("2026-03-01T12:00:00.000Z");
const BRANDS = 20;
const CRITERIA_MOST = 4;
const REWARDS = 50;

/** What the offers ask for: each with the numbers that campaigns draw their lines at, or its categories. */
const NUMBERS: Readonly<Record<string, readonly number[]>> = {
  runsPerWeek: [1, 2, 3, 4, 5],
  stepsPerDay: [4_000, 6_000, 8_000, 10_000, 12_000],
  sleepHours: [5, 6, 7, 8],
  restingHeartRate: [50, 55, 60, 65, 70],
  weightKilograms: [60, 70, 80, 90],
  workHoursPerWeek: [10, 20, 30, 40],
};
const CATEGORIES: Readonly<Record<string, readonly string[]>> = {
  ageBand: ["18-24", "25-34", "35-44", "45-54", "55-64", "65+"],
  residenceCountry: ["DE", "FR", "IE", "NL", "SE"],
  runner: ["true", "false"],
};
const TRAITS = [...Object.keys(NUMBERS), ...Object.keys(CATEGORIES)];

/** Numbers that are the same in every process: xorshift, 32 bits. */
export class Chance {
  constructor(private state: number) {}

  below(limit: number): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    return (this.state >>> 0) % limit;
  }

  of<T>(all: readonly T[]): T {
    return all[this.below(all.length)] as T;
  }
}

export const brandOf = (index: number): string => `brand-${index % BRANDS}`;

export function inventedOffer(index: number, chance: Chance): Candidate {
  const traits = new Set(Array.from({ length: chance.below(CRITERIA_MOST + 1) }, () => chance.of(TRAITS)));
  return {
    id: `offer-${String(index).padStart(7, "0")}`,
    brandId: brandOf(index),
    placements: [PLACEMENT],
    targeting: [...traits].map((trait) => criterionOf(trait, chance)),
    rewardOnClaim: chance.below(REWARDS),
    isFallback: chance.below(20) === 0,
    startsAt: NOW,
    endsAt: null,
  };
}

export function inventedOffers(count: number): Candidate[] {
  const chance = new Chance(count + 1);
  return Array.from({ length: count }, (_, index) => inventedOffer(index, chance));
}

/** Somebody of whom half of the traits are licensed. */
export function inventedTraits(chance: Chance): KnownTraits {
  const known = TRAITS.filter(() => chance.below(2) === 0);
  return new Map(known.map((trait) => [trait, valueOf(trait, chance)]));
}

function criterionOf(trait: string, chance: Chance): Targeted {
  const numbers = NUMBERS[trait];
  if (!numbers) {
    const values = [...new Set([chance.of(CATEGORIES[trait] ?? []), chance.of(CATEGORIES[trait] ?? [])])];
    return { trait, operator: chance.below(3) === 0 ? "NOT_IN" : "IN", values };
  }
  const [first, second] = [chance.of(numbers), chance.of(numbers)];
  const operator = chance.of(["AT_LEAST", "AT_MOST", "BETWEEN"] as const);
  const values = operator === "BETWEEN" ? [Math.min(first, second), Math.max(first, second)] : [first];
  return { trait, operator, values: values.map(String) };
}

function valueOf(trait: string, chance: Chance): TraitValue {
  const numbers = NUMBERS[trait];
  if (!numbers) return trait === "runner" ? chance.below(2) === 0 : chance.of(CATEGORIES[trait] ?? []);
  const low = chance.of(numbers);
  return { low, high: low };
}
