import { insertRow, findRow, findRows } from "../../../shared/rows.js";
import type { EntityManager } from "typeorm";
import type { Database } from "../../../shared/database.js";
import { DAY_MS } from "../../../shared/clock.js";
import { durationMs } from "../../../shared/duration.js";
import { newId, type RandomBytes } from "../../../shared/identifier.js";
import { once, type Outcome } from "../../../shared/idempotency.js";
import { ErrorCode, Refused } from "../../../shared/user-error.js";
import { personOf } from "../../../shared/viewer.js";
import { Brand } from "../brand/brand.js";
import type { TrustService } from "../brand/trust.service.js";
import type { ConsentContext } from "../context.js";
import type { CustomerRefs } from "../customer/customer-refs.js";
import { checkStanding } from "../exchange/exchange-check.js";
import { ExchangeStatus } from "../exchange/exchange-status.js";
import type { Term } from "../exchange/term.js";
import { BODY_MASS_RULE, lacksBodyMassSources } from "../exchange/term-check.js";
import { ValueExchange } from "../exchange/value-exchange.js";
import { changedRows } from "../guarded-update.js";
import { keyedBy } from "../keyed-mutation.js";
import { authorisationText } from "../law/authorisation-text.js";
import { authorisationOf, hasSpecialCategory, prohibitionOf } from "../law/law-table.js";
import type { Ledger } from "../ledger/ledger.js";
import type { PersonAccounts } from "../ledger/person-accounts.js";
import { TransferKind } from "../ledger/transfer.js";
import type { LicenceLeaves } from "../log/licence-leaves.js";
import { LogKind } from "../log/log-entry.js";
import type { Circumstances } from "../person/circumstances.js";
import type { CircumstancesService } from "../person/circumstances.service.js";
import type { Receipts } from "../receipt/receipts.js";
import { checkText, invalid } from "../text-check.js";
import type { Webhooks } from "../webhook/webhooks.js";
import { WebhookEvent } from "../webhook/webhook.js";
import { AcceptanceRow } from "./acceptance.js";
import { Licence } from "./licence.js";
import { LicenceIndexRow } from "./licence-index.js";
import type { AcceptExchangeInput } from "./licence-mutations.js";
import { hasEnded, LicenceStatus } from "./licence-status.js";
import type { LicenceText } from "./licence-text.js";

/** BCP 47, the short forms that a receipt is written in. */
const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$/;

/** A brand's own token for one visitor of its site: twice the longest that common session tokens are. */
export const STATE_MAX = 512;

interface Acceptance {
  personId: string;
  exchange: ValueExchange;
  brand: Brand;
  terms: Term[];
  language: string;
  /** What the brand's own link carried. */
  state: string | null;
  /** How long it may last: what the exchange says, or less where the law does. */
  lasts: string;
  /** The separate text that was agreed to; null where none was asked for. */
  authorisation: string | null;
}

/** What accepting takes, be it the person's own word or their rule's. */
export type AcceptedInput = Omit<AcceptExchangeInput, "idempotencyKey">;

export interface AcceptanceTools {
  database: Database;
  ledger: Ledger;
  accounts: PersonAccounts;
  refs: CustomerRefs;
  text: LicenceText;
  receipts: Receipts;
  circumstances: CircumstancesService;
  trust: TrustService;
  webhooks: Webhooks;
  leaves: LicenceLeaves;
  random: RandomBytes;
}

/** Accepting is one transaction: place, reward out of escrow, licence, receipt, or nothing at all. */
export class AcceptanceService {
  constructor(private readonly tools: AcceptanceTools) {}

  accept(context: ConsentContext, input: AcceptExchangeInput): Promise<{ licenceId?: string } & Outcome> {
    return once(this.tools.database, keyedBy(context, "acceptExchange", input), async (manager) => {
      const personId = personOf(context.viewer) ?? "";
      return { licenceId: await this.acceptFor(manager, personId, input, context.now) };
    });
  }

  /**
   * Inside a unit of work, for the person or for a rule of theirs; answers the licence's id, or throws Refused. The
   * person's own row is locked first, the exchange's and the escrow's last: everybody who accepts waits for those two.
   */
  async acceptFor(manager: EntityManager, personId: string, input: AcceptedInput, now: Date): Promise<string> {
    const circumstances = await this.tools.circumstances.readLocked(manager, personId);
    const exchange = await findOpen(manager, input.exchangeId, now);
    const isFirst = !(await findRow(manager, AcceptanceRow, { personId, exchangeId: exchange.id }));
    if (isFirst && exchange.placesLeft < 1) throw noPlacesLeft();
    const acceptance = await this.check(manager, circumstances, { personId, exchange, input }, now);
    const points = isFirst ? acceptance.terms.reduce((sum, term) => sum + term.points, 0) : 0;
    const licenceId = await this.grant(manager, acceptance, points, now);
    await takePlace(manager, exchange, isFirst, now);
    if (isFirst) await this.pay(manager, acceptance, points, now);
    await this.tools.trust.touch(manager, exchange.brandId, now);
    return licenceId;
  }

