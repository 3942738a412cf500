import { matches, type CriterionOperator, type TraitValue } from "../../../shared/trait-match.js";

/** The licensed traits of one person, by id; what is not in it is unknown. */
export type KnownTraits = ReadonlyMap<string, TraitValue>;

export interface Targeted {
  trait: string;
  operator: `${CriterionOperator}`;
  values: readonly string[];
}

/** What a decision looks at in an offer. */
export interface Candidate {
  placements: readonly string[];
  targeting: readonly Targeted[];
  rewardOnClaim: number;
  budget: number;
  spent: number;
  startsAt: Date;
  endsAt: Date | null;
}

/** Where and when somebody is to be shown offers. */
export interface Occasion {
  placement: string;
  now: Date;
}

/** Placed here, within its period, able to pay one more claim, and with every criterion met. */
export function isEligible(offer: Candidate, traits: KnownTraits, { placement, now }: Occasion): boolean {
  return (
    offer.placements.includes(placement) &&
    offer.startsAt <= now &&
    (offer.endsAt === null || now < offer.endsAt) &&
    offer.budget - offer.spent >= offer.rewardOnClaim &&
    offer.targeting.every(({ trait, operator, values }) => matches(traits.get(trait) ?? null, operator, values))
  );
}
