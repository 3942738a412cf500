import { Arg, Ctx, Field, InputType, Mutation, ObjectType, ID, Resolver } from "type-graphql";
import { UserError } from "../../../shared/user-error.js";
import type { Viewer } from "../../../shared/viewer.js";
import type { UserProfileContext } from "../context.js";
import { Person } from "./person.js";

@InputType()
export class SetMyTimeZoneInput {
  @Field(() => String, { description: "IANA name." }) timeZone: string;
  @Field(() => ID) idempotencyKey: string;
}

@ObjectType()
export class SetMyTimeZonePayload {
  @Field(() => Person, { nullable: true }) me: Person | null;
  @Field(() => [UserError]) userErrors: UserError[];
}

@Resolver()
export class TimeZoneResolver {
  @Mutation(() => SetMyTimeZonePayload, { nullable: true })
  async setMyTimeZone(
    @Arg("input", () => SetMyTimeZoneInput) input: SetMyTimeZoneInput,
    @Ctx() { viewer, principal, services, now }: UserProfileContext,
  ): Promise<SetMyTimeZonePayload> {
    const { personId } = viewer as Viewer & { kind: "person" };
    const { changed, userErrors } = await services.profiles.setTimeZone(personId, principal, { ...input }, now);
    return { me: changed ? { id: personId } : null, userErrors };
  }
}
