import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from "type-graphql";
import { Purpose } from "../../../shared/graphql-enums.js";
import type { Connection } from "../../../shared/page.js";
import { Brand } from "../brand/brand.js";
import { Complaint } from "../complaint/complaint.js";
import type { ConsentContext } from "../context.js";
import { Customer } from "../customer/customer.js";
import { ValueExchangeConnection } from "../exchange/exchange-page.js";
import type { ValueExchange } from "../exchange/value-exchange.js";
import type { Licence } from "../licence/licence.js";
import { LicenceConnection, LicencesArguments } from "../licence/licence-page.js";
import { Wallet } from "../ledger/wallet.js";
import { PageArguments } from "../page-arguments.js";
import { pageOf } from "../page-request.js";
import { LinkRequest } from "../partner-app/link-request.js";
import { PartnerApp } from "../partner-app/partner-app.js";
import { type AutomaticDecision, AutomaticDecisionConnection } from "../standing-rule/automatic-decision.js";
import { StandingRule } from "../standing-rule/standing-rule.js";
import { Visitor } from "../visitor/visitor.js";
import { Region } from "./circumstances.js";
import {
  PauseSharingInput,
  PauseSharingPayload,
  Person,
  SetMyCircumstancesInput,
  SetMyCircumstancesPayload,
} from "./person.js";

/** Every Person that reaches these fields is the viewer: the reference resolver lets no other pass. */
@Resolver(() => Person)
export class PersonResolver {
  @FieldResolver(() => Region, { nullable: true, description: "Unset: the strictest row of the law table." })
  async region(@Root() { id }: Person, @Ctx() { services }: ConsentContext): Promise<Region | null> {
    return (await services.circumstances.of(id)).region;
  }

  @FieldResolver(() => Boolean, { nullable: true, description: "Unset: false." })
  async isAdult(@Root() { id }: Person, @Ctx() { services }: ConsentContext): Promise<boolean> {
    return (await services.circumstances.of(id)).isAdult;
  }

  @FieldResolver(() => Boolean, { nullable: true })
  async sharingPaused(@Root() { id }: Person, @Ctx() { services }: ConsentContext): Promise<boolean> {
    return (await services.circumstances.of(id)).sharingPaused;
  }

  @FieldResolver(() => Customer, {
    nullable: true,
    description:
      "The very object that a brand gets now, or would get once an exchange is accepted: ask it the brand's own query. Nothing is recorded or paid.",
  })
  previewAs(
    @Root() { id: personId }: Person,
    @Arg("brandId", () => ID) brandId: string,
    @Arg("purpose", () => Purpose) purpose: Purpose,
    @Arg("exchangeId", () => ID, { nullable: true }) exchangeId: string | null | undefined,
    @Arg("optionalTerms", () => [ID], { nullable: true }) optionalTerms: string[] | null | undefined,
    @Ctx() context: ConsentContext,
  ): Promise<Customer> {
    const chosen = { exchangeId: exchangeId ?? null, optionalTerms: optionalTerms ?? [] };
    return context.services.previews.open(context, { personId, brandId, purpose, ...chosen });
  }

  @FieldResolver(() => ValueExchangeConnection, {
    nullable: true,
    description:
      "Open to me: not declined, not licensed, places left, lawful where I am, brand neither muted nor suspended.",
  })
  async exchanges(
    @Root() { id }: Person,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() { services, viewer, now }: ConsentContext,
  ): Promise<Connection<ValueExchange>> {
    await services.automaticDecisions.evaluate(id, now);
    return services.exchanges.openTo(id, now, pageOf(viewer, "Person.exchanges", page));
  }

  @FieldResolver(() => LicenceConnection, { nullable: true })
  licences(
    @Root() { id }: Person,
    @Args(() => LicencesArguments) { status = null, ...page }: LicencesArguments,
    @Ctx() { services, viewer, now }: ConsentContext,
  ): Promise<Connection<Licence>> {
    const request = pageOf(viewer, "Person.licences", page, status);
    return services.licences.ofPerson(id, status, now, request);
  }

  @FieldResolver(() => Wallet, { nullable: true })
  wallet(@Root() { id }: Person, @Ctx() { services }: ConsentContext): Promise<Wallet> {
    return services.wallets.walletOf(id);
  }

  @FieldResolver(() => Visitor, { nullable: true, description: "Offers for me, as my own screen shows them." })
  asVisitor(@Root() { id }: Person, @Ctx() context: ConsentContext): Promise<Visitor> {
    return context.services.visitors.openAs(context, id);
  }

  @FieldResolver(() => [StandingRule], { nullable: true, description: "What is accepted or declined for me." })
  standingRules(@Root() { id }: Person, @Ctx() { services }: ConsentContext): Promise<StandingRule[]> {
    return services.standingRules.of(id);
  }

  @FieldResolver(() => AutomaticDecisionConnection, { nullable: true, description: "What my standing rules decided." })
  automaticDecisions(
    @Root() { id }: Person,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() { services, viewer }: ConsentContext,
  ): Promise<Connection<AutomaticDecision>> {
    return services.automaticDecisions.of(id, pageOf(viewer, "Person.automaticDecisions", page));
  }

  @FieldResolver(() => [Complaint], { nullable: true, description: "What I complained of." })
  complaints(@Root() { id }: Person, @Ctx() { services }: ConsentContext): Promise<Complaint[]> {
    return services.complaints.ofPerson(id);
  }

  @FieldResolver(() => [Brand], { nullable: true, description: "Whose exchanges I am not shown." })
  mutedBrands(@Root() { id }: Person, @Ctx() { services }: ConsentContext): Promise<Brand[]> {
    return services.mutes.brandsOf(id);
  }

  @FieldResolver(() => [PartnerApp], { nullable: true, description: "Where I linked my account." })
  partnerApps(@Root() { id }: Person, @Ctx() { services }: ConsentContext): Promise<PartnerApp[]> {
    return services.partnerApps.linkedBy(id);
  }

  @FieldResolver(() => LinkRequest, {
    nullable: true,
    description: "What a partner's signed assertion asks to link; null when it is not valid.",
  })
  linkRequest(
    @Arg("assertion", () => String) assertion: string,
    @Ctx() { services, now }: ConsentContext,
  ): Promise<LinkRequest | null> {
    return services.partnerApps.linkRequest(assertion, now);
  }

  @Mutation(() => SetMyCircumstancesPayload, { nullable: true })
  async setMyCircumstances(
    @Arg("input", () => SetMyCircumstancesInput) input: SetMyCircumstancesInput,
    @Ctx() context: ConsentContext,
  ): Promise<SetMyCircumstancesPayload> {
    const { personId, userErrors } = await context.services.circumstances.set(context, input);
    return { me: personId ? { id: personId } : null, userErrors };
  }

  @Mutation(() => PauseSharingPayload, { nullable: true })
  async pauseSharing(
    @Arg("input", () => PauseSharingInput) input: PauseSharingInput,
    @Ctx() context: ConsentContext,
  ): Promise<PauseSharingPayload> {
    const { sharingPaused, userErrors } = await context.services.circumstances.pause(context, input);
    return { sharingPaused: sharingPaused ?? null, userErrors };
  }
}
