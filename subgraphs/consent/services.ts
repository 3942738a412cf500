import type { Database } from "../../shared/database.js";
import type { RandomBytes } from "../../shared/identifier.js";
import type { CapabilityKeys } from "../../shared/licensing/capability.js";
import type { Log } from "../../shared/log.js";
import type { Outbox } from "../../shared/outbox.js";
import type { Pages } from "../../shared/page.js";
import type { PersonKeys } from "../../shared/person-keys.js";
import { BrandService } from "./brand/brand.service.js";
import { ComplaintService } from "./complaint/complaint.service.js";
import { CustomerRefs } from "./customer/customer-refs.js";
import { CustomerService } from "./customer/customer.service.js";
import { LivingLicences } from "./customer/living-licences.js";
import { Mint } from "./customer/mint.js";
import { PreviewService } from "./customer/preview.service.js";
import { ExchangeService } from "./exchange/exchange.service.js";
import { FieldRewardService } from "./field-reward/field-reward.service.js";
import { Ledger } from "./ledger/ledger.js";
import { LicenceUses } from "./ledger/licence-uses.js";
import { OfferClaims } from "./ledger/offer-claims.js";
import { OfferFunding } from "./ledger/offer-funding.js";
import { PersonAccounts } from "./ledger/person-accounts.js";
import { WalletService } from "./ledger/wallet.service.js";
import { AcceptanceService } from "./licence/acceptance.service.js";
import { LicenceText } from "./licence/licence-text.js";
import { LicenceService } from "./licence/licence.service.js";
import { NarrowingService } from "./licence/narrowing.service.js";
import { RevocationService } from "./licence/revocation.service.js";
import { WithdrawalService } from "./licence/withdrawal.service.js";
import { CircumstancesService } from "./person/circumstances.service.js";
import { PersonRows } from "./person/person-rows.js";
import type { ReceiptSigner } from "./receipt/receipt-signer.js";
import { Receipts } from "./receipt/receipts.js";

/** What the room stands on. */
export interface ConsentTools {
  database: Database;
  keys: PersonKeys;
  pages: Pages;
  outbox: Outbox;
  signer: ReceiptSigner;
  capabilityKeys: CapabilityKeys;
  publicUrl: string;
  random: RandomBytes;
  log: Log;
}

export interface ConsentServices {
  brands: BrandService;
  exchanges: ExchangeService;
  licences: LicenceService;
  acceptance: AcceptanceService;
  withdrawal: WithdrawalService;
  narrowing: NarrowingService;
  revocation: RevocationService;
  customers: CustomerService;
  previews: PreviewService;
  circumstances: CircumstancesService;
  wallets: WalletService;
  fieldRewards: FieldRewardService;
  complaints: ComplaintService;
  ledger: Ledger;
  uses: LicenceUses;
  offerFunding: OfferFunding;
  offerClaims: OfferClaims;
  personRows: PersonRows;
}

export function consentServices(tools: ConsentTools): ConsentServices {
  const { database, keys, pages, outbox, random, log } = tools;
  const ledger = new Ledger(random);
  const accounts = new PersonAccounts(ledger, keys);
  const uses = new LicenceUses(ledger, accounts, log);
  const text = new LicenceText(keys);
  const receipts = new Receipts(tools.signer, tools.publicUrl, random);
  const circumstances = new CircumstancesService(database, keys);
  const living = new LivingLicences(text);
  const mint = new Mint(tools.capabilityKeys, random);
  const refs = new CustomerRefs(random);
  return {
    brands: new BrandService(database, ledger, outbox, random),
    exchanges: new ExchangeService(database, pages, random),
    licences: new LicenceService(database, pages, text),
    acceptance: new AcceptanceService(database, ledger, accounts, refs, text, receipts, circumstances, random),
    withdrawal: new WithdrawalService(database, text, receipts),
    narrowing: new NarrowingService(database, text, receipts),
    revocation: new RevocationService(database, text, receipts),
    customers: new CustomerService(database, living, uses, mint, pages),
    previews: new PreviewService(database, living, ledger, mint),
    circumstances,
    wallets: new WalletService(database, ledger, accounts, uses, pages),
    fieldRewards: new FieldRewardService(database),
    complaints: new ComplaintService(pages),
    ledger,
    uses,
    offerFunding: new OfferFunding(ledger, outbox),
    offerClaims: new OfferClaims(ledger, accounts),
    personRows: new PersonRows(keys, text, receipts, random),
  };
}
