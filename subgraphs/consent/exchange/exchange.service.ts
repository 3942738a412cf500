import type { EntityManager, SelectQueryBuilder } from "typeorm";
import type { Database } from "../../../shared/database.js";
import { newId, newOpaqueId, type RandomBytes } from "../../../shared/identifier.js";
import { once, type Outcome } from "../../../shared/idempotency.js";
import { insertOnce } from "../../../shared/insert-once.js";
import type { Connection, PageRequest, Pages } from "../../../shared/page.js";
import { ErrorCode, Refused } from "../../../shared/user-error.js";
import { brandOf, personOf, type Viewer } from "../../../shared/viewer.js";
import { Brand } from "../brand/brand.js";
import type { ConsentContext } from "../context.js";
import { changedRows, rowsOf } from "../guarded-update.js";
import { OPEN_TO_SQL } from "./open-to.js";
import { Licence } from "../licence/licence.js";
import { keyedBy } from "../keyed-mutation.js";
import { RUNS_SQL } from "../licence/licence-status.js";
import { before } from "../page-clause.js";
import { invalid } from "../text-check.js";
import { DeclineRow } from "./decline.js";
import { checkExchange, checkStanding } from "./exchange-check.js";
import type { CreateExchangeInput, DeclineExchangeInput, SetExchangeStatusInput } from "./exchange-mutations.js";
import { ExchangeStatus, mayBecome } from "./exchange-status.js";
import { mostIntimateTier } from "./term-check.js";
import type { Term, TermInput } from "./term.js";
import { termsHash } from "./terms-hash.js";
import { type ExchangeFunnel, ValueExchange } from "./value-exchange.js";

type Changed = { exchangeId?: string } & Outcome;

export class ExchangeService {
  constructor(
    private readonly database: Database,
    private readonly pages: Pages,
    private readonly random: RandomBytes,
  ) {}

  /** Null for an unknown exchange and for one that is not this viewer's to see, alike. */
  async visible(viewer: Viewer, id: string): Promise<ValueExchange | null> {
    return this.database.read(async (manager) => {
      const exchange = await manager.findOneBy(ValueExchange, { id });
      return exchange && (await maySee(manager, viewer, exchange)) ? exchange : null;
    });
  }

  async create(context: ConsentContext, input: CreateExchangeInput): Promise<Changed> {
    return once(this.database, keyedBy(context, "createExchange", input), async (manager) => {
      checkExchange(input, context.now);
      const brand = await manager.findOneByOrFail(Brand, { id: brandOf(context.viewer) ?? "" });
      checkStanding(brand, input, [...input.terms, ...input.optionalTerms]);
      const exchange = this.compose(brand, input, context.now);
      await manager.insert(ValueExchange, exchange);
      return { exchangeId: exchange.id };
    });
  }

  async setStatus(context: ConsentContext, input: SetExchangeStatusInput): Promise<Changed> {
    return once(this.database, keyedBy(context, "setExchangeStatus", input), async (manager) => {
      const brandId = brandOf(context.viewer) ?? "";
      const exchange = await manager.findOneBy(ValueExchange, { id: input.exchangeId, brandId });
      if (!exchange) throw notFound();
      if (!mayBecome(exchange.status, input.status)) {
        throw invalid(`A ${exchange.status} exchange cannot become ${input.status}.`, "status");
      }
      if (input.status === ExchangeStatus.OPEN) await checkOpening(manager, exchange, context.now);
      // Guarded: of two changes at once, the second finds that the exchange is no longer what it judged.
      const changed = await changedRows(manager, "UPDATE value_exchange SET status = ? WHERE id = ? AND status = ?", [
        input.status,
        exchange.id,
        exchange.status,
      ]);
      if (changed !== 1 && exchange.status !== input.status) throw invalid("Its status has just changed.", "status");
      return { exchangeId: exchange.id };
    });
  }

  async decline(context: ConsentContext, input: DeclineExchangeInput): Promise<Changed> {
    return once(this.database, keyedBy(context, "declineExchange", input), async (manager) => {
      const { viewer, now } = context;
      const personId = personOf(viewer) ?? "";
      const exchange = await manager.findOneBy(ValueExchange, { id: input.exchangeId });
      if (!exchange || !(await maySee(manager, viewer, exchange))) throw notFound();
      if (await insertOnce(manager, DeclineRow, { personId, exchangeId: exchange.id, declinedAt: now })) {
        await changedRows(manager, "UPDATE value_exchange SET declined = declined + 1 WHERE id = ?", [exchange.id]);
      }
      return { exchangeId: exchange.id };
    });
  }

