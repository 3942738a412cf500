import { Entity, Index, type EntityManager } from "typeorm";
import { type Clock, SECOND_MS } from "./clock.js";
import { InstantColumn, PrimaryIdColumn } from "./columns.js";
import type { Database } from "./database.js";
import { newId } from "./identifier.js";
import { insertOnce } from "./insert-once.js";
import type { Log } from "./log.js";
import { OutboxRow } from "./outbox-row.js";
import { Relay } from "./relay.js";
import { insertRow } from "./rows.js";
import { seal, unseal } from "./seal.js";

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

const RETRY_MS = 5 * SECOND_MS; // a room that is down is asked again this often
const ELSEWHERE_MS = SECOND_MS / 4; // another process has long finished its batch by then
const PLACE = "event";

/** Each of these tells of one operation: among each other they may arrive in any order. */
const INDEPENDENT = new Set(["disclosed", "decided"]);

export class Outbox {
  private readonly relay: Relay;
  private running: Promise<number> | null = null;
  private again = false;
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly room: RoomName,
    private readonly eventKey: Buffer,
    database: Database,
    post: Post,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    const isIndependent = (envelope: Envelope): boolean =>
      INDEPENDENT.has(openEnvelope(eventKey, envelope)?.type ?? "");
    this.relay = new Relay(database, { post, isIndependent }, clock, log);
  }

  /** Call inside the unit of work that makes the event true, and `wake` after it has committed. */
  async enqueue(
    manager: EntityManager,
    recipient: RoomName,
    type: string,
    payload: Record<string, unknown>,
  ): Promise<void> {
    const now = this.clock();
    const event: RoomEvent = { id: newId(now), sender: this.room, type, at: now.toISOString(), payload };
    await insertRow(manager, OutboxRow, {
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

  /** Something may have been enqueued while a batch was on its way. */
  private async deliverAll(): Promise<number> {
    for (;;) {
      this.again = false;
      const { left, isElsewhere } = await this.relay.deliverAll();
      if (isElsewhere && this.timer) setTimeout(() => this.wake(), ELSEWHERE_MS).unref();
      if (left > 0 || !this.isAskedAgain()) return left;
    }
  }

  private isAskedAgain(): boolean {
    return this.again;
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
    if (!(await insertOnce(manager, InboxRow, { id: event.id, receivedAt: now }))) return;
    await handle(manager, event);
  });
}
