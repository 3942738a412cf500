import { Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { IntimacyTier } from "../../../shared/graphql-enums.js";

export enum TrustLevel {
  REGISTERED = "REGISTERED",
  VERIFIED = "VERIFIED",
  TRUSTED = "TRUSTED",
  SUSPENDED = "SUSPENDED",
}
registerEnumType(TrustLevel, { name: "TrustLevel", description: "How far a brand is trusted." });

/** What a brand of each level may license: the more intimate the data, the more must be known of who asks. */
const UNLOCKS: Readonly<Record<TrustLevel, readonly IntimacyTier[]>> = {
  [TrustLevel.REGISTERED]: [IntimacyTier.EVERYDAY],
  [TrustLevel.VERIFIED]: [IntimacyTier.EVERYDAY, IntimacyTier.PERSONAL],
  [TrustLevel.TRUSTED]: [IntimacyTier.EVERYDAY, IntimacyTier.PERSONAL, IntimacyTier.INTIMATE],
  [TrustLevel.SUSPENDED]: [],
};

/** Sentences for the brand: what the next level asks. The computed formula comes with the marketplace. */
export const MISSING_FOR_NEXT_LEVEL: Readonly<Record<TrustLevel, readonly string[]>> = {
  [TrustLevel.REGISTERED]: ["The domain has not been verified."],
  [TrustLevel.VERIFIED]: ["There is not enough history of kept promises yet."],
  [TrustLevel.TRUSTED]: [],
  [TrustLevel.SUSPENDED]: ["The suspension has not been lifted."],
};

export function tiersUnlockedBy(level: TrustLevel): readonly IntimacyTier[] {
  return UNLOCKS[level];
}

@ObjectType({
  description:
    "Computed from facts by a public formula; the one thing a person sets is a suspension, with its public reason.",
})
export class Trust {
  @Field(() => TrustLevel) level: TrustLevel;
  @Field(() => [IntimacyTier]) unlocks: IntimacyTier[];
  @Field(() => Int) licences: number;
  @Field(() => Int) disclosures: number;
  @Field(() => Int) withheld: number;
  @Field(() => Int) erasuresAcknowledged: number;
  @Field(() => Int) erasuresOverdue: number;
  @Field(() => Float, { nullable: true }) medianErasureHours: number | null;
  @Field(() => Int) complaintsUpheld: number;
  @Field(() => String, { nullable: true }) suspensionReason: string | null;
  @Field(() => [String], { description: "Sentences: what is missing for the next level." }) missing: string[];
}
