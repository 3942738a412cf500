import { IsNull, MoreThan } from "typeorm";
import { MINUTE_MS } from "../../../shared/clock.js";
import type { Database } from "../../../shared/database.js";
import type { ExportPart } from "../../../shared/export-part.js";
import { newOpaqueId } from "../../../shared/identifier.js";
import { once, type Outcome } from "../../../shared/idempotency.js";
import type { PersonKeys } from "../../../shared/person-keys.js";
import { ExportRow } from "./export-row.js";
import type { ExportFiles } from "./export-files.js";

/** API.graphql: ten minutes. */
const DOWNLOAD_WITHIN_MS = 10 * MINUTE_MS;

/** Gives leave to download an export, once, and makes this room's part of it. */
export class ExportService {
  constructor(
    private readonly database: Database,
    private readonly keys: PersonKeys,
    private readonly files: ExportFiles,
    private readonly publicUrl: string,
  ) {}

  start(
    personId: string,
    principal: string,
    { idempotencyKey: key, ...input }: { idempotencyKey: string },
    now: Date,
  ): Promise<{ id?: string } & Outcome> {
    return once(this.database, { principal, mutation: "exportMyData", key, input, now }, async (manager) => {
      // Of somebody who was erased nothing is begun.
      await this.keys.forWriting(manager, personId);
      const id = newOpaqueId();
      const expiresAt = new Date(now.getTime() + DOWNLOAD_WITHIN_MS);
      await manager.insert(ExportRow, { personId, id, expiresAt, usedAt: null });
      return { id };
    });
  }

  downloadUrl(id: string): string {
    return `${this.publicUrl}/exports/${id}`;
  }

  /** The vault's files; null for an unknown id, somebody else's, one that was used and one that is too old. */
  async open(personId: string, id: string, now: Date): Promise<AsyncIterable<ExportPart> | null> {
    const unused = { personId, id, usedAt: IsNull(), expiresAt: MoreThan(now) };
    const { affected } = await this.database.write((manager) => manager.update(ExportRow, unused, { usedAt: now }));
    return affected === 1 ? this.files.of(personId, now) : null;
  }
}
