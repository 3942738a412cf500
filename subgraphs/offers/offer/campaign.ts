import { Field, ID, Int, ObjectType } from "type-graphql";
import { Criterion } from "./criterion.js";
import { FrequencyCap } from "./frequency-cap.js";
import { OfferStatus } from "./offer-status.js";

/** The brand's own side of its offer. An Offer row answers it: the columns have these names. */
@ObjectType({ description: "How an offer is run; only for the brand that made it." })
export class Campaign {
  @Field(() => OfferStatus) status: OfferStatus;
  @Field(() => String, { nullable: true, description: "Why the budget could not be moved out of escrow." })
  fundingProblem: string | null;
  @Field(() => [Criterion]) targeting: Criterion[];
  @Field(() => [ID]) placements: string[];
  @Field(() => Int) budget: number;
  @Field(() => Int) spent: number;
  @Field(() => FrequencyCap, { nullable: true }) frequencyCap: FrequencyCap | null;
  @Field(() => Date) startsAt: Date;
  @Field(() => Date, { nullable: true }) endsAt: Date | null;
  @Field(() => Boolean) isFallback: boolean;
}
