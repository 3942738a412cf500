import { Arg, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from "type-graphql";
import { notImplemented } from "../../../shared/errors.js";
import { UserError } from "../../../shared/user-error.js";
import { Proposition } from "../slot/proposition.js";

@InputType()
export class ClaimOfferInput {
  @Field(() => ID) propositionId: string;
  @Field(() => ID) idempotencyKey: string;
}

@ObjectType()
export class ClaimOfferPayload {
  @Field(() => Proposition, { nullable: true }) proposition: Proposition | null;
  @Field(() => Int, { description: "What taking it up paid." }) points: number;
  @Field(() => [UserError]) userErrors: UserError[];
}

@Resolver()
export class ClaimResolver {
  @Mutation(() => ClaimOfferPayload, { nullable: true, description: "Takes up an offer that somebody was shown." })
  claimOffer(@Arg("input", () => ClaimOfferInput) _input: ClaimOfferInput): ClaimOfferPayload {
    return notImplemented();
  }
}
