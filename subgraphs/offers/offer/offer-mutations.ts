import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { WebUrl } from "../../../shared/scalars.js";
import { UserError } from "../../../shared/user-error.js";
import { CriterionInput } from "./criterion.js";
import { FrequencyCapInput } from "./frequency-cap.js";
import { Offer } from "./offer.js";
import { OfferStatus } from "./offer-status.js";

@InputType({
  description: "`imageUpload` is the id of an upload (PNG, JPEG or WebP, 300 kB at most), served by Confide itself.",
})
export class CreateOfferInput {
  @Field(() => String) title: string;
  @Field(() => String) body: string;
  @Field(() => ID, { nullable: true }) imageUpload?: string | null;
  @Field(() => String) callToAction: string;
  @Field(() => WebUrl) landingUrl: string;
  @Field(() => [ID]) placements: string[];
  @Field(() => [CriterionInput], { defaultValue: [] }) targeting: CriterionInput[];
  @Field(() => Int, { defaultValue: 0 }) rewardOnClaim: number;
  @Field(() => Int) budget: number;
  @Field(() => FrequencyCapInput, { nullable: true }) frequencyCap?: FrequencyCapInput | null;
  @Field(() => Date, { nullable: true }) startsAt?: Date | null;
  @Field(() => Date, { nullable: true }) endsAt?: Date | null;
  @Field(() => Boolean, { defaultValue: false }) isFallback: boolean;
  @Field(() => ID) idempotencyKey: string;
}

@ObjectType()
export class CreateOfferPayload {
  @Field(() => Offer, { nullable: true }) offer: Offer | null;
  @Field(() => [UserError]) userErrors: UserError[];
}

@InputType({ description: "LIVE passes through FUNDING until consent has moved the budget out of escrow." })
export class SetOfferStatusInput {
  @Field(() => ID) offerId: string;
  @Field(() => OfferStatus) status: OfferStatus;
  @Field(() => ID) idempotencyKey: string;
}

@ObjectType()
export class SetOfferStatusPayload {
  @Field(() => Offer, { nullable: true }) offer: Offer | null;
  @Field(() => [UserError]) userErrors: UserError[];
}
