import { LessThan } from "typeorm";
import { HOUR_MS, type Clock } from "./clock.js";
import type { Database } from "./database.js";
import { IdempotencyRow } from "./idempotency.js";
import { IDEMPOTENCY_LIFETIME_MS, INBOX_RETENTION_MS, OUTBOX_RETENTION_MS } from "./limits.js";
import type { Log } from "./log.js";
import { InboxRow } from "./outbox.js";
import { OutboxRow } from "./outbox-row.js";

const EVERY_MS = HOUR_MS;

/** What a row's age is counted from. */
export interface Kept {
  entity: new () => object;
  since: string;
  forMs: number;
}

/** An event that was not delivered has no age, and is never deleted by it. */
const KEPT: readonly Kept[] = [
  { entity: IdempotencyRow, since: "createdAt", forMs: IDEMPOTENCY_LIFETIME_MS },
  { entity: OutboxRow, since: "deliveredAt", forMs: OUTBOX_RETENTION_MS },
  { entity: InboxRow, since: "receivedAt", forMs: INBOX_RETENTION_MS },
];

/**
 * Deletes rows that have served their time, in units of work of their own: to look for old rows is to wait for whoever
 * is just writing a new one beside them, which nobody should do who holds anything.
 */
export class Retention {
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly log: Log,
    /** What only one room keeps. */
    private readonly own: readonly Kept[] = [],
  ) {}

  start(): void {
    this.timer = setInterval(() => this.begin(), EVERY_MS);
    this.timer.unref();
    this.begin();
  }

  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    await this.running;
  }

  async deleteOld(): Promise<void> {
    const now = this.clock().getTime();
    for (const { entity, since, forMs } of [...KEPT, ...this.own]) {
      await this.database.write(async (manager) => {
        if (manager.dataSource.hasMetadata(entity))
          await manager.delete(entity, { [since]: LessThan(new Date(now - forMs)) });
      });
    }
  }

  private begin(): void {
    this.running = this.deleteOld().catch((error: unknown) =>
      this.log.error({ err: error }, "old rows were not deleted"),
    );
  }
}
