import { buildFederatedSchema, type SubgraphSchema } from "../../shared/subgraph-schema.js";
import { BrandAccountResolver } from "./brand/brand-account.resolver.js";
import { BrandAccount } from "./brand/brand-account.js";
import { BrandResolver } from "./brand/brand.resolver.js";
import { ComplaintResolver } from "./complaint/complaint.resolver.js";
import { Customer } from "./customer/customer.js";
import { CustomerResolver } from "./customer/customer.resolver.js";
import { ExchangeResolver } from "./exchange/exchange.resolver.js";
import { IntimateField } from "./field-reward/intimate-field.js";
import { IntimateFieldResolver } from "./field-reward/intimate-field.resolver.js";
import { VoucherResolver } from "./ledger/voucher.resolver.js";
import { WalletEntryResolver, WalletResolver } from "./ledger/wallet.resolver.js";
import { LicenceResolver } from "./licence/licence.resolver.js";
import { PartnerApp } from "./partner-app/partner-app.js";
import { PartnerAppResolver } from "./partner-app/partner-app.resolver.js";
import { Person } from "./person/person.js";
import { PersonResolver } from "./person/person.resolver.js";
import { references } from "./references.js";
import { AutomaticDecisionResolver } from "./standing-rule/standing-rule.resolver.js";
import { Visitor } from "./visitor/visitor.js";
import { VisitorResolver } from "./visitor/visitor.resolver.js";
import { WebhookResolver } from "./webhook/webhook.resolver.js";

/** Consent's schema: no I/O, so that it can be composed and tested without a database. */
export function buildConsentSchema(): Promise<SubgraphSchema> {
  return buildFederatedSchema({
    resolvers: [
      BrandResolver,
      BrandAccountResolver,
      ExchangeResolver,
      LicenceResolver,
      CustomerResolver,
      PersonResolver,
      WalletResolver,
      WalletEntryResolver,
      IntimateFieldResolver,
      VoucherResolver,
      AutomaticDecisionResolver,
      ComplaintResolver,
      WebhookResolver,
      PartnerAppResolver,
      VisitorResolver,
    ],
    orphanedTypes: [Person, BrandAccount, Customer, Visitor, PartnerApp, IntimateField],
    references,
  });
}
