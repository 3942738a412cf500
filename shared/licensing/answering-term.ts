import { DEFAULT_PERIOD_MS } from "../limits.js";
import type { CapabilityTerm } from "./capability.js";
import { Precision } from "./precision.js";

/**
 * Which of a field's terms in a capability answers what is asked. consent asks it to hold the right licence's price, and
 * user-profile to decide: were they to differ, something would leave unpaid or be paid for nothing.
 */

/** The term that a field is read by: a predicate's only where no other is there, and then nothing is read. */
export function readingTerm(terms: readonly CapabilityTerm[], field: string): CapabilityTerm | null {
  const own = terms.filter((term) => term.field === field);
  return own.find((term) => term.precision !== Precision.PREDICATE) ?? own[0] ?? null;
}

/**
 * The term that answers a predicate, or whose state says why none does: any that reaches over the 30 days that a
 * predicate compares. Null where none does.
 *
 * @param mintedMs what the terms' histories are counted back from
 */
export function comparingTerm(
  terms: readonly CapabilityTerm[],
  field: string,
  mintedMs: number,
): CapabilityTerm | null {
  const own = terms.filter((term) => term.field === field && reachesOverPredicate(mintedMs - term.historyFromMs));
  return own.find((term) => term.state === "GRANTED") ?? own[0] ?? null;
}

export function reachesOverPredicate(historyMs: number): boolean {
  return historyMs >= DEFAULT_PERIOD_MS;
}