  private async check(
    manager: EntityManager,
    circumstances: Circumstances,
    { personId, exchange, input }: { personId: string; exchange: ValueExchange; input: AcceptedInput },
    now: Date,
  ): Promise<Acceptance> {
    if (input.termsHash !== exchange.termsHash) {
      throw new Refused(ErrorCode.STALE_TERMS, "These are not the words of the exchange.", ["termsHash"]);
    }
    if (!LANGUAGE.test(input.language)) throw invalid("A language is a BCP 47 tag.", "language");
    const state = checkedState(input.state);
    const held = await findRows(manager, Licence, { personId, exchangeId: exchange.id });
    if (held.some((licence) => !hasEnded(licence, now))) {
      throw new Refused(ErrorCode.ALREADY_LICENSED, "A licence from this exchange still runs.", ["exchangeId"]);
    }
    if (circumstances.sharingPaused) throw new Refused(ErrorCode.SHARING_PAUSED, "Sharing is paused.");
    const brand = await findRow(manager, Brand, { id: exchange.brandId });
    if (!brand) throw new Error("an exchange names a brand that is not there");
    const terms = chosenTerms(exchange, input.optionalTerms);
    const trustLevel = await this.tools.trust.levelIn(manager, brand, now);
    checkStanding({ ...brand, trustLevel }, exchange, terms);
    const authorisation = checkLaw(circumstances, exchange, terms, input.authorised);
    const lasts = authorisation ? shorter(exchange.lasts, authorisation.lastsAtMostMs) : exchange.lasts;
    const text = authorisation && authorisationText(brand, exchange);
    return { personId, exchange, brand, terms, language: input.language, state, lasts, authorisation: text };
  }

  /** The accepted terms' points, once per person and exchange for ever. */
  private async pay(
    manager: EntityManager,
    { personId, exchange, brand }: Acceptance,
    points: number,
    now: Date,
  ): Promise<void> {
    const exchangeId = exchange.id;
    await insertRow(manager, AcceptanceRow, { personId, exchangeId, points, firstAcceptedAt: now });
    if (points === 0) return;
    const creditAccountId = await this.tools.accounts.forWriting(manager, personId);
    const paid = await this.tools.ledger.move(
      manager,
      {
        debitAccountId: brand.escrowAccountId,
        creditAccountId,
        points,
        kind: TransferKind.ACCEPTANCE,
        brandId: brand.id,
        // By account, not by person: the ledger does not name people.
        reference: `acceptance/${exchangeId}/${creditAccountId}`,
      },
      now,
    );
    if (!paid) throw new Refused(ErrorCode.ESCROW_TOO_LOW, "The brand cannot pay this reward at present.");
  }

  private async grant(manager: EntityManager, acceptance: Acceptance, points: number, now: Date): Promise<string> {
    const { personId, exchange, brand, terms, language, state, lasts, authorisation } = acceptance;
    const id = newId(now, this.tools.random);
    const customer = await this.tools.refs.forNewLicence(manager, personId, brand.id, now);
    const subject = customer.receiptSubject;
    const said = { terms, language, lasts, authorisation };
    const granted = { licenceId: id, subject, brand, exchange, ...said, grantedAt: now, points };
    const receipt = await this.tools.receipts.issue(granted);
    const whose = { personId, id, brandId: brand.id };
    const commitment = await this.tools.leaves.note(manager, whose, LogKind.LICENCE_GRANTED, receipt, now);
    const shared = {
      personId,
      brandId: brand.id,
      exchangeId: exchange.id,
      purpose: exchange.purpose,
      status: LicenceStatus.ACTIVE,
      suspendedBy: null,
      grantedAt: now,
      expiresAt: new Date(now.getTime() + durationMs(lasts)),
    };
    await insertRow(manager, Licence, {
      ...shared,
      id,
      terms: await this.tools.text.sealTerms(manager, { personId, id }, terms),
      receipt: await this.tools.text.sealReceipt(manager, { personId, id }, receipt),
      commitment,
      state: state === null ? null : await this.tools.text.sealState(manager, { personId, id }, state),
      ref: customer.ref,
      endedAt: null,
      lastDisclosedAt: null,
      earned: points,
      disclosureCount: 0,
      heldCount: 0,
      rewardPerDisclosure: exchange.rewardPerDisclosure,
      maxDisclosures: exchange.maxDisclosures,
    });
    await insertRow(manager, LicenceIndexRow, { ...shared, licenceId: id, erasureDueAt: null });
    await this.tools.webhooks.tell(
      manager,
      { brandId: brand.id, event: WebhookEvent.LICENCE_GRANTED, licenceId: id },
      now,
    );
    return id;
  }
}

