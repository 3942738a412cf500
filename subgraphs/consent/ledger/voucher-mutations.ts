import { Field, ID, InputType, ObjectType } from "type-graphql";
import { UserError } from "../../../shared/user-error.js";
import { Wallet } from "./wallet.js";

@InputType()
export class RedeemPointsInput {
  @Field(() => ID) voucherId: string;
  @Field(() => ID) idempotencyKey: string;
}

@ObjectType()
export class RedeemPointsPayload {
  @Field(() => String, { nullable: true, description: "Shown once." }) code: string | null;
  @Field(() => Wallet, { nullable: true }) wallet: Wallet | null;
  @Field(() => [UserError]) userErrors: UserError[];
}
