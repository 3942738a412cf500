import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { Precision, Purpose } from "../../../shared/graphql-enums.js";
import { UserError } from "../../../shared/user-error.js";
import { AutomaticDecision } from "./automatic-decision.js";
import { RuleEffect, StandingRule } from "./standing-rule.js";

@InputType()
export class StandingRuleInput {
  @Field(() => RuleEffect) effect: RuleEffect;
  @Field(() => [ID], { nullable: true }) fields?: string[] | null;
  @Field(() => [Purpose], { nullable: true }) purposes?: Purpose[] | null;
  @Field(() => [String], { nullable: true }) industries?: string[] | null;
  @Field(() => Precision, { nullable: true }) finestAccepted?: Precision | null;
  @Field(() => Int, { nullable: true }) minimumReward?: number | null;
}

@InputType()
export class SetStandingRulesInput {
  @Field(() => [StandingRuleInput]) rules: StandingRuleInput[];
  @Field(() => ID) idempotencyKey: string;
}

@ObjectType()
export class SetStandingRulesPayload {
  @Field(() => [StandingRule], { nullable: true }) standingRules: StandingRule[] | null;
  @Field(() => [UserError]) userErrors: UserError[];
}

@InputType()
export class UndoAutomaticDecisionInput {
  @Field(() => ID) decisionId: string;
  @Field(() => ID) idempotencyKey: string;
}

@ObjectType()
export class UndoAutomaticDecisionPayload {
  @Field(() => AutomaticDecision, { nullable: true }) decision: AutomaticDecision | null;
  @Field(() => [UserError]) userErrors: UserError[];
}
