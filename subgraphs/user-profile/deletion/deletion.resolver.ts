import { Arg, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from "type-graphql";
import { notImplemented } from "../../../shared/errors.js";
import { UserError } from "../../../shared/user-error.js";
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
  @Mutation(() => DeleteDataPayload, { nullable: true, description: "Takes a part out of the vault, for good." })
  deleteData(@Arg("input", () => DeleteDataInput) _input: DeleteDataInput): DeleteDataPayload {
    return notImplemented();
  }
}
