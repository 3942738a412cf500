import type { Clock } from "../../shared/clock.js";
import type { Database } from "../../shared/database.js";
import type { RandomBytes } from "../../shared/identifier.js";
import type { CapabilityKeys } from "../../shared/licensing/capability.js";
import type { Log } from "../../shared/log.js";
import type { Outbox } from "../../shared/outbox.js";
import type { Pages } from "../../shared/page.js";
import type { PersonKeys } from "../../shared/person-keys.js";
import type { RoomSeal } from "../../shared/room-seal.js";
import { BrandService } from "./brand/brand.service.js";
import { DomainCheck } from "./brand/domain-check.js";
import { TrustService } from "./brand/trust.service.js";
import { ComplaintService } from "./complaint/complaint.service.js";
import { CustomerRefs } from "./customer/customer-refs.js";
import { CustomerService } from "./customer/customer.service.js";
import { LivingLicences } from "./customer/living-licences.js";
import { Mint } from "./customer/mint.js";
import { PreviewService } from "./customer/preview.service.js";
import { ExchangeService } from "./exchange/exchange.service.js";
import { FieldRewardService } from "./field-reward/field-reward.service.js";
import { LawfulLicences } from "./law/lawful-licences.js";
import { Ledger } from "./ledger/ledger.js";
import { LicenceUses } from "./ledger/licence-uses.js";
import { OfferClaims } from "./ledger/offer-claims.js";
import { OfferFunding } from "./ledger/offer-funding.js";
import { PersonAccounts } from "./ledger/person-accounts.js";
import { VoucherService } from "./ledger/voucher.service.js";
import { WalletService } from "./ledger/wallet.service.js";
import { AcceptanceService } from "./licence/acceptance.service.js";
import { AcknowledgementService } from "./licence/acknowledgement.service.js";
import { LicenceText } from "./licence/licence-text.js";
import { LicenceService } from "./licence/licence.service.js";
import { NarrowingService } from "./licence/narrowing.service.js";
import { RevocationService } from "./licence/revocation.service.js";
import { WithdrawalService } from "./licence/withdrawal.service.js";
import { LicenceLeaves } from "./log/licence-leaves.js";
import { ReceiptProofs } from "./log/receipt-proofs.js";
import { TransparencyLog } from "./log/transparency-log.js";
import { MuteService } from "./mute/mute.service.js";
import type { Outbound } from "./outbound/outbound.js";
import { PartnerAppService } from "./partner-app/partner-app.service.js";
import { CircumstancesService } from "./person/circumstances.service.js";
import { PersonRows } from "./person/person-rows.js";
import type { ReceiptSigner } from "./receipt/receipt-signer.js";
import { Receipts } from "./receipt/receipts.js";
import { AutomaticDecisionsService } from "./standing-rule/automatic-decisions.service.js";
import { StandingRulesService } from "./standing-rule/standing-rules.service.js";
import { VisitorService } from "./visitor/visitor.service.js";
import { WebhookDeliverer } from "./webhook/webhook-deliverer.js";
import { Webhooks } from "./webhook/webhooks.js";

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
  clock: Clock;
  log: Log;
  seal: RoomSeal;
  outbound: Outbound;
  /** Hashes partners' user ids. */
  subjectKey: Buffer;
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
  mutes: MuteService;
  standingRules: StandingRulesService;
  automaticDecisions: AutomaticDecisionsService;
  acknowledgement: AcknowledgementService;
  trust: TrustService;
  domainCheck: DomainCheck;
  webhooks: Webhooks;
  webhookDeliverer: WebhookDeliverer;
  vouchers: VoucherService;
  partnerApps: PartnerAppService;
  visitors: VisitorService;
  ledger: Ledger;
  uses: LicenceUses;
  offerFunding: OfferFunding;
  offerClaims: OfferClaims;
  personRows: PersonRows;
  transparencyLog: TransparencyLog;
  receiptProofs: ReceiptProofs;
}

export function consentServices(tools: ConsentTools): ConsentServices {
  const { database, keys, pages, outbox, random, log } = tools;
  const ledger = new Ledger(random);
  const accounts = new PersonAccounts(ledger, keys);
  const uses = new LicenceUses(ledger, accounts, log);
  const text = new LicenceText(keys);
  const receipts = new Receipts(tools.signer, tools.publicUrl, random);
  const transparencyLog = new TransparencyLog(random);
  const leaves = new LicenceLeaves(keys, transparencyLog);
  const trust = new TrustService(database, transparencyLog, outbox);
  const webhooks = new Webhooks(database, pages, tools.seal, random);
  const circumstances = new CircumstancesService(database, keys, new LawfulLicences(text, receipts));
  const living = new LivingLicences(text);
  const mint = new Mint(tools.capabilityKeys, random);
  const refs = new CustomerRefs(random);
  const exchanges = new ExchangeService(database, pages, circumstances, trust, random);
  const licensing = {
    database,
    ledger,
    accounts,
    refs,
    text,
    receipts,
    circumstances,
    trust,
    webhooks,
    leaves,
    random,
  };
  const acceptance = new AcceptanceService(licensing);
  const withdrawal = new WithdrawalService(database, text, receipts, webhooks, transparencyLog, trust, leaves);
  const standingRules = new StandingRulesService(database, keys, random);
  const deciding = { database, keys, pages, rules: standingRules, exchanges, acceptance, withdrawal, random };
  const { signer, outbound, publicUrl, seal, subjectKey, capabilityKeys } = tools;
  const partnerApps = new PartnerAppService({ database, keys, outbox, seal, subjectKey, publicUrl, random });
  const domains = { database, signer, outbound, log: transparencyLog, trust, publicUrl, errors: log };
  return {
    brands: new BrandService(database, ledger, outbox, transparencyLog, random),
    exchanges,
    licences: new LicenceService(database, pages, text),
    acceptance,
    withdrawal,
    narrowing: new NarrowingService(database, text, receipts, circumstances, webhooks, leaves),
    revocation: new RevocationService(database, text, receipts, webhooks, leaves),
    customers: new CustomerService(database, living, uses, mint, pages, trust),
    previews: new PreviewService(database, living, ledger, mint, circumstances, trust),
    circumstances,
    wallets: new WalletService(database, ledger, accounts, uses, pages),
    fieldRewards: new FieldRewardService(database),
    complaints: new ComplaintService(database, pages, keys, transparencyLog, trust, random),
    mutes: new MuteService(database),
    standingRules,
    automaticDecisions: new AutomaticDecisionsService(deciding),
    acknowledgement: new AcknowledgementService(database, transparencyLog, trust),
    trust,
    domainCheck: new DomainCheck(domains),
    webhooks,
    webhookDeliverer: new WebhookDeliverer(database, webhooks, text, outbound, tools.clock, log),
    vouchers: new VoucherService(database, ledger, accounts, random),
    partnerApps,
    visitors: new VisitorService(database, living, partnerApps, trust, capabilityKeys, random),
    ledger,
    uses,
    offerFunding: new OfferFunding(ledger, outbox),
    personRows: new PersonRows({ keys, text, receipts, webhooks, leaves, log: transparencyLog, trust, random }),
    transparencyLog,
    receiptProofs: new ReceiptProofs(database, text, leaves),
    offerClaims: new OfferClaims(ledger, accounts),
  };
}
