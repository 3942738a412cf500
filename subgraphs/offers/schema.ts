import "reflect-metadata";
import { buildFederatedSchema, type SubgraphSchema } from "../../shared/subgraph-schema.js";
import { BrandAccount } from "./brand/brand-account.js";
import { resolveBrandAccount } from "./brand/brand-account.reference.js";
import { BrandAccountResolver } from "./brand/brand-account.resolver.js";
import { resolveOffer } from "./offer/offer.reference.js";
import { OfferResolver } from "./offer/offer.resolver.js";
import { Customer } from "./slot/customer.js";
import { resolveCustomer } from "./slot/customer.reference.js";
import { CustomerResolver } from "./slot/customer.resolver.js";

/** What is shown: assembled without I/O, so that it can be composed and tested without a database. */
export function buildOffersSchema(): Promise<SubgraphSchema> {
  return buildFederatedSchema({
    resolvers: [OfferResolver, CustomerResolver, BrandAccountResolver],
    orphanedTypes: [Customer, BrandAccount],
    references: { Customer: resolveCustomer, Offer: resolveOffer, BrandAccount: resolveBrandAccount },
  });
}
