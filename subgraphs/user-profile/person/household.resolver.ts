import { Arg, Ctx, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from "type-graphql";
import { UserError } from "../../../shared/user-error.js";
import type { Viewer } from "../../../shared/viewer.js";
import type { UserProfileContext } from "../context.js";
import { Person } from "./person.js";

@InputType()
export class SetMyHouseholdInput {
  @Field(() => Int, { nullable: true, description: "People who live together, oneself included; null takes it back." })
  persons: number | null;
  @Field(() => ID) idempotencyKey: string;
}

@ObjectType()
export class SetMyHouseholdPayload {
  @Field(() => Person, { nullable: true }) me: Person | null;
  @Field(() => [UserError]) userErrors: UserError[];
}

@Resolver()
export class HouseholdResolver {
  @Mutation(() => SetMyHouseholdPayload, {
    nullable: true,
    description: "Says how many people live in one's household, which no export tells: `demographics.household`.",
  })
  async setMyHousehold(
    @Arg("input", () => SetMyHouseholdInput) input: SetMyHouseholdInput,
    @Ctx() { viewer, principal, services, now }: UserProfileContext,
  ): Promise<SetMyHouseholdPayload> {
    const { personId } = viewer as Viewer & { kind: "person" };
    const asked = { persons: input.persons ?? null, idempotencyKey: input.idempotencyKey };
    const { changed, userErrors } = await services.profiles.setHousehold(personId, principal, asked, now);
    return { me: changed ? { id: personId } : null, userErrors };
  }
}
