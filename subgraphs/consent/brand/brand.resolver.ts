import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Outcome } from "../../../shared/idempotency.js";
import type { Connection } from "../../../shared/page.js";
import { brandOf } from "../../../shared/viewer.js";
import type { ConsentContext } from "../context.js";
import { ValueExchangeConnection } from "../exchange/exchange-page.js";
import type { ValueExchange } from "../exchange/value-exchange.js";
import { PageArguments } from "../page-arguments.js";
import { pageOf } from "../page-request.js";
import { Brand } from "./brand.js";
import { BrandAccount } from "./brand-account.js";
import {
  FundEscrowInput,
  FundEscrowPayload,
  MuteBrandInput,
  MuteBrandPayload,
  RegisterBrandInput,
  RegisterBrandPayload,
  SuspendBrandInput,
  SuspendBrandPayload,
  VerifyDomainInput,
  VerifyDomainPayload,
} from "./brand-mutations.js";
import { Trust } from "./trust.js";

@Resolver(() => Brand)
export class BrandResolver {
  @Query(() => Brand, { nullable: true, description: "The calling brand." })
  brand(@Ctx() context: ConsentContext): Promise<Brand | null> {
    return context.services.brands.findIn(context, brandOf(context.viewer) ?? "");
  }

  @FieldResolver(() => Trust)
  trust(@Root() brand: Brand, @Ctx() { services, now }: ConsentContext): Promise<Trust> {
    return services.trust.cardOf(brand, now);
  }

  @FieldResolver(() => ValueExchangeConnection, { nullable: true, description: "OPEN ones." })
  exchanges(
    @Root() brand: Brand,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() { services, viewer, now }: ConsentContext,
  ): Promise<Connection<ValueExchange>> {
    return services.exchanges.openOf(brand.id, now, pageOf(viewer, "Brand.exchanges", page, brand.id));
  }

  @FieldResolver(() => BrandAccount, { nullable: true, description: "Only for the brand itself and an operator." })
  account(@Root() brand: Brand, @Ctx() { services, viewer }: ConsentContext): BrandAccount | null {
    return services.brands.isInside(viewer, brand.id) ? { id: brand.id } : null;
  }

  @Mutation(() => RegisterBrandPayload, { nullable: true })
  async registerBrand(
    @Arg("input", () => RegisterBrandInput) input: RegisterBrandInput,
    @Ctx() context: ConsentContext,
  ): Promise<RegisterBrandPayload> {
    const { brands } = context.services;
    const { brandId, clientId, clientSecret, userErrors } = await brands.register(context, input);
    return {
      brand: brandId ? await brands.findIn(context, brandId) : null,
      clientId: clientId ?? null,
      clientSecret: clientSecret ?? null,
      memberInvitation: null, // brand members come with the screens
      userErrors,
    };
  }

  @Mutation(() => FundEscrowPayload, { nullable: true })
  async fundEscrow(
    @Arg("input", () => FundEscrowInput) input: FundEscrowInput,
    @Ctx() context: ConsentContext,
  ): Promise<FundEscrowPayload> {
    return changed(context, await context.services.brands.fund(context, input));
  }

  @Mutation(() => SuspendBrandPayload, { nullable: true, description: "Suspends a brand, or lifts the suspension." })
  async suspendBrand(
    @Arg("input", () => SuspendBrandInput) input: SuspendBrandInput,
    @Ctx() context: ConsentContext,
  ): Promise<SuspendBrandPayload> {
    const suspended = await context.services.trust.suspend(context, input);
    context.services.trust.wake();
    return changed(context, suspended);
  }

  @Mutation(() => VerifyDomainPayload, {
    nullable: true,
    description: "Looks for `domainChallenge` at /.well-known/confide-brand.jws of the brand's domain.",
  })
  async verifyDomain(
    @Arg("input", () => VerifyDomainInput) input: VerifyDomainInput,
    @Ctx() context: ConsentContext,
  ): Promise<VerifyDomainPayload> {
    return changed(context, await context.services.domainCheck.verify(context, input));
  }

  @Mutation(() => MuteBrandPayload, { nullable: true, description: "Shows no more of a brand's exchanges, or again." })
  async muteBrand(
    @Arg("input", () => MuteBrandInput) input: MuteBrandInput,
    @Ctx() context: ConsentContext,
  ): Promise<MuteBrandPayload> {
    const { mutes } = context.services;
    const { personId, userErrors } = await mutes.set(context, input);
    return { mutedBrands: personId ? await mutes.brandsOf(personId) : null, userErrors };
  }
}

async function changed(
  context: ConsentContext,
  { brandId, userErrors }: { brandId?: string } & Outcome,
): Promise<SuspendBrandPayload> {
  return { brand: brandId ? await context.services.brands.findIn(context, brandId) : null, userErrors };
}
