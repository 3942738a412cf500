import { Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { Offer } from "../offer/offer.js";

export enum NoOfferReason {
  NO_ELIGIBLE_OFFER = "NO_ELIGIBLE_OFFER",
  UNKNOWN_PLACEMENT = "UNKNOWN_PLACEMENT",
}
registerEnumType(NoOfferReason, { name: "NoOfferReason", description: "Why a slot stays empty." });

@ObjectType({
  description:
    "`because` names the traits that chose it: for the person, and for the brand about traits licensed to it; null for a partner app.",
})
export class Proposition {
  @Field(() => ID) id: string;
  @Field(() => Offer) offer: Offer;
  @Field(() => [String], { nullable: true }) because: string[] | null;
  @Field(() => Date) expiresAt: Date;
}

@ObjectType({ description: "One position of a placement: a proposition, or why there is none." })
export class OfferSlot {
  @Field(() => Int, { description: "From 1." }) position: number;
  @Field(() => Proposition, { nullable: true }) proposition: Proposition | null;
  @Field(() => NoOfferReason, { nullable: true }) noOfferReason: NoOfferReason | null;
}
