import { Arg, Ctx, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from "type-graphql";
import { UserError } from "../../../shared/user-error.js";
import type { Viewer } from "../../../shared/viewer.js";
import type { UserProfileContext } from "../context.js";
import { PeriodInput } from "../intimate-data/values.js";
import { ImportSource } from "../observation.js";

@InputType({ description: "Exactly one of importId, source, field; optionally within a period." })
export class DeleteDataInput {
  @Field(() => ID, { nullable: true }) importId?: string | null;
  @Field(() => ImportSource, { nullable: true }) source?: ImportSource | null;
  @Field(() => ID, { nullable: true }) field?: string | null;
  @Field(() => PeriodInput, { nullable: true }) during?: PeriodInput | null;
  @Field(() => ID) idempotencyKey: string;
}

@ObjectType()
export class DeleteDataPayload {
  @Field(() => Int) observationsDeleted: number;
  @Field(() => [UserError]) userErrors: UserError[];
}

@Resolver()
export class DeletionResolver {
  @Mutation(() => DeleteDataPayload, {
    nullable: true,
    description:
      "Takes a part out of the vault, for good. A field goes with what it is answered from: `sleep.duration` with the stages. Answers that were made of it stand no more. What a brand has received is told in the disclosures and is asked back from the brand.",
  })
  async deleteData(
    @Arg("input", () => DeleteDataInput) input: DeleteDataInput,
    @Ctx() { viewer, principal, services, now }: UserProfileContext,
  ): Promise<DeleteDataPayload> {
    const { personId } = viewer as Viewer & { kind: "person" };
    const { observationsDeleted = 0, userErrors } = await services.deletion.delete(personId, principal, input, now);
    return { observationsDeleted, userErrors };
  }
}
