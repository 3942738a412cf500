import { Field, ID, ObjectType } from "type-graphql";
import { connectionType } from "../../../shared/page.js";
import { RuleEffect, StandingRule } from "./standing-rule.js";

@ObjectType({ description: "What a standing rule decided; it can be undone." })
export class AutomaticDecision {
  @Field(() => ID) id: string;
  @Field(() => Date) at: Date;
  @Field(() => Date) takesEffectAt: Date;
  @Field(() => StandingRule) rule: StandingRule;
  @Field(() => RuleEffect) effect: RuleEffect;
  @Field(() => String, { description: "Why the rule applied, in words." }) explanation: string;
  @Field(() => Date, { nullable: true, description: "When the person took it back, or it could not take effect." })
  undoneAt: Date | null;
  /** For the resolver; not part of the schema. */
  personId: string;
  exchangeId: string;
  licenceId: string | null;
}

export const AutomaticDecisionConnection = connectionType("AutomaticDecision", () => AutomaticDecision);
