import type { JWK } from "jose";
import { Between, type EntityManager } from "typeorm";
import type { Database } from "../../../shared/database.js";
import { verifierKey } from "./checkpoint.js";
import { entryBytes } from "./entry-text.js";
import { LogEntryRow } from "./log-entry.js";
import { LOG_HEAD_ID, LogHeadRow, LogTileRow, TILE_WIDTH } from "./log-tile.js";
import { HASH_BYTES } from "./merkle.js";

export interface LogFile {
  contentType: string;
  body: Buffer;
  /** It never changes any more. */
  isFinal: boolean;
}

/** `checkpoint`, `key`, `tile/L/N[.p/W]`, `tile/entries/N[.p/W]`; N in groups of three digits, all but the last with an x. */
const TILE = /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/;
const LENGTH_BYTES = 2;

/** The log as C2SP tlog-tiles has it: files that anybody can read, keep and check. */
export class LogFiles {
  constructor(
    private readonly database: Database,
    private readonly origin: string,
    private readonly key: JWK,
  ) {}

  /** Null for what there is not. */
  find(path: string): Promise<LogFile | null> {
    if (path === "key") {
      return Promise.resolve(textFile(`${verifierKey(this.origin, this.key)}\n`));
    }
    return this.database.read((manager) => (path === "checkpoint" ? checkpoint(manager) : tile(manager, path)));
  }
}

async function checkpoint(manager: EntityManager): Promise<LogFile | null> {
  const head = await manager.findOneBy(LogHeadRow, { id: LOG_HEAD_ID });
  return head && head.size > 0 ? textFile(head.checkpoint) : null;
}

async function tile(manager: EntityManager, path: string): Promise<LogFile | null> {
  const [, level = "", number = "", partial] = TILE.exec(path) ?? [];
  if (number === "") return null;
  const tileIndex = Number(number.replace(/[x/]/g, ""));
  const width = partial === undefined ? TILE_WIDTH : Number(partial);
  if (width < 1 || width > TILE_WIDTH || (partial !== undefined && width === TILE_WIDTH)) return null;
  const body = level === "entries" ? await entries(manager, tileIndex, width) : await hashes(manager, Number(level), tileIndex, width); // prettier-ignore
  return body && { contentType: "application/octet-stream", body, isFinal: true };
}

/** A part of a tile never changes either: it is the beginning of the whole. */
async function hashes(manager: EntityManager, level: number, tileIndex: number, width: number): Promise<Buffer | null> {
  const row = await manager.findOneBy(LogTileRow, { level, tileIndex });
  const whole = row ? Buffer.from(row.hashes) : Buffer.alloc(0);
  return whole.length < width * HASH_BYTES ? null : whole.subarray(0, width * HASH_BYTES);
}

async function entries(manager: EntityManager, tileIndex: number, width: number): Promise<Buffer | null> {
  const from = tileIndex * TILE_WIDTH;
  const found = await manager.find(LogEntryRow, {
    where: { position: Between(from, from + width - 1) },
    order: { position: "ASC" },
  });
  if (found.length < width) return null;
  return Buffer.concat(
    found.flatMap((entry) => {
      const bytes = entryBytes(entry);
      const length = Buffer.alloc(LENGTH_BYTES);
      length.writeUInt16BE(bytes.length);
      return [length, bytes];
    }),
  );
}

function textFile(text: string): LogFile {
  return { contentType: "text/plain; charset=utf-8", body: Buffer.from(text), isFinal: false };
}
