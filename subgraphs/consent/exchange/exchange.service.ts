import type { EntityManager, SelectQueryBuilder } from "typeorm";
import type { Database } from "../../../shared/database.js";
import { newId, newOpaqueId, type RandomBytes } from "../../../shared/identifier.js";
import { once, type Outcome } from "../../../shared/idempotency.js";
import { insertOnce } from "../../../shared/insert-once.js";
import type { Connection, PageRequest, Pages } from "../../../shared/page.js";
import { ErrorCode, Refused } from "../../../shared/user-error.js";
import { brandOf, personOf, type Viewer } from "../../../shared/viewer.js";
import { Brand } from "../brand/brand.js";
import type { TrustService } from "../brand/trust.service.js";
import type { ConsentContext } from "../context.js";
import { changedRows, rowsOf } from "../guarded-update.js";
import { keyedBy } from "../keyed-mutation.js";
import { authorisationText } from "../law/authorisation-text.js";
import { authorisationOf, hasSpecialCategory } from "../law/law-table.js";
import { lawfulToSql } from "../law/lawful.js";
import { Licence } from "../licence/licence.js";
import { RUNS_SQL } from "../licence/licence-status.js";
import { before } from "../page-clause.js";
import type { CircumstancesService } from "../person/circumstances.service.js";
import { invalid } from "../text-check.js";
import { DeclineRow } from "./decline.js";
import { checkExchange, checkStanding } from "./exchange-check.js";
import type { CreateExchangeInput, DeclineExchangeInput, SetExchangeStatusInput } from "./exchange-mutations.js";
import { ExchangeStatus, mayBecome } from "./exchange-status.js";
import { OPEN_TO_SQL } from "./open-to.js";
import { mostIntimateTier } from "./term-check.js";
import type { Term, TermInput } from "./term.js";
import { termsHash } from "./terms-hash.js";
import { type ExchangeFunnel, ValueExchange } from "./value-exchange.js";

/** What a person's rules look at in one go; the next listing looks at the rest. */
const DECIDED_AT_ONCE = 100;

type Changed = { exchangeId?: string } & Outcome;

export class ExchangeService {
  constructor(
    private readonly database: Database,
    private readonly pages: Pages,
    private readonly circumstances: CircumstancesService,
    private readonly trust: TrustService,
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
      const brand = await this.brandNow(manager, brandOf(context.viewer) ?? "", context.now);
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
      if (input.status === ExchangeStatus.OPEN) await this.checkOpening(manager, exchange, context.now);
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
      await this.declineFor(manager, personId, exchange.id, now);
      return { exchangeId: exchange.id };
    });
  }

  /** Once: saying no again changes nothing. */
  async declineFor(manager: EntityManager, personId: string, exchangeId: string, now: Date): Promise<void> {
    if (!(await insertOnce(manager, DeclineRow, { personId, exchangeId, declinedAt: now }))) return;
    await changedRows(manager, "UPDATE value_exchange SET declined = declined + 1 WHERE id = ?", [exchangeId]);
  }

  /** Open to somebody: what they could accept now, ticking nothing, and have neither declined, muted nor licensed. */
  async openTo(personId: string, now: Date, request: PageRequest): Promise<Connection<ValueExchange>> {
    await this.trust.refreshStale(now);
    const isOpenTo = await this.openToSql(personId);
    return this.page(request, (query) => query.where(isOpenTo, { personId, now: now.getTime() }));
  }

  /** The newest of the same, for the rules that decide for somebody. */
  async allOpenTo(personId: string, now: Date): Promise<ValueExchange[]> {
    await this.trust.refreshStale(now);
    const isOpenTo = await this.openToSql(personId);
    return this.database.read((manager) =>
      manager
        .createQueryBuilder(ValueExchange, "e")
        .where(isOpenTo, { personId, now: now.getTime() })
        .orderBy("e.createdAt", "DESC")
        .take(DECIDED_AT_ONCE)
        .getMany(),
    );
  }

  /** One that a rule of the viewer's decided: it stays readable to them whatever becomes of it. */
  decided(id: string): Promise<ValueExchange> {
    return this.database.read((manager) => manager.findOneByOrFail(ValueExchange, { id }));
  }

  /** The text that this viewer is to agree to beside the terms; null where none is asked for. */
  async authorisationText(viewer: Viewer, exchange: ValueExchange): Promise<string | null> {
    return this.database.read(async (manager) => {
      const text = authorisationText(await manager.findOneByOrFail(Brand, { id: exchange.brandId }), exchange);
      const personId = personOf(viewer);
      if (text === null || personId === null) return text;
      const situation = await this.circumstances.read(manager, personId);
      return authorisationOf({ ...situation, purpose: exchange.purpose, isSpecial: true }) ? text : null;
    });
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

  private async openToSql(personId: string): Promise<string> {
    return `${OPEN_TO_SQL} AND ${lawfulToSql(await this.circumstances.of(personId))}`;
  }

  /** A brand with the level that its facts come to now. */
  private async brandNow(manager: EntityManager, id: string, now: Date): Promise<Brand> {
    const brand = await manager.findOneByOrFail(Brand, { id });
    return { ...brand, trustLevel: await this.trust.levelIn(manager, brand, now) };
  }

  private async checkOpening(manager: EntityManager, exchange: ValueExchange, now: Date): Promise<void> {
    const brand = await this.brandNow(manager, exchange.brandId, now);
    checkStanding(brand, exchange, [...exchange.terms, ...exchange.optionalTerms]);
    if (exchange.closesAt && exchange.closesAt.getTime() <= now.getTime()) {
      throw invalid("Its closing time has passed.", "status");
    }
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
      termsHash: termsHash(brand, shown, authorisationText(brand, shown)),
      tier: mostIntimateTier(shown.terms.map(({ field }) => field)),
      isSpecial: hasSpecialCategory(shown.terms.map(({ field }) => field)),
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

function isOpen(query: SelectQueryBuilder<ValueExchange>, now: Date): SelectQueryBuilder<ValueExchange> {
  return query
    .where("e.status = :open AND e.placesLeft > 0 AND e.opensAt <= :now AND (e.closesAt IS NULL OR e.closesAt > :now)")
    .setParameters({ open: ExchangeStatus.OPEN, now: now.getTime() });
}

function notFound(): Refused {
  return new Refused(ErrorCode.NOT_FOUND, "There is no such exchange.", ["exchangeId"]);
}
