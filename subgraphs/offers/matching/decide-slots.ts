import { isEligible, type Candidate, type KnownTraits, type Occasion } from "./eligibility.js";
import { rank, type Rankable } from "./rank.js";

/** An offer that fills a slot, with the traits that chose it: none for an untargeted one. */
export interface Choice<O> {
  offer: O;
  because: string[];
}

export interface SlotRequest extends Occasion {
  count: number;
}

/**
 * The decision: which of the live offers fills each of `count` slots, best first, no offer twice; null where nothing
 * is left. A pure function of its arguments, so what is not licensed, and so is not
 * among the traits that its offer may be judged by, cannot sway it.
 */
export function decideSlots<O extends Candidate & Rankable>(
  offers: readonly O[],
  traitsOf: (offer: O) => KnownTraits,
  request: SlotRequest,
): (Choice<O> | null)[] {
  const ranked = offers.filter((offer) => isEligible(offer, traitsOf(offer), request)).sort(rank);
  return Array.from({ length: request.count }, (_, index) => {
    const offer = ranked[index];
    return offer ? { offer, because: [...new Set(offer.targeting.map(({ trait }) => trait))] } : null;
  });
}
