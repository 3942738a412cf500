import { Field, ID, ObjectType } from "type-graphql";
import { connectionType } from "../../../shared/page.js";
import { ValueExchange } from "../exchange/value-exchange.js";
import { Licence } from "../licence/licence.js";
import { RuleEffect, StandingRule } from "./standing-rule.js";

@ObjectType({ description: "What a standing rule decided; it can be undone." })
export class AutomaticDecision {
  @Field(() => ID) id: string;
  @Field(() => Date) at: Date;
  @Field(() => Date) takesEffectAt: Date;
  @Field(() => ValueExchange) exchange: ValueExchange;
  @Field(() => StandingRule) rule: StandingRule;
  @Field(() => RuleEffect) effect: RuleEffect;
  @Field(() => Licence, { nullable: true, description: "What was granted, where it accepted." })
  licence: Licence | null;
  @Field(() => String, { description: "Why the rule applied, in words." }) explanation: string;
  @Field(() => Date, { nullable: true }) undoneAt: Date | null;
}

export const AutomaticDecisionConnection = connectionType("AutomaticDecision", () => AutomaticDecision);
