import type { EntityManager } from "typeorm";
import { In } from "typeorm";
import type { Database } from "../../../shared/database.js";
import type { Precision } from "../../../shared/licensing/precision.js";
import type { Purpose } from "../../../shared/licensing/purpose.js";
import type { Connection, PageRequest, Pages } from "../../../shared/page.js";
import type { PersonKeys } from "../../../shared/person-keys.js";
import { DisclosureByBrandRow, DisclosureRow, kindOf } from "./disclosure.js";
import type { DisclosureService } from "./disclosure.service.js";
import type { Disclosure } from "./disclosure.types.js";

/** Disclosures as the person or the brand lists them, newest first. */
export class DisclosureReader {
  constructor(
    private readonly database: Database,
    private readonly keys: PersonKeys,
    private readonly pages: Pages,
    private readonly disclosures: DisclosureService,
  ) {}

  async pageOfPerson(personId: string, brandId: string | null, request: PageRequest): Promise<Connection<Disclosure>> {
    const { take, before } = this.pages.window(request);
    return this.database.read(async (manager) => {
      const query = manager
        .createQueryBuilder(DisclosureRow, "disclosure")
        .where("disclosure.personId = :personId", { personId })
        .orderBy("disclosure.id", "DESC") // ids sort by the time they were made
        .take(take);
      if (brandId !== null) query.andWhere("disclosure.brandId = :brandId", { brandId });
      if (before) query.andWhere("disclosure.id < :id", { id: before.id });
      return this.connection(manager, request, await query.getMany());
    });
  }

  async pageOfBrand(brandId: string, request: PageRequest): Promise<Connection<Disclosure>> {
    const { take, before } = this.pages.window(request);
    return this.database.read(async (manager) => {
      const query = manager
        .createQueryBuilder(DisclosureByBrandRow, "entry")
        .where("entry.brandId = :brandId", { brandId })
        .orderBy("entry.disclosureId", "DESC")
        .take(take);
      if (before) query.andWhere("entry.disclosureId < :id", { id: before.id });
      const entries = await query.getMany();
      const rows = await manager.findBy(DisclosureRow, {
        personId: In([...new Set(entries.map((entry) => entry.personId))]),
        id: In(entries.map((entry) => entry.disclosureId)),
      });
      rows.sort((a, b) => (a.id < b.id ? 1 : -1));
      return this.connection(manager, request, rows);
    });
  }

  private async connection(
    manager: EntityManager,
    request: PageRequest,
    rows: DisclosureRow[],
  ): Promise<Connection<Disclosure>> {
    const shown: Disclosure[] = [];
    for (const row of rows) {
      const key = await this.keys.forReading(manager, row.personId);
      if (key) shown.push(show(row, this.disclosures.detail(key, row)));
    }
    return this.pages.connection(request, shown, ({ at, id }) => ({ atMs: at.getTime(), id }));
  }
}

function show(row: DisclosureRow, detail: ReturnType<DisclosureService["detail"]>): Disclosure {
  return {
    id: row.id,
    at: row.at,
    kind: kindOf(row, detail),
    brand: { id: row.brandId },
    purpose: row.purpose as Purpose,
    licence: { id: row.licenceId },
    fields: detail.fields.map(({ field, precision, fromMs, toMs, items }) => ({
      field,
      precision: precision as Precision,
      from: fromMs === null ? null : new Date(fromMs),
      to: toMs === null ? null : new Date(toMs),
      items,
    })),
    points: row.points,
    operationName: detail.operationName,
  };
}
