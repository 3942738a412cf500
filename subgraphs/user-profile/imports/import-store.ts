import { In, IsNull, LessThanOrEqual, Not, type EntityManager } from "typeorm";
import { SECOND_MS } from "../../../shared/clock.js";
import type { Database } from "../../../shared/database.js";
import { lockedRow } from "../../../shared/locked-row.js";
import type { Position } from "../../../shared/page.js";
import type { PersonKey, PersonKeys } from "../../../shared/person-keys.js";
import { FINAL_STATUSES, HELD_STATUSES, ImportRow } from "./import.js";
import type { Import, ImportDetail, ImportStatus } from "./import.js";

/** Which import. */
export interface ImportKey {
  personId: string;
  id: string;
}

/** Whoever dies with an import keeps the others from taking it over for this long. */
export const HOLD_MS = 30 * SECOND_MS;

const IS_HELD = { heldUntil: Not(IsNull()) };

/** The import was cancelled or taken over meanwhile: what its unit of work brought is not written. */
export class ImportLostError extends Error {
  override name = "ImportLostError";
}

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
    const open = { finishedAt: null, holder: null, heldUntil: null };
    await manager.insert(ImportRow, { ...row, ...open, sealed: key.sealJson(place(row.id), detail) });
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

  /**
   * Moves on from one of the expected statuses; false when it stands elsewhere meanwhile, or another process than `by`
   * holds it. Who moves it to where it has a file holds it from then on.
   */
  async move(
    key: ImportKey,
    move: { from: readonly ImportStatus[]; to: ImportStatus; by: string | null; now: Date; lapsedBy?: Date },
    change: Partial<ImportDetail> = {},
  ): Promise<boolean> {
    const { from, to, by, now, lapsedBy = now } = move;
    const holder = HELD_STATUSES.includes(to) ? by : null;
    return this.database.write(async (manager) => {
      const update = manager
        .createQueryBuilder()
        .update(ImportRow)
        .set({
          status: to,
          finishedAt: FINAL_STATUSES.includes(to) ? now : null,
          holder,
          heldUntil: holder === null ? null : new Date(now.getTime() + HOLD_MS),
        })
        .where({ ...key, status: In([...from]) });
      if (by !== null) {
        const lapsed = lapsedBy.getTime();
        update.andWhere("(holder IS NULL OR holder = :by OR heldUntil <= :lapsed)", { by, lapsed });
      }
      if ((await update.execute()).affected !== 1) return false;
      await this.change(manager, key, change);
      return true;
    });
  }

  /**
   * Changes what is known of an import that `holder` is reading, in the caller's unit of work. Throws ImportLostError
   * when it was cancelled or taken over.
   */
  async amend(manager: EntityManager, key: ImportKey, change: Partial<ImportDetail>, holder: string): Promise<void> {
    const row = await this.change(manager, key, change);
    if (row.holder !== holder) throw new ImportLostError("the import is not held any more");
  }

  /** Holds it for longer; false when it was cancelled or taken over. */
  async prolong({ personId, id }: ImportKey, holder: string, now: Date): Promise<boolean> {
    return this.database.write(async (manager) => {
      const heldUntil = new Date(now.getTime() + HOLD_MS);
      const { affected } = await manager.update(ImportRow, { personId, id, holder }, { heldUntil });
      return affected === 1;
    });
  }

  /** Whoever has its file may take it over at once. */
  async release({ personId, id }: ImportKey, holder: string, now: Date): Promise<void> {
    await this.database.write((manager) => manager.update(ImportRow, { personId, id, holder }, { heldUntil: now }));
  }

  /** Imports that nobody has held since then: their process ended, or has stood still for too long. */
  async lapsed(since: Date): Promise<(ImportKey & { status: ImportStatus; heldUntil: Date | null })[]> {
    return this.database.read((manager) => manager.findBy(ImportRow, { heldUntil: LessThanOrEqual(since) }));
  }

  /** By their ids. */
  async allHeld(): Promise<Set<string>> {
    return this.database.read(async (manager) => {
      const rows = await manager.find(ImportRow, { select: { personId: true, id: true }, where: IS_HELD });
      return new Set(rows.map(({ id }) => id));
    });
  }

  async isHeld({ personId, id }: ImportKey): Promise<boolean> {
    return this.database.read((manager) => manager.existsBy(ImportRow, { personId, id, ...IS_HELD }));
  }

  private async change(
    manager: EntityManager,
    { personId, id }: ImportKey,
    change: Partial<ImportDetail>,
  ): Promise<ImportRow> {
    const key = await this.keys.forWriting(manager, personId);
    const row = await lockedRow(manager, ImportRow, { personId, id });
    if (!row) throw new Error("an import that is being changed is not there");
    const detail = { ...(key.openJson(place(id), row.sealed) as ImportDetail), ...change };
    await manager.update(ImportRow, { personId, id }, { sealed: key.sealJson(place(id), detail) });
    return row;
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
