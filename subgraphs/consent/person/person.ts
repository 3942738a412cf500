import { Directive, Field, ID, InputType, ObjectType } from "type-graphql";
import { UserError } from "../../../shared/user-error.js";
import { Region } from "./circumstances.js";

/** Consent's part of what somebody sees of themselves. */
@ObjectType({ description: "What somebody sees of themselves." })
@Directive('@key(fields: "id")')
export class Person {
  @Field(() => ID) id: string;
}

@InputType()
export class SetMyCircumstancesInput {
  @Field(() => Region, { nullable: true }) region?: Region | null;
  @Field(() => Boolean, { nullable: true }) isAdult?: boolean | null;
  @Field(() => ID) idempotencyKey: string;
}

@ObjectType()
export class SetMyCircumstancesPayload {
  @Field(() => Person, { nullable: true }) me: Person | null;
  @Field(() => [UserError]) userErrors: UserError[];
}

@InputType()
export class PauseSharingInput {
  @Field(() => Boolean) paused: boolean;
  @Field(() => ID) idempotencyKey: string;
}

@ObjectType()
export class PauseSharingPayload {
  @Field(() => Boolean, { nullable: true }) sharingPaused: boolean | null;
  @Field(() => [UserError]) userErrors: UserError[];
}
