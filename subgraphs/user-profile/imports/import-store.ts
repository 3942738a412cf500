import { In, type EntityManager } from "typeorm";
import type { Database } from "../../../shared/database.js";
import { lockedRow } from "../../../shared/locked-row.js";
import type { Position } from "../../../shared/page.js";
import type { PersonKey, PersonKeys } from "../../../shared/person-keys.js";
import { FINAL_STATUSES, ImportRow, type Import, type ImportDetail, type ImportStatus } from "./import.js";

/** Imports as rows; every change is one unit of work. */
export class ImportStore {
  constructor(
    private readonly database: Database,
    private readonly keys: PersonKeys,
  ) {}

  async create(
    manager: EntityManager,
    row: { personId: string; id: string; status: ImportStatus; startedAt: Date },
    detail: ImportDetail,
  ): Promise<void> {
    const key = await this.keys.forWriting(manager, row.personId);
    await manager.insert(ImportRow, { ...row, finishedAt: null, sealed: key.sealJson(place(row.id), detail) });
  }

  /** Null when there is none of this id, or it is somebody else's. */
  async find(personId: string, id: string): Promise<Import | null> {
    return this.database.read(async (manager) => {
      const row = await manager.findOneBy(ImportRow, { personId, id });
      const key = row && (await this.keys.forReading(manager, personId));
      return row && key ? this.shown(key, row) : null;
    });
  }

  async list(personId: string, take: number, before: Position | null): Promise<Import[]> {
    return this.database.read(async (manager) => {
      const key = await this.keys.forReading(manager, personId);
      if (!key) return [];
      const query = manager
        .createQueryBuilder(ImportRow, "import")
        .where("import.personId = :personId", { personId })
        .orderBy("import.id", "DESC") // ids sort by the time they were made
        .take(take);
      if (before) query.andWhere("import.id < :id", { id: before.id });
      return (await query.getMany()).map((row) => this.shown(key, row));
    });
  }

  /** Moves on from one of the expected statuses; false when it stands elsewhere meanwhile. */
  async move(
    personId: string,
    id: string,
    from: readonly ImportStatus[],
    to: ImportStatus,
    now: Date,
    change: Partial<ImportDetail> = {},
  ): Promise<boolean> {
    return this.database.write(async (manager) => {
      const finishedAt = FINAL_STATUSES.includes(to) ? now : null;
      const moved = await manager.update(
        ImportRow,
        { personId, id, status: In([...from]) },
        { status: to, finishedAt },
      );
      if (moved.affected !== 1) return false;
      await this.amend(manager, personId, id, change);
      return true;
    });
  }

  /** Changes what is known of an import, in the caller's unit of work. */
  async amend(manager: EntityManager, personId: string, id: string, change: Partial<ImportDetail>): Promise<void> {
    const key = await this.keys.forWriting(manager, personId);
    const row = await lockedRow(manager, ImportRow, { personId, id });
    if (!row) throw new Error("an import that is being changed is not there");
    const detail = { ...(key.openJson(place(id), row.sealed) as ImportDetail), ...change };
    await manager.update(ImportRow, { personId, id }, { sealed: key.sealJson(place(id), detail) });
  }

  /** Imports that a stop interrupted. */
  async unfinished(): Promise<{ personId: string; id: string; status: ImportStatus }[]> {
    return this.database.read((manager) =>
      manager
        .createQueryBuilder(ImportRow, "import")
        .where("import.status NOT IN (:...final)", { final: FINAL_STATUSES })
        .getMany(),
    );
  }

  private shown(key: PersonKey, row: ImportRow): Import {
    const { fileName, sources, bytesTotal, bytesRead, recordsRead, recordsAdded, recordsSkipped, problems } =
      key.openJson(place(row.id), row.sealed) as ImportDetail;
    const { id, status, startedAt, finishedAt } = row;
    const counts = { bytesTotal, bytesRead, recordsRead, recordsAdded, recordsSkipped };
    return { id, status, startedAt, finishedAt, fileName, sources, problems, ...counts };
  }
}

function place(id: string): { table: string; row: string; column: string } {
  return { table: "import", row: id, column: "sealed" };
}
