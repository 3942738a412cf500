import type { CriterionOperator, TraitValue } from "../../../shared/trait-match.js";
import type { Rankable } from "./rank.js";

/** The licensed traits of one person, by id; what is not in it is unknown. */
export type KnownTraits = ReadonlyMap<string, TraitValue>;

export interface Targeted {
  trait: string;
  operator: `${CriterionOperator}`;
  values: readonly string[];
}

/** What a decision looks at in a live offer. */
export interface Candidate extends Rankable {
  brandId: string;
  placements: readonly string[];
  targeting: readonly Targeted[];
  startsAt: Date;
  endsAt: Date | null;
}

/** What of an offer's budget is gone moves with every claim; the rest of it stands still. */
export interface Budget {
  rewardOnClaim: number;
  budget: number;
  spent: number;
}

/** Within its period, which is half-open. */
export function isOn({ startsAt, endsAt }: Candidate, now: Date): boolean {
  const nowMs = now.getTime();
  return startsAt.getTime() <= nowMs && (endsAt === null || nowMs < endsAt.getTime());
}

/** Able to pay one more claim. */
export function canPay({ rewardOnClaim, budget, spent }: Budget): boolean {
  return budget - spent >= rewardOnClaim;
}
