import { Arg, Field, ID, InputType, Mutation, ObjectType, Query, Resolver } from "type-graphql";
import { notImplemented } from "../../../shared/errors.js";
import { UserError } from "../../../shared/user-error.js";
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
  erasure(@Arg("id", () => ID) _id: string): Erasure | null {
    return notImplemented();
  }

  @Mutation(() => EraseMyDataPayload, { nullable: true, description: "Erases the person from every room, for good." })
  eraseMyData(@Arg("input", () => EraseMyDataInput) _input: EraseMyDataInput): EraseMyDataPayload {
    return notImplemented();
  }
}
