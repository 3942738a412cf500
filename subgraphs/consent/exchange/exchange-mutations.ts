import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { Purpose } from "../../../shared/graphql-enums.js";
import { Duration } from "../../../shared/scalars.js";
import { UserError } from "../../../shared/user-error.js";
import { ExchangeStatus } from "./exchange-status.js";
import { TermInput } from "./term.js";
import { ValueExchange } from "./value-exchange.js";

@InputType()
export class CreateExchangeInput {
  @Field(() => String) title: string;
  @Field(() => String) summary: string;
  @Field(() => Purpose) purpose: Purpose;
  @Field(() => [TermInput]) terms: TermInput[];
  @Field(() => [TermInput], { defaultValue: [] }) optionalTerms: TermInput[];
  @Field(() => Duration) lasts: string;
  @Field(() => Int, { defaultValue: 0 }) rewardPerDisclosure: number;
  @Field(() => Int, { nullable: true }) maxDisclosures?: number | null;
  @Field(() => Int) places: number;
  @Field(() => Duration) retention: string;
  @Field(() => [String]) storageCountries: string[];
  @Field(() => [String], { defaultValue: [] }) recipients: string[];
  @Field(() => Date, { nullable: true }) opensAt?: Date | null;
  @Field(() => Date, { nullable: true }) closesAt?: Date | null;
  @Field(() => ID) idempotencyKey: string;
}

@ObjectType()
export class CreateExchangePayload {
  @Field(() => ValueExchange, { nullable: true }) exchange: ValueExchange | null;
  @Field(() => [UserError]) userErrors: UserError[];
}

@InputType()
export class SetExchangeStatusInput {
  @Field(() => ID) exchangeId: string;
  @Field(() => ExchangeStatus) status: ExchangeStatus;
  @Field(() => ID) idempotencyKey: string;
}

@ObjectType()
export class SetExchangeStatusPayload {
  @Field(() => ValueExchange, { nullable: true }) exchange: ValueExchange | null;
  @Field(() => [UserError]) userErrors: UserError[];
}

@InputType()
export class DeclineExchangeInput {
  @Field(() => ID) exchangeId: string;
  @Field(() => ID) idempotencyKey: string;
}

@ObjectType()
export class DeclineExchangePayload {
  @Field(() => ValueExchange, { nullable: true }) exchange: ValueExchange | null;
  @Field(() => [UserError]) userErrors: UserError[];
}
