import { matches, type TraitValue } from "../../../shared/trait-match.js";
import type { Targeted } from "./eligibility.js";

/** A criterion whose numbers were read once, when its offer came, and not at every decision. */
export interface Criterion {
  trait: string;
  isMet: (value: TraitValue) => boolean;
}

/** Says what `matches` says (trait-match.ts), which a test holds it to. */
export function compiled({ trait, operator, values }: Targeted): Criterion {
  const [first = NaN, second = NaN] = values.map(Number);
  switch (operator) {
    case "AT_LEAST":
      return { trait, isMet: (value) => isRange(value) && value.low >= first };
    case "AT_MOST":
      return { trait, isMet: (value) => isRange(value) && value.high <= first };
    case "BETWEEN":
      return { trait, isMet: (value) => isRange(value) && value.low >= first && value.high <= second };
    default:
      return { trait, isMet: (value) => matches(value, operator, values) };
  }
}

function isRange(value: TraitValue): value is { low: number; high: number } {
  return typeof value === "object" && value !== null;
}
