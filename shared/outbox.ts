import { Entity, Index, IsNull, LessThan, type EntityManager } from "typeorm";
import { type Clock, SECOND_MS } from "./clock.js";
import { CountColumn, InstantColumn, PrimaryIdColumn, SealedColumn, WordColumn } from "./columns.js";
import type { Database } from "./database.js";
import { newId } from "./identifier.js";
import { INBOX_RETENTION_MS, OUTBOX_RETENTION_MS } from "./limits.js";
import type { Log } from "./log.js";
import { seal, unseal } from "./seal.js";

/** A room's word to another, written in the transaction that made it true, delivered at least once. */
@Entity("outbox")
@Index("outbox_waiting", ["deliveredAt", "id"])
export class OutboxRow {
  @PrimaryIdColumn() id: string;
  @WordColumn() recipient: string;
  @SealedColumn() envelope: Buffer;
  @InstantColumn() createdAt: Date;
  @InstantColumn({ nullable: true }) deliveredAt: Date | null;
  @CountColumn() attempts: number;
}

/** Ids already taken in: a repeated delivery changes nothing. */
@Entity("inbox")
@Index("inbox_received", ["receivedAt"])
export class InboxRow {
  @PrimaryIdColumn() id: string;
  @InstantColumn() receivedAt: Date;
}

export type RoomName = "user-profile" | "consent" | "offers" | "identity";

/** Sealed with EVENT_KEY: rooms may read it, a database that keeps or carries it may not. */
export type Envelope = Buffer;

/** Takes an envelope to a room and returns once that room has it for good. */
export type Post = (recipient: RoomName, envelope: Envelope) => Promise<void>;

export interface RoomEvent {
  id: string;
  sender: RoomName;
  type: string;
  at: string;
  payload: Record<string, unknown>;
}

const BATCH = 100; // one round trip to the database per hundred events
const RETRY_MS = 5 * SECOND_MS; // a room that is down is asked again this often
const PLACE = "event";

export class Outbox {
  private running: Promise<number> | null = null;
  private again = false;
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly room: RoomName,
    private readonly eventKey: Buffer,
    private readonly database: Database,
    private readonly post: Post,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Call inside the unit of work that makes the event true, and `wake` after it has committed. */
  async enqueue(
    manager: EntityManager,
    recipient: RoomName,
    type: string,
    payload: Record<string, unknown>,
  ): Promise<void> {
    const now = this.clock();
    const event: RoomEvent = { id: newId(now), sender: this.room, type, at: now.toISOString(), payload };
    await manager.insert(OutboxRow, {
      id: event.id,
      recipient,
      envelope: seal(this.eventKey, PLACE, Buffer.from(JSON.stringify(event))),
      createdAt: now,
      deliveredAt: null,
      attempts: 0,
    });
  }

  start(): void {
    this.timer = setInterval(() => this.wake(), RETRY_MS);
    this.timer.unref();
    this.wake();
  }

  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    await this.running;
  }

  /** Delivers soon; never throws. */
  wake(): void {
    this.drain().catch((error: unknown) => this.log.error({ err: error }, "events could not be relayed"));
  }

  /** Delivers what is waiting and returns how many were left undelivered. */
  drain(): Promise<number> {
    if (this.running) {
      this.again = true;
      return this.running;
    }
    this.running = this.deliverAll().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  /** The oldest event that has not arrived, or null: what the watermark is made from. */
  async oldestUndelivered(): Promise<Date | null> {
    const row = await this.database.read((manager) =>
      manager.findOne(OutboxRow, { where: { deliveredAt: IsNull() }, order: { id: "ASC" } }),
    );
    return row?.createdAt ?? null;
  }

  private async deliverAll(): Promise<number> {
    for (;;) {
      this.again = false;
      const rows = await this.database.read((manager) =>
        manager.find(OutboxRow, { where: { deliveredAt: IsNull() }, order: { id: "ASC" }, take: BATCH }),
      );
      const delivered = await this.deliver(rows);
      if (delivered < rows.length) return rows.length - delivered;
      if (rows.length < BATCH && !this.isAskedAgain()) return 0;
    }
  }

  /** Something may have been enqueued while a batch was on its way. */
  private isAskedAgain(): boolean {
    return this.again;
  }

  /** In order, stopping at the first that fails: a later event may rest on an earlier one. */
  private async deliver(rows: OutboxRow[]): Promise<number> {
    const done: string[] = [];
    for (const row of rows) {
      try {
        await this.post(row.recipient as RoomName, Buffer.from(row.envelope));
        done.push(row.id);
      } catch (error) {
        this.log.warn({ err: error, recipient: row.recipient }, "an event was not taken; it will be sent again");
        break;
      }
    }
    const now = this.clock();
    if (rows.length > 0) {
      await this.database.write(async (manager) => {
        for (const id of done) await manager.update(OutboxRow, { id }, { deliveredAt: now });
        const failed = rows[done.length];
        if (failed) await manager.increment(OutboxRow, { id: failed.id }, "attempts", 1);
        await manager.delete(OutboxRow, { deliveredAt: LessThan(new Date(now.getTime() - OUTBOX_RETENTION_MS)) });
      });
    }
    return done.length;
  }
}

/** Null when it was not sealed by one of the rooms. */
export function openEnvelope(eventKey: Buffer, envelope: Envelope): RoomEvent | null {
  const plaintext = unseal(eventKey, PLACE, envelope);
  return plaintext && (JSON.parse(plaintext.toString("utf8")) as RoomEvent);
}

export type EventHandler = (manager: EntityManager, event: RoomEvent) => Promise<void>;

/** Opens an envelope and hands it to the room once, in the transaction that notes its id. Throws when it is not genuine. */
export async function takeIn(
  database: Database,
  eventKey: Buffer,
  envelope: Envelope,
  now: Date,
  handle: EventHandler,
): Promise<void> {
  const event = openEnvelope(eventKey, envelope);
  if (!event) throw new Error("an event is not genuine");
  await database.write(async (manager) => {
    const known = await manager.existsBy(InboxRow, { id: event.id });
    if (known) return;
    await manager.insert(InboxRow, { id: event.id, receivedAt: now });
    await handle(manager, event);
    await manager.delete(InboxRow, { receivedAt: LessThan(new Date(now.getTime() - INBOX_RETENTION_MS)) });
  });
}
