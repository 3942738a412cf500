import type { Database } from "../../../shared/database.js";
import type { Connection, PageRequest, Pages, PageWindow } from "../../../shared/page.js";
import { brandOf, personOf, type Viewer } from "../../../shared/viewer.js";
import type { EntityManager } from "typeorm";
import type { Term } from "../exchange/term.js";
import { ValueExchange } from "../exchange/value-exchange.js";
import { before } from "../page-clause.js";
import { ErasureRequest } from "./erasure-request.js";
import { Licence } from "./licence.js";
import { LicenceIndexRow } from "./licence-index.js";
import { LicenceStatus } from "./licence-status.js";
import type { LicenceText } from "./licence-text.js";

/** A suspended brand's running licences read SUSPENDED, without a row of theirs having been touched. */
const BRAND_SUSPENDED = "EXISTS (SELECT 1 FROM brand b WHERE b.id = l.brandId AND b.trustLevel = 'SUSPENDED')";

/** A status as it is shown: what is stored and the clock together. `now` is a parameter of each. */
const STATUS_SQL: Readonly<Record<LicenceStatus, string>> = {
  [LicenceStatus.ACTIVE]: `l.status = 'ACTIVE' AND NOT ${BRAND_SUSPENDED} AND l.expiresAt > :now`,
  [LicenceStatus.EXHAUSTED]: "l.status = 'EXHAUSTED' AND l.expiresAt > :now",
  [LicenceStatus.SUSPENDED]: `(l.status = 'SUSPENDED' OR (l.status = 'ACTIVE' AND ${BRAND_SUSPENDED})) AND l.expiresAt > :now`,
  [LicenceStatus.EXPIRED]: "l.status NOT IN ('WITHDRAWN', 'REVOKED') AND l.expiresAt <= :now",
  [LicenceStatus.WITHDRAWN]: "l.status = 'WITHDRAWN'",
  [LicenceStatus.REVOKED]: "l.status = 'REVOKED'",
};

/** The same for the brand, to whom a suspension that tells on the person reads ACTIVE. */
const STATUS_FOR_BRAND_SQL: Readonly<Record<LicenceStatus, string>> = {
  ...STATUS_SQL,
  [LicenceStatus.ACTIVE]:
    "(l.status = 'ACTIVE' OR (l.status = 'SUSPENDED' AND l.suspendedBy <> 'OPERATOR')) " +
    `AND NOT ${BRAND_SUSPENDED} AND l.expiresAt > :now`,
  [LicenceStatus.SUSPENDED]:
    "((l.status = 'SUSPENDED' AND l.suspendedBy = 'OPERATOR') OR " +
    `(l.status IN ('ACTIVE', 'SUSPENDED') AND ${BRAND_SUSPENDED})) AND l.expiresAt > :now`,
};

export class LicenceService {
  constructor(
    private readonly database: Database,
    private readonly pages: Pages,
    private readonly text: LicenceText,
  ) {}

  /** Null for an unknown licence and for somebody else's, alike. */
  visible(viewer: Viewer, id: string): Promise<Licence | null> {
    return this.database.read(async (manager) => {
      const entry = await manager.findOneBy(LicenceIndexRow, { licenceId: id });
      const isTheirs = entry && (entry.personId === personOf(viewer) || entry.brandId === brandOf(viewer));
      return isTheirs ? manager.findOneBy(Licence, { personId: entry.personId, id }) : null;
    });
  }

  /** One that a row of ours names: it is there. */
  own(personId: string, id: string): Promise<Licence> {
    return this.database.read((manager) => manager.findOneByOrFail(Licence, { personId, id }));
  }

  ofPerson(
    personId: string,
    status: LicenceStatus | null,
    now: Date,
    request: PageRequest,
  ): Promise<Connection<Licence>> {
    const window = this.pages.window(request);
    return this.database.read(async (manager) => {
      const query = manager.createQueryBuilder(Licence, "l").where("l.personId = :personId", { personId });
      if (status) query.andWhere(STATUS_SQL[status], { now: now.getTime() });
      const rows = await before(query, "l", "grantedAt", "id", window).getMany();
      return this.pages.connection(request, rows, ({ grantedAt, id }) => ({ atMs: grantedAt.getTime(), id }));
    });
  }

  ofBrand(
    brandId: string,
    status: LicenceStatus | null,
    now: Date,
    request: PageRequest,
  ): Promise<Connection<Licence>> {
    const window = this.pages.window(request);
    return this.database.read(async (manager) => {
      const rows = await this.rowsOfBrand(manager, brandId, status, now, window);
      return this.pages.connection(request, rows, ({ grantedAt, id }) => ({ atMs: grantedAt.getTime(), id }));
    });
  }

  /** Those of one customer, as they were found when it was opened. */
  some(personId: string, ids: readonly string[]): Promise<Licence[]> {
    return this.database.read(async (manager) => {
      const found = await Promise.all(ids.map((id) => manager.findOneBy(Licence, { personId, id })));
      return found.filter((licence) => licence !== null);
    });
  }

  exchangeOf(licence: Licence): Promise<ValueExchange | null> {
    return this.database.read((manager) => manager.findOneBy(ValueExchange, { id: licence.exchangeId }));
  }

  terms(licence: Licence): Promise<Term[]> {
    return this.database.read((manager) => this.text.terms(manager, licence));
  }

  receipt(licence: Licence): Promise<string> {
    return this.database.read((manager) => this.text.receipt(manager, licence));
  }

  /** What the brand's own link carried: for the brand of the licence alone. */
  state(licence: Licence): Promise<string | null> {
    return this.database.read((manager) => this.text.state(manager, licence));
  }

  erasureOf({ personId, id }: Licence): Promise<ErasureRequest | null> {
    return this.database.read((manager) => manager.findOneBy(ErasureRequest, { personId, licenceId: id }));
  }

  /** The global table gives the order; each licence is then read from its own person's partition. */
  private async rowsOfBrand(
    manager: EntityManager,
    brandId: string,
    status: LicenceStatus | null,
    now: Date,
    window: PageWindow,
  ): Promise<Licence[]> {
    const query = manager.createQueryBuilder(LicenceIndexRow, "l").where("l.brandId = :brandId", { brandId });
    if (status) query.andWhere(STATUS_FOR_BRAND_SQL[status], { now: now.getTime() });
    const entries = await before(query, "l", "grantedAt", "licenceId", window).getMany();
    const found = await Promise.all(
      entries.map(({ personId, licenceId }) => manager.findOneBy(Licence, { personId, id: licenceId })),
    );
    return found.filter((licence) => licence !== null);
  }
}
