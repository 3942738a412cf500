import { Arg, Mutation, Resolver } from "type-graphql";
import { notImplemented } from "../../../shared/errors.js";
import { StandingRule } from "./standing-rule.js";
import {
  SetStandingRulesInput,
  SetStandingRulesPayload,
  UndoAutomaticDecisionInput,
  UndoAutomaticDecisionPayload,
} from "./standing-rule-mutations.js";

@Resolver(() => StandingRule)
export class StandingRuleResolver {
  @Mutation(() => SetStandingRulesPayload, { nullable: true, description: "Replaces all that there were." })
  setStandingRules(@Arg("input", () => SetStandingRulesInput) _input: SetStandingRulesInput): SetStandingRulesPayload {
    return notImplemented();
  }

  @Mutation(() => UndoAutomaticDecisionPayload, { nullable: true, description: "Takes back what a rule decided." })
  undoAutomaticDecision(
    @Arg("input", () => UndoAutomaticDecisionInput) _input: UndoAutomaticDecisionInput,
  ): UndoAutomaticDecisionPayload {
    return notImplemented();
  }
}
