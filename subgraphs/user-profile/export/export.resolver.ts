import { Arg, Field, ID, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import { notImplemented } from "../../../shared/errors.js";
import { WebUrl } from "../../../shared/scalars.js";
import { UserError } from "../../../shared/user-error.js";

@InputType()
export class ExportMyDataInput {
  @Field(() => ID) idempotencyKey: string;
}

@ObjectType()
export class ExportMyDataPayload {
  @Field(() => WebUrl, {
    nullable: true,
    description: "Once, for ten minutes, with the person's own bearer token.",
  })
  downloadUrl: string | null;
  @Field(() => [UserError]) userErrors: UserError[];
}

@Resolver()
export class ExportResolver {
  @Mutation(() => ExportMyDataPayload, { nullable: true, description: "All that Confide keeps for the person." })
  exportMyData(@Arg("input", () => ExportMyDataInput) _input: ExportMyDataInput): ExportMyDataPayload {
    return notImplemented();
  }
}
