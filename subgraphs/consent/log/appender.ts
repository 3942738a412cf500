import type { JWK } from "jose";
import { IsNull, type EntityManager } from "typeorm";
import { type Clock, SECOND_MS } from "../../../shared/clock.js";
import type { Database } from "../../../shared/database.js";
import { insertOnce } from "../../../shared/insert-once.js";
import { lockedRow } from "../../../shared/locked-row.js";
import type { Log } from "../../../shared/log.js";
import { changedRows } from "../guarded-update.js";
import { signCheckpoint } from "./checkpoint.js";
import { entryBytes } from "./entry-text.js";
import { LogEntryRow } from "./log-entry.js";
import { LOG_HEAD_ID, LogHeadRow } from "./log-tile.js";
import { leafHash, rootHash } from "./merkle.js";
import { Tiles } from "./tiles.js";

/** An entry has its place within five seconds of being written. */
const EVERY_MS = SECOND_MS;
/** Entries that one unit of work gives their places. */
const BATCH = 500;

/** Gives entries their places in the log, in batches, and signs what the log then is. Any number of processes may run one. */
export class LogAppender {
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;

  constructor(
    private readonly database: Database,
    private readonly origin: string,
    /** The private Ed25519 JWK that signs. */
    private readonly key: JWK,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  start(): void {
    this.timer = setInterval(() => {
      this.running ??= this.appendAll()
        .catch((error: unknown) => this.log.error({ err: error }, "the log could not be appended to"))
        .finally(() => {
          this.running = null;
        });
    }, EVERY_MS);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    await this.running;
  }

  /** Until nothing waits any more. */
  async appendAll(): Promise<void> {
    for (;;) {
      const isWaiting = await this.database.read((manager) => manager.existsBy(LogEntryRow, { position: IsNull() }));
      if (!isWaiting) return;
      await this.database.write((manager) => this.append(manager));
    }
  }

  private async append(manager: EntityManager): Promise<void> {
    await insertOnce(manager, LogHeadRow, this.headOf(0, "", new Date(0)));
    // Whoever comes second waits here, and then finds the size that the first has left.
    const head = await lockedRow(manager, LogHeadRow, { id: LOG_HEAD_ID });
    if (!head) throw new Error("the log has no head");
    const waiting = await manager.find(LogEntryRow, {
      where: { position: IsNull() },
      order: { at: "ASC", id: "ASC" },
      take: BATCH,
    });
    if (waiting.length === 0) return;
    const tiles = new Tiles(manager);
    await tiles.append(head.size, waiting.map((entry) => leafHash(entryBytes(entry)))); // prettier-ignore
    for (const [index, { id }] of waiting.entries()) {
      await changedRows(manager, "UPDATE log_entry SET position = ? WHERE id = ?", [head.size + index, id]);
    }
    await tiles.save();
    const size = head.size + waiting.length;
    const root = await rootHash(size, tiles.subtree);
    const checkpoint = signCheckpoint({ origin: this.origin, size, root }, this.key);
    const { affected } = await manager.update(
      LogHeadRow,
      { id: LOG_HEAD_ID, size: head.size },
      this.headOf(size, checkpoint, this.clock()),
    );
    if (affected !== 1) throw new Error("the log was appended to twice at once");
  }

  private headOf(size: number, checkpoint: string, signedAt: Date): LogHeadRow {
    return { id: LOG_HEAD_ID, size, checkpoint, signedAt };
  }
}
