import type { EntityManager } from "typeorm";
import type { Database } from "../../../shared/database.js";
import { durationMs } from "../../../shared/duration.js";
import { clientError, HIDDEN } from "../../../shared/errors.js";
import type { Purpose } from "../../../shared/licensing/purpose.js";
import { withheldError } from "../../../shared/licensing/withheld.js";
import { Brand } from "../brand/brand.js";
import type { TrustService } from "../brand/trust.service.js";
import type { ConsentContext } from "../context.js";
import { ExchangeStatus } from "../exchange/exchange-status.js";
import { ValueExchange } from "../exchange/value-exchange.js";
import { hasSpecialCategory, prohibitionOf } from "../law/law-table.js";
import type { Ledger } from "../ledger/ledger.js";
import type { CircumstancesService } from "../person/circumstances.service.js";
import { Licence } from "../licence/licence.js";
import { hasEnded } from "../licence/licence-status.js";
import type { Customer } from "./customer.js";
import type { FoundLicence, LivingLicences } from "./living-licences.js";
import { type Audience, type Holds, type Mint, termsFor, wantedHolds } from "./mint.js";

export interface PreviewRequest {
  personId: string;
  brandId: string;
  purpose: Purpose;
  exchangeId: string | null;
  optionalTerms: readonly string[];
}

/** What stands in a customer's place while nobody has been named to a brand. */
const PREVIEW_REF = "preview";

/** The very Customer a brand gets, for that person's eyes: minted by the same code, without a hold or a record. */
export class PreviewService {
  constructor(
    private readonly database: Database,
    private readonly living: LivingLicences,
    private readonly ledger: Ledger,
    private readonly mint: Mint,
    private readonly circumstances: Pick<CircumstancesService, "read">,
    private readonly trust: TrustService,
  ) {}

  async open(context: ConsentContext, request: PreviewRequest): Promise<Customer> {
    const { personId, brandId, purpose } = request;
    const { now } = context;
    const known = await this.database.read((manager) => manager.findOneBy(Brand, { id: brandId }));
    if (!known) throw HIDDEN;
    const trustLevel = await this.trust.levelOf(known, now);
    return this.database.read(async (manager) => {
      const brand = known;
      const licences = [
        ...(await this.living.of(manager, [personId], brandId, purpose, now)),
        ...(await this.proposed(manager, request, now)),
      ];
      if (!brand.purposes.includes(purpose) || licences.length === 0) throw withheldError(null, "NO_LICENCE");
      const audience: Audience = {
        personId,
        brandId,
        trustLevel,
        ref: PREVIEW_REF,
        purpose,
        mode: "PREVIEW",
        licences,
      };
      const escrow = await this.ledger.balance(manager, brand.escrowAccountId);
      const holds = pretendedHolds(context, audience, escrow);
      return this.mint.customer(context, audience, termsFor(audience, holds, now), holds);
    });
  }

  /** The licence that accepting the exchange would make; nothing where one of it runs already, or the law forbids it. */
  private async proposed(manager: EntityManager, request: PreviewRequest, now: Date): Promise<FoundLicence[]> {
    const { personId, brandId, purpose, exchangeId, optionalTerms } = request;
    if (exchangeId === null) return [];
    const exchange = await manager.findOneBy(ValueExchange, { id: exchangeId, brandId, purpose });
    if (!exchange) throw HIDDEN;
    const held = await manager.findBy(Licence, { personId, exchangeId });
    if (exchange.status !== ExchangeStatus.OPEN && held.length === 0) throw HIDDEN;
    if (held.some((licence) => !hasEnded(licence, now))) return [];
    const ticked = exchange.optionalTerms.filter(({ id }) => optionalTerms.includes(id));
    if (ticked.length !== optionalTerms.length) {
      throw clientError("BAD_USER_INPUT", "optionalTerms are ids of the exchange's optional terms");
    }
    const terms = [...exchange.terms, ...ticked].map(({ field, precision, history }) => ({
      field,
      precision,
      historyMs: durationMs(history),
    }));
    const isSpecial = hasSpecialCategory(terms.map(({ field }) => field));
    const situation = await this.circumstances.read(manager, personId);
    if (prohibitionOf({ ...situation, purpose, isSpecial })) return [];
    const { rewardPerDisclosure: price, maxDisclosures } = exchange;
    const common = { personId, id: PREVIEW_REF, grantedAtMs: now.getTime(), obstacle: null };
    return [{ ...common, price, isLimited: maxDisclosures !== null, terms }];
  }
}

/** What the holds would come to, without holding: a price that the escrow cannot bear makes way as it would for real. */
function pretendedHolds(context: ConsentContext, audience: Audience, escrow: number): Holds {
  const holds: Holds = new Map();
  let left = escrow;
  for (;;) {
    const wanted = wantedHolds(audience, termsFor(audience, holds, context.now), holds, context, context.now);
    if (wanted.length === 0) return holds;
    for (const { id, price } of wanted) {
      holds.set(id, price <= left ? "HELD" : "ESCROW_EXHAUSTED");
      if (price <= left) left -= price;
    }
  }
}