  /** Open to somebody: what they could accept now, ticking nothing, and have neither declined nor licensed. */
  openTo(personId: string, now: Date, request: PageRequest): Promise<Connection<ValueExchange>> {
    return this.page(request, (query) => query.where(OPEN_TO_SQL, { personId, now: now.getTime() }));
  }

  /** What anybody may see of a brand. */
  openOf(brandId: string, now: Date, request: PageRequest): Promise<Connection<ValueExchange>> {
    return this.page(request, (query) => isOpen(query, now).andWhere("e.brandId = :brandId", { brandId }));
  }

  ofBrand(brandId: string, status: ExchangeStatus | null, request: PageRequest): Promise<Connection<ValueExchange>> {
    return this.page(request, (query) => {
      query.where("e.brandId = :brandId", { brandId });
      return status ? query.andWhere("e.status = :status", { status }) : query;
    });
  }

  /** A person's pause does not show: their licence counts as active, as its status reads. */
  funnel(exchange: ValueExchange, now: Date): Promise<ExchangeFunnel> {
    return this.database.read(async (manager) => {
      const [row] = await rowsOf<{ made: number | string; live: number | string | null }>(
        manager,
        `SELECT COUNT(*) AS made, SUM(CASE WHEN ${RUNS_SQL} THEN 1 ELSE 0 END) AS live FROM licence_index l WHERE l.exchangeId = ?`,
        [now.getTime(), exchange.id],
      );
      const accepted = exchange.places - exchange.placesLeft;
      const active = Number(row?.live ?? 0);
      return { accepted, declined: exchange.declined, active, ended: Number(row?.made ?? 0) - active };
    });
  }

  private page(
    request: PageRequest,
    restrict: (query: SelectQueryBuilder<ValueExchange>) => SelectQueryBuilder<ValueExchange>,
  ): Promise<Connection<ValueExchange>> {
    const window = this.pages.window(request);
    return this.database.read(async (manager) => {
      const query = restrict(manager.createQueryBuilder(ValueExchange, "e"));
      const rows = await before(query, "e", "createdAt", "id", window).getMany();
      return this.pages.connection(request, rows, ({ createdAt, id }) => ({ atMs: createdAt.getTime(), id }));
    });
  }

  private compose(brand: Brand, input: CreateExchangeInput, now: Date): ValueExchange {
    const { title, summary, purpose, lasts, rewardPerDisclosure, retention, storageCountries, recipients } = input;
    const shown = {
      ...{ title, summary, purpose, lasts, rewardPerDisclosure, retention, storageCountries, recipients },
      id: newId(now, this.random),
      maxDisclosures: input.maxDisclosures ?? null,
      opensAt: input.opensAt ?? now,
      closesAt: input.closesAt ?? null,
      terms: input.terms.map((term) => this.term(term)),
      optionalTerms: input.optionalTerms.map((term) => this.term(term)),
    };
    return {
      ...shown,
      brandId: brand.id,
      places: input.places,
      placesLeft: input.places,
      status: ExchangeStatus.DRAFT,
      termsHash: termsHash(brand, shown),
      tier: mostIntimateTier(shown.terms.map(({ field }) => field)),
      declined: 0,
      createdAt: now,
    };
  }

  private term({ field, precision, history, points }: TermInput): Term {
    return { id: newOpaqueId(this.random), field, precision, history, points };
  }
}

/** OPEN, its owner's, a licensee's, or for operators (ARCHITECTURE 2). */
async function maySee(manager: EntityManager, viewer: Viewer, exchange: ValueExchange): Promise<boolean> {
  if (exchange.status === ExchangeStatus.OPEN || viewer.kind === "operator") return true;
  if (brandOf(viewer) === exchange.brandId) return true;
  const personId = personOf(viewer);
  return personId !== null && manager.existsBy(Licence, { personId, exchangeId: exchange.id });
}

async function checkOpening(manager: EntityManager, exchange: ValueExchange, now: Date): Promise<void> {
  const brand = await manager.findOneByOrFail(Brand, { id: exchange.brandId });
  checkStanding(brand, exchange, [...exchange.terms, ...exchange.optionalTerms]);
  if (exchange.closesAt && exchange.closesAt.getTime() <= now.getTime()) {
    throw invalid("Its closing time has passed.", "status");
  }
}

function isOpen(query: SelectQueryBuilder<ValueExchange>, now: Date): SelectQueryBuilder<ValueExchange> {
  return query
    .where("e.status = :open AND e.placesLeft > 0 AND e.opensAt <= :now AND (e.closesAt IS NULL OR e.closesAt > :now)")
    .setParameters({ open: ExchangeStatus.OPEN, now: now.getTime() });
}

function notFound(): Refused {
  return new Refused(ErrorCode.NOT_FOUND, "There is no such exchange.", ["exchangeId"]);
}
