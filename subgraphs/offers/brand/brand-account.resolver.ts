import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import type { Connection } from "../../../shared/page.js";
import type { OffersContext } from "../context.js";
import { type Offer, OfferConnection } from "../offer/offer.js";
import { OfferStatus } from "../offer/offer-status.js";
import { BrandAccount } from "./brand-account.js";

@Resolver(() => BrandAccount)
export class BrandAccountResolver {
  @FieldResolver(() => OfferConnection, { nullable: true, description: "The brand's offers, newest first." })
  offers(
    @Root() { id }: BrandAccount,
    @Arg("status", () => OfferStatus, { nullable: true }) status: OfferStatus | null,
    @Arg("first", () => Int, { defaultValue: 20 }) first: number,
    @Arg("after", () => String, { nullable: true }) after: string | null,
    @Ctx() { services, viewer }: OffersContext,
  ): Promise<Connection<Offer>> {
    return services.offers.page(viewer, id, { status: status ?? null, first, after: after ?? null });
  }
}
