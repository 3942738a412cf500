import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import { personOf } from "../../../shared/viewer.js";
import type { ConsentContext } from "../context.js";
import { ValueExchange } from "../exchange/value-exchange.js";
import { Licence } from "../licence/licence.js";
import { AutomaticDecision } from "./automatic-decision.js";
import {
  SetStandingRulesInput,
  SetStandingRulesPayload,
  UndoAutomaticDecisionInput,
  UndoAutomaticDecisionPayload,
} from "./standing-rule-mutations.js";

@Resolver(() => AutomaticDecision)
export class AutomaticDecisionResolver {
  @FieldResolver(() => ValueExchange)
  exchange(@Root() { exchangeId }: AutomaticDecision, @Ctx() { services }: ConsentContext): Promise<ValueExchange> {
    return services.exchanges.decided(exchangeId);
  }

  @FieldResolver(() => Licence, { nullable: true, description: "What was granted, where it accepted." })
  async licence(
    @Root() { personId, licenceId }: AutomaticDecision,
    @Ctx() { services }: ConsentContext,
  ): Promise<Licence | null> {
    return licenceId === null ? null : services.licences.own(personId, licenceId);
  }

  @Mutation(() => SetStandingRulesPayload, {
    nullable: true,
    description:
      "Replaces all that there were. ACCEPT wants minimumReward and finestAccepted, and never covers special categories or the INTIMATE tier.",
  })
  async setStandingRules(
    @Arg("input", () => SetStandingRulesInput) input: SetStandingRulesInput,
    @Ctx() context: ConsentContext,
  ): Promise<SetStandingRulesPayload> {
    const { standingRules } = context.services;
    const { personId, userErrors } = await standingRules.set(context, input);
    return { standingRules: personId ? await standingRules.of(personId) : null, userErrors };
  }

  @Mutation(() => UndoAutomaticDecisionPayload, {
    nullable: true,
    description: "Takes back what a rule decided: an acceptance is withdrawn, and what it earned stays.",
  })
  async undoAutomaticDecision(
    @Arg("input", () => UndoAutomaticDecisionInput) input: UndoAutomaticDecisionInput,
    @Ctx() context: ConsentContext,
  ): Promise<UndoAutomaticDecisionPayload> {
    const { automaticDecisions } = context.services;
    const { decisionId, userErrors } = await automaticDecisions.undo(context, input);
    const personId = personOf(context.viewer) ?? "";
    return { decision: decisionId ? await automaticDecisions.one(personId, decisionId) : null, userErrors };
  }
}
