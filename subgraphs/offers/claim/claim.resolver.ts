import { Arg, Ctx, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from "type-graphql";
import { UserError } from "../../../shared/user-error.js";
import type { OffersContext } from "../context.js";
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
  async claimOffer(
    @Arg("input", () => ClaimOfferInput) input: ClaimOfferInput,
    @Ctx() context: OffersContext,
  ): Promise<ClaimOfferPayload> {
    const { services, viewer } = context;
    const { propositionId, points = 0, userErrors } = await services.claims.claim(context, input);
    const proposition = propositionId === undefined ? null : await services.shown.to(viewer, propositionId);
    return { proposition, points, userErrors };
  }
}
