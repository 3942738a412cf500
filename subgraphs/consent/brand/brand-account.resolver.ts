import { Args, Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import type { Connection } from "../../../shared/page.js";
import type { Complaint } from "../complaint/complaint.js";
import { ComplaintConnection, ComplaintsArguments } from "../complaint/complaint-page.js";
import type { ConsentContext } from "../context.js";
import { ExchangesArguments, ValueExchangeConnection } from "../exchange/exchange-page.js";
import type { ValueExchange } from "../exchange/value-exchange.js";
import type { Licence } from "../licence/licence.js";
import { LicenceConnection, LicencesArguments } from "../licence/licence-page.js";
import { pageOf } from "../page-request.js";
import { Webhook } from "../webhook/webhook.js";
import { BrandAccount } from "./brand-account.js";

@Resolver(() => BrandAccount)
export class BrandAccountResolver {
  @FieldResolver(() => Int, { description: "Points that may be spent." })
  async escrow(@Root() { id }: BrandAccount, @Ctx() context: ConsentContext): Promise<number> {
    const { escrowAccountId } = await context.services.brands.ownerIn(context, id);
    return context.services.brands.balance(escrowAccountId);
  }

  @FieldResolver(() => Int, { description: "Points that disclosures in flight have been promised." })
  async held(@Root() { id }: BrandAccount, @Ctx() context: ConsentContext): Promise<number> {
    const { holdingAccountId } = await context.services.brands.ownerIn(context, id);
    return context.services.brands.balance(holdingAccountId);
  }

  @FieldResolver(() => LicenceConnection)
  licences(
    @Root() { id }: BrandAccount,
    @Args(() => LicencesArguments) { status = null, ...page }: LicencesArguments,
    @Ctx() { services, viewer, now }: ConsentContext,
  ): Promise<Connection<Licence>> {
    const request = pageOf(viewer, "BrandAccount.licences", page, [id, status]);
    return services.licences.ofBrand(id, status, now, request);
  }

  @FieldResolver(() => ValueExchangeConnection)
  exchanges(
    @Root() { id }: BrandAccount,
    @Args(() => ExchangesArguments) { status = null, ...page }: ExchangesArguments,
    @Ctx() { services, viewer }: ConsentContext,
  ): Promise<Connection<ValueExchange>> {
    const request = pageOf(viewer, "BrandAccount.exchanges", page, [id, status]);
    return services.exchanges.ofBrand(id, status, request);
  }

  @FieldResolver(() => ComplaintConnection)
  complaints(
    @Root() { id }: BrandAccount,
    @Args(() => ComplaintsArguments) { status = null, ...page }: ComplaintsArguments,
    @Ctx() { services, viewer }: ConsentContext,
  ): Promise<Connection<Complaint>> {
    return services.complaints.ofBrand(id, status, pageOf(viewer, "BrandAccount.complaints", page, [id, status]));
  }

  @FieldResolver(() => String, {
    description: "What /.well-known/confide-brand.jws of the brand's domain must show for `verifyDomain`.",
  })
  async domainChallenge(@Root() { id }: BrandAccount, @Ctx() context: ConsentContext): Promise<string> {
    const { brands, domainCheck } = context.services;
    return domainCheck.challengeFor(await brands.ownerIn(context, id));
  }

  @FieldResolver(() => Webhook, { nullable: true })
  webhook(@Root() { id }: BrandAccount, @Ctx() { services }: ConsentContext): Promise<Webhook | null> {
    return services.webhooks.of(id);
  }
}
