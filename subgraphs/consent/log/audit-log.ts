import { IsNull, MoreThanOrEqual, Not, type EntityManager } from "typeorm";
import type { AuditFinding } from "../audit.js";
import { rowsOf } from "../guarded-update.js";
import { entryBytes } from "./entry-text.js";
import { LogEntryRow, LogKind } from "./log-entry.js";
import { LOG_HEAD_ID, LogHeadRow } from "./log-tile.js";
import { leafHash, nodeHash, rootHash, type SubtreeHash } from "./merkle.js";
import { Tiles } from "./tiles.js";

/** Entries read at a time. */
const PAGE = 5_000;

/**
 * Makes the whole tree anew from its entries: one that was changed, dropped or put elsewhere gives another root than
 * the signed one. It only reads.
 */
export async function auditLog(manager: EntityManager): Promise<AuditFinding[]> {
  const head = await manager.findOneBy(LogHeadRow, { id: LOG_HEAD_ID });
  const leaves: Buffer[] = [];
  for (;;) {
    const page = await manager.find(LogEntryRow, {
      where: { position: MoreThanOrEqual(leaves.length) },
      order: { position: "ASC" },
      take: PAGE,
    });
    for (const entry of page) {
      if (entry.position !== leaves.length) {
        return [finding("the log's places are without a gap", `${leaves.length} is nobody's, before ${entry.id}`)];
      }
      leaves.push(leafHash(entryBytes(entry)));
    }
    if (page.length < PAGE) break;
  }
  const size = head?.size ?? 0;
  if (leaves.length !== size) {
    return [finding("the log has as many entries as its checkpoint says", `${leaves.length} of ${size}`)];
  }
  if (size === 0) return [];
  const root = (await rootHash(size, fromLeaves(leaves))).toString("base64");
  const tiled = (await rootHash(size, new Tiles(manager).subtree).catch(() => Buffer.alloc(0))).toString("base64");
  const [, , signed] = (head?.checkpoint ?? "").split("\n");
  return [
    ...(signed === root
      ? []
      : [finding("the log's entries are those that were signed", `root ${root}, signed ${signed}`)]),
    ...(tiled === root ? [] : [finding("the log's tiles are of its entries", `root ${root}, tiles ${tiled}`)]),
    ...(await unlogged(manager)),
  ];
}

/** Commitments of closed disclosures that the log has an entry for. */
export async function loggedDisclosures(manager: EntityManager): Promise<Set<string>> {
  const where = { kind: LogKind.DISCLOSURE, commitment: Not(IsNull()) };
  const entries = await manager.find(LogEntryRow, { where, select: { id: true, commitment: true } });
  return new Set(entries.flatMap(({ commitment }) => commitment ?? []));
}

async function unlogged(manager: EntityManager): Promise<AuditFinding[]> {
  const rows = await rowsOf<{ id: string }>(
    manager,
    "SELECT l.id FROM licence l WHERE l.commitment IS NOT NULL AND NOT EXISTS " +
      "(SELECT 1 FROM log_entry e WHERE e.commitment = l.commitment)",
    [],
  );
  return rows.map(({ id }) => finding("a licence's receipt has an entry", id));
}

function fromLeaves(leaves: readonly Buffer[]): SubtreeHash {
  const hash = async (start: number, height: number): Promise<Buffer> => {
    if (height === 0) return leaves[start] ?? Buffer.alloc(0);
    const half = 2 ** (height - 1);
    return nodeHash(await hash(start, height - 1), await hash(start + half, height - 1));
  };
  return hash;
}

function finding(invariant: string, detail: string): AuditFinding {
  return { invariant, detail };
}
