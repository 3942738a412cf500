import type { EntityManager } from "typeorm";
import type { Database } from "../../../shared/database.js";
import type { Licence } from "../licence/licence.js";
import type { LicenceText } from "../licence/licence-text.js";
import { dayOf } from "./entry-text.js";
import type { LicenceLeaves } from "./licence-leaves.js";
import { LogEntryRow } from "./log-entry.js";
import { LOG_HEAD_ID, LogHeadRow } from "./log-tile.js";
import { inclusionPath } from "./merkle.js";
import { writeProof } from "./proof-text.js";
import { Tiles } from "./tiles.js";

/** Proves that a licence's receipt has its place in the log. */
export class ReceiptProofs {
  constructor(
    private readonly database: Database,
    private readonly text: LicenceText,
    private readonly leaves: LicenceLeaves,
  ) {}

  /** Null until the log has it. */
  of(licence: Licence): Promise<string | null> {
    return this.database.read((manager) => this.read(manager, licence));
  }

  private async read(manager: EntityManager, licence: Licence): Promise<string | null> {
    const { commitment } = licence;
    const entry = commitment === null ? null : await manager.findOneBy(LogEntryRow, { commitment });
    const head = await manager.findOneBy(LogHeadRow, { id: LOG_HEAD_ID });
    if (!entry || !head || entry.position === null || entry.position >= head.size) return null;
    const salt = await this.leaves.salt(manager, licence, await this.text.receipt(manager, licence));
    if (!salt) return null;
    const path = await inclusionPath(entry.position, head.size, new Tiles(manager).subtree);
    const extra = { salt: salt.toString("base64url"), kind: entry.kind, day: dayOf(entry.at) };
    return writeProof({ extra, index: entry.position, path, checkpoint: head.checkpoint });
  }
}
