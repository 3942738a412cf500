import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Query, Resolver } from "type-graphql";
import { UserError } from "../../../shared/user-error.js";
import type { Viewer } from "../../../shared/viewer.js";
import type { UserProfileContext } from "../context.js";
import { Erasure } from "./erasure.js";

@InputType({ description: "`confirm` is the account's e-mail address." })
export class EraseMyDataInput {
  @Field(() => String) confirm: string;
  @Field(() => ID) idempotencyKey: string;
}

@ObjectType()
export class EraseMyDataPayload {
  @Field(() => Erasure, { nullable: true }) erasure: Erasure | null;
  @Field(() => [UserError]) userErrors: UserError[];
}

@Resolver(() => Erasure)
export class ErasureResolver {
  @Query(() => Erasure, {
    nullable: true,
    description: "To whoever holds the id, for 30 days; no token needed.",
  })
  erasure(@Arg("id", () => ID) id: string, @Ctx() { services }: UserProfileContext): Promise<Erasure | null> {
    return services.erasures.find(id);
  }

  @Mutation(() => EraseMyDataPayload, {
    nullable: true,
    description:
      "Erases the person from every room, for good: vault, licences, wallet, propositions, account. Brands that were licensed are asked to erase what they read.",
  })
  async eraseMyData(
    @Arg("input", () => EraseMyDataInput) input: EraseMyDataInput,
    @Ctx() { viewer, services }: UserProfileContext,
  ): Promise<EraseMyDataPayload> {
    const { id, userErrors } = await services.erasures.erase(viewer as Viewer & { kind: "person" }, input);
    return { erasure: id === undefined ? null : await services.erasures.find(id), userErrors };
  }
}