/** As it stands; that it is still open is asked again when its place is taken. */
async function findOpen(manager: EntityManager, id: string, now: Date): Promise<ValueExchange> {
  const exchange = await findRow(manager, ValueExchange, { id });
  // A draft is nobody's to know of.
  if (!exchange || exchange.status === ExchangeStatus.DRAFT) {
    throw new Refused(ErrorCode.NOT_FOUND, "There is no such exchange.", ["exchangeId"]);
  }
  const isOpen = exchange.opensAt <= now && (exchange.closesAt === null || exchange.closesAt > now);
  if (exchange.status === ExchangeStatus.OPEN && isOpen) return exchange;
  throw notOpen();
}

/**
 * Guarded: of many who take the last place at once, one gets it, and nobody one of an exchange that was closed
 * meanwhile. Who accepted it once has a place already: accepting again after a withdrawal takes nobody else's.
 */
async function takePlace(manager: EntityManager, { id }: ValueExchange, isFirst: boolean, now: Date): Promise<void> {
  const taken = await changedRows(
    manager,
    "UPDATE value_exchange SET placesLeft = placesLeft - ? WHERE id = ? AND placesLeft >= ? AND status = 'OPEN' " +
      "AND opensAt <= ? AND (closesAt IS NULL OR closesAt > ?)",
    [Number(isFirst), id, Number(isFirst), now.getTime(), now.getTime()],
  );
  if (taken === 1) return;
  const exchange = await findRow(manager, ValueExchange, { id });
  throw exchange?.status === ExchangeStatus.OPEN ? noPlacesLeft() : notOpen();
}

function notOpen(): Refused {
  return new Refused(ErrorCode.EXCHANGE_CLOSED, "The exchange is not open.", ["exchangeId"]);
}

function noPlacesLeft(): Refused {
  return new Refused(ErrorCode.NO_PLACES_LEFT, "All places are taken.", ["exchangeId"]);
}

/** What the law asks before this may be granted; null where it asks nothing. */
function checkLaw(
  { region, isAdult }: Circumstances,
  { purpose }: ValueExchange,
  terms: readonly Term[],
  isAuthorised: boolean,
): { lastsAtMostMs: number } | null {
  const question = { region, isAdult, purpose, isSpecial: hasSpecialCategory(terms.map(({ field }) => field)) };
  if (prohibitionOf(question)) {
    throw new Refused(ErrorCode.JURISDICTION_PROHIBITED, "The law where you are does not allow this.", ["exchangeId"]);
  }
  const authorisation = authorisationOf(question);
  if (authorisation && !isAuthorised) {
    const message = "Health data wants your separate agreement: see the exchange's authorisationText.";
    throw new Refused(ErrorCode.AUTHORISATION_REQUIRED, message, ["authorised"]);
  }
  return authorisation;
}

function shorter(lasts: string, atMostMs: number): string {
  return durationMs(lasts) <= atMostMs ? lasts : `P${Math.floor(atMostMs / DAY_MS)}D`;
}

/** Opaque to us: kept as it came, and given back to its brand alone. */
function checkedState(state: string | null | undefined): string | null {
  if (state === null || state === undefined) return null;
  checkText(state, STATE_MAX, "state");
  return state;
}

/** The required terms and those that the person ticked. */
function chosenTerms(exchange: ValueExchange, ticked: readonly string[]): Term[] {
  const optional = exchange.optionalTerms.filter((term) => ticked.includes(term.id));
  const isExact = new Set(ticked).size === ticked.length && optional.length === ticked.length;
  if (!isExact) throw invalid("These are not optional terms of the exchange, each named once.", "optionalTerms");
  const terms = [...exchange.terms, ...optional];
  if (lacksBodyMassSources(terms)) throw invalid(BODY_MASS_RULE, "optionalTerms");
  return terms;
}
