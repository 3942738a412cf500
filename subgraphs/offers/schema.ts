import "reflect-metadata";
import { buildFederatedSchema, type SubgraphSchema } from "../../shared/subgraph-schema.js";
import { BrandAccount } from "./brand/brand-account.js";
import { resolveBrandAccount } from "./brand/brand-account.reference.js";
import { BrandAccountResolver } from "./brand/brand-account.resolver.js";
import { ClaimResolver } from "./claim/claim.resolver.js";
import { ImageUploadResolver } from "./image/image-upload.resolver.js";
import { resolveOffer } from "./offer/offer.reference.js";
import { OfferResolver } from "./offer/offer.resolver.js";
import { PartnerApp } from "./partner-app/partner-app.js";
import { resolvePartnerApp } from "./partner-app/partner-app.reference.js";
import { PartnerAppResolver } from "./partner-app/partner-app.resolver.js";
import { Person } from "./person/person.js";
import { resolvePerson } from "./person/person.reference.js";
import { PersonResolver } from "./person/person.resolver.js";
import { PropositionEventResolver } from "./proposition-event/proposition-event.resolver.js";
import { Customer } from "./slot/customer.js";
import { resolveCustomer } from "./slot/customer.reference.js";
import { CustomerResolver } from "./slot/customer.resolver.js";
import { Visitor } from "./slot/visitor.js";
import { resolveVisitor } from "./slot/visitor.reference.js";
import { VisitorResolver } from "./slot/visitor.resolver.js";

/** What is shown: assembled without I/O, so that it can be composed and tested without a database. */
export function buildOffersSchema(): Promise<SubgraphSchema> {
  return buildFederatedSchema({
    resolvers: [
      OfferResolver,
      CustomerResolver,
      BrandAccountResolver,
      PersonResolver,
      VisitorResolver,
      PartnerAppResolver,
      ClaimResolver,
      ImageUploadResolver,
      PropositionEventResolver,
    ],
    orphanedTypes: [Customer, BrandAccount, Person, Visitor, PartnerApp],
    references: {
      Customer: resolveCustomer,
      Offer: resolveOffer,
      BrandAccount: resolveBrandAccount,
      Person: resolvePerson,
      Visitor: resolveVisitor,
      PartnerApp: resolvePartnerApp,
    },
  });
}
