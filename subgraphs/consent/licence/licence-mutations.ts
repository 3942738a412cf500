import { Field, ID, InputType, ObjectType } from "type-graphql";
import { Precision } from "../../../shared/graphql-enums.js";
import { Duration } from "../../../shared/scalars.js";
import { UserError } from "../../../shared/user-error.js";
import { Wallet } from "../ledger/wallet.js";
import { Licence } from "./licence.js";

@InputType({
  description:
    "`termsHash` as it was shown; `optionalTerms` are the ids that the person ticked. Accepting pays the sum of the accepted terms' points, once per person and exchange for ever.",
})
export class AcceptExchangeInput {
  @Field(() => ID) exchangeId: string;
  @Field(() => String) termsHash: string;
  @Field(() => [ID], { defaultValue: [] }) optionalTerms: string[];
  @Field(() => String, { defaultValue: "en" }) language: string;
  @Field(() => Boolean, { defaultValue: false, description: "Agrees to the exchange's `authorisationText`." })
  authorised: boolean;
  @Field(() => String, { nullable: true }) state?: string | null;
  @Field(() => ID) idempotencyKey: string;
}

@ObjectType()
export class AcceptExchangePayload {
  @Field(() => Licence, { nullable: true }) licence: Licence | null;
  @Field(() => Wallet, { nullable: true }) wallet: Wallet | null;
  @Field(() => [UserError]) userErrors: UserError[];
}

@InputType()
export class WithdrawLicenceInput {
  @Field(() => ID) licenceId: string;
  @Field(() => Boolean, { defaultValue: true }) askForErasure: boolean;
  @Field(() => ID) idempotencyKey: string;
}

@ObjectType()
export class WithdrawLicencePayload {
  @Field(() => Licence, { nullable: true }) licence: Licence | null;
  @Field(() => [UserError]) userErrors: UserError[];
}

@InputType()
export class NarrowedTermInput {
  @Field(() => ID) field: string;
  @Field(() => Precision) precision: Precision;
  @Field(() => Duration) history: string;
}

@InputType({ description: "Only fewer or coarser terms, shorter history, earlier expiry." })
export class NarrowLicenceInput {
  @Field(() => ID) licenceId: string;
  @Field(() => [NarrowedTermInput]) terms: NarrowedTermInput[];
  @Field(() => Date, { nullable: true }) expiresAt?: Date | null;
  @Field(() => ID) idempotencyKey: string;
}

@ObjectType()
export class NarrowLicencePayload {
  @Field(() => Licence, { nullable: true }) licence: Licence | null;
  @Field(() => [UserError]) userErrors: UserError[];
}

@InputType()
export class AcknowledgeErasureInput {
  @Field(() => ID) licenceId: string;
  @Field(() => Date) erasedAt: Date;
  @Field(() => ID) idempotencyKey: string;
}

@ObjectType()
export class AcknowledgeErasurePayload {
  @Field(() => Licence, { nullable: true }) licence: Licence | null;
  @Field(() => [UserError]) userErrors: UserError[];
}

@InputType()
export class EndLicenceInput {
  @Field(() => ID) licenceId: string;
  @Field(() => ID) idempotencyKey: string;
}

@ObjectType()
export class EndLicencePayload {
  @Field(() => Licence, { nullable: true }) licence: Licence | null;
  @Field(() => [UserError]) userErrors: UserError[];
}
