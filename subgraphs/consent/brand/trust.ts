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
