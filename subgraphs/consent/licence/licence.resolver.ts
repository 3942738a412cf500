import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from "type-graphql";
import { brandOf, personOf } from "../../../shared/viewer.js";
import { Brand } from "../brand/brand.js";
import { TrustLevel } from "../brand/trust.js";
import type { ConsentContext } from "../context.js";
import { Term } from "../exchange/term.js";
import { ValueExchange } from "../exchange/value-exchange.js";
import { ErasureRequest } from "./erasure-request.js";
import { Licence } from "./licence.js";
import {
  AcceptExchangeInput,
  AcceptExchangePayload,
  AcknowledgeErasureInput,
  AcknowledgeErasurePayload,
  EndLicenceInput,
  EndLicencePayload,
  NarrowLicenceInput,
  NarrowLicencePayload,
  WithdrawLicenceInput,
  WithdrawLicencePayload,
} from "./licence-mutations.js";
import { LicenceStatus, statusAt, statusForBrand, SuspendedBy } from "./licence-status.js";

@Resolver(() => Licence)
export class LicenceResolver {
  @FieldResolver(() => Brand)
  brand(@Root() licence: Licence, @Ctx() context: ConsentContext): Promise<Brand> {
    return context.services.brands.ownerIn(context, licence.brandId);
  }

  @FieldResolver(() => ValueExchange, { nullable: true })
  exchange(@Root() licence: Licence, @Ctx() { services }: ConsentContext): Promise<ValueExchange | null> {
    return services.licences.exchangeOf(licence);
  }

  @FieldResolver(() => [Term])
  terms(@Root() licence: Licence, @Ctx() { services }: ConsentContext): Promise<Term[]> {
    return services.licences.terms(licence);
  }

  @FieldResolver(() => LicenceStatus)
  async status(@Root() licence: Licence, @Ctx() context: ConsentContext): Promise<LicenceStatus> {
    const { viewer, now } = context;
    const own = personOf(viewer) === licence.personId ? statusAt(licence, now) : statusForBrand(licence, now);
    const isHeldUp = own === LicenceStatus.ACTIVE && (await isBrandSuspended(licence, context));
    return isHeldUp ? LicenceStatus.SUSPENDED : own;
  }

  @FieldResolver(() => SuspendedBy, { nullable: true, description: "For the person; a brand sees OPERATOR or null." })
  async suspendedBy(@Root() licence: Licence, @Ctx() context: ConsentContext): Promise<SuspendedBy | null> {
    const { viewer, now } = context;
    const status = statusAt(licence, now);
    if (status !== LicenceStatus.SUSPENDED && status !== LicenceStatus.ACTIVE) return null;
    if (personOf(viewer) === licence.personId && licence.suspendedBy !== null) return licence.suspendedBy;
    if (licence.suspendedBy === SuspendedBy.OPERATOR) return SuspendedBy.OPERATOR;
    return (await isBrandSuspended(licence, context)) ? SuspendedBy.OPERATOR : null;
  }

  @FieldResolver(() => ID, { nullable: true, description: "Only for the brand of the licence." })
  customerRef(@Root() licence: Licence, @Ctx() { viewer }: ConsentContext): string | null {
    return brandOf(viewer) === licence.brandId ? licence.ref : null;
  }

  @FieldResolver(() => String, { description: "ISO/IEC TS 27560 consent record as a compact JWS (Ed25519)." })
  receipt(@Root() licence: Licence, @Ctx() { services }: ConsentContext): Promise<string> {
    return services.licences.receipt(licence);
  }

  @FieldResolver(() => String, { nullable: true, description: "C2SP tlog-proof; null until the log has it." })
  receiptProof(@Root() licence: Licence, @Ctx() { services }: ConsentContext): Promise<string | null> {
    return services.receiptProofs.of(licence);
  }

  @FieldResolver(() => ErasureRequest, { nullable: true })
  erasure(@Root() licence: Licence, @Ctx() { services }: ConsentContext): Promise<ErasureRequest | null> {
    return services.licences.erasureOf(licence);
  }

  @Mutation(() => AcceptExchangePayload, { nullable: true })
  async acceptExchange(
    @Arg("input", () => AcceptExchangeInput) input: AcceptExchangeInput,
    @Ctx() context: ConsentContext,
  ): Promise<AcceptExchangePayload> {
    const { services, viewer } = context;
    const { licenceId, userErrors } = await services.acceptance.accept(context, input);
    if (!licenceId) return { licence: null, wallet: null, userErrors };
    const licence = await services.licences.visible(viewer, licenceId);
    return { licence, wallet: await services.wallets.walletOf(personOf(viewer) ?? ""), userErrors };
  }

  @Mutation(() => WithdrawLicencePayload, { nullable: true })
  async withdrawLicence(
    @Arg("input", () => WithdrawLicenceInput) input: WithdrawLicenceInput,
    @Ctx() context: ConsentContext,
  ): Promise<WithdrawLicencePayload> {
    return changed(context, await context.services.withdrawal.withdraw(context, input));
  }

  @Mutation(() => NarrowLicencePayload, { nullable: true })
  async narrowLicence(
    @Arg("input", () => NarrowLicenceInput) input: NarrowLicenceInput,
    @Ctx() context: ConsentContext,
  ): Promise<NarrowLicencePayload> {
    return changed(context, await context.services.narrowing.narrow(context, input));
  }

  @Mutation(() => EndLicencePayload, { nullable: true })
  async endLicence(
    @Arg("input", () => EndLicenceInput) input: EndLicenceInput,
    @Ctx() context: ConsentContext,
  ): Promise<EndLicencePayload> {
    return changed(context, await context.services.revocation.revoke(context, input));
  }

  @Mutation(() => AcknowledgeErasurePayload, { nullable: true, description: "Says that what was read is erased." })
  async acknowledgeErasure(
    @Arg("input", () => AcknowledgeErasureInput) input: AcknowledgeErasureInput,
    @Ctx() context: ConsentContext,
  ): Promise<AcknowledgeErasurePayload> {
    return changed(context, await context.services.acknowledgement.acknowledge(context, input));
  }
}

/** A suspended brand's licences read so without a row of theirs being touched: it may have very many. */
async function isBrandSuspended({ brandId }: Licence, context: ConsentContext): Promise<boolean> {
  return (await context.services.brands.ownerIn(context, brandId)).trustLevel === TrustLevel.SUSPENDED;
}

async function changed(
  { services, viewer }: ConsentContext,
  { licenceId, userErrors }: Awaited<ReturnType<ConsentContext["services"]["withdrawal"]["withdraw"]>>,
): Promise<WithdrawLicencePayload> {
  return { licence: licenceId ? await services.licences.visible(viewer, licenceId) : null, userErrors };
}
