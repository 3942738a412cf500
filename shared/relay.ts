import { In, IsNull, type EntityManager } from "typeorm";
import { type Clock, SECOND_MS } from "./clock.js";
import type { Database } from "./database.js";
import { newOpaqueId } from "./identifier.js";
import type { Log } from "./log.js";
import { endLease, takeLease } from "./outbox-lease.js";
import type { Envelope, Post, RoomName } from "./outbox.js";
import { OutboxRow } from "./outbox-row.js";

const BATCH = 100; // one round trip to the database per hundred events
/** A lease with less than this left is prolonged before the next event is posted: longer than any posting may take. */
const LEASE_MARGIN_MS = 10 * SECOND_MS;

/** Of events that do not rest on each other, this many are on their way at once: they share their recipient's flush to disk. */
const SIDE_BY_SIDE = 16;

export interface Mail {
  post: Post;
  /** Whether an event and its likes may overtake each other. */
  isIndependent(envelope: Envelope): boolean;
}

interface Batch {
  rows: OutboxRow[];
  heldUntil: Date;
}

export interface Delivery {
  /** Events that have not arrived. */
  left: number;
  /** Another process was delivering: it may have looked for the last time before some of them were there. */
  isElsewhere: boolean;
}

/** Carries a room's waiting events to their recipients, to each in order and from one process at a time. */
export class Relay {
  private readonly holder = newOpaqueId();

  constructor(
    private readonly database: Database,
    private readonly mail: Mail,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Delivers what is waiting. A recipient that is down holds up no other. */
  async deliverAll(): Promise<Delivery> {
    const all = { left: 0, isElsewhere: false };
    for (const recipient of await this.database.read(waitingRecipients)) {
      const { left, isElsewhere } = await this.deliverTo(recipient);
      all.left += left;
      all.isElsewhere ||= isElsewhere;
    }
    return all;
  }

  private async deliverTo(recipient: RoomName): Promise<Delivery> {
    for (;;) {
      const batch = await this.take(recipient);
      if (!batch) return { left: await this.countWaiting(recipient), isElsewhere: true };
      const { done, failed } = await this.deliver(recipient, batch);
      const isEmpty = done.length === batch.rows.length && done.length < BATCH;
      await this.note(recipient, done, failed, isEmpty || failed !== null);
      if (failed !== null) return { left: await this.countWaiting(recipient), isElsewhere: false };
      if (isEmpty) return { left: 0, isElsewhere: false };
    }
  }

  /** The oldest that wait, read under the lease: what another has delivered meanwhile is not among them. */
  private async take(recipient: RoomName): Promise<Batch | null> {
    return this.database.write(async (manager) => {
      const heldUntil = await takeLease(manager, recipient, this.holder, this.clock());
      if (!heldUntil) return null;
      const where = { recipient, deliveredAt: IsNull() };
      return { heldUntil, rows: await manager.find(OutboxRow, { where, order: { id: "ASC" }, take: BATCH }) };
    });
  }

  /** In order, stopping where one fails: a later event may rest on an earlier one. Independent neighbours go side by side. */
  private async deliver(
    recipient: RoomName,
    { rows, heldUntil }: Batch,
  ): Promise<{ done: string[]; failed: string | null }> {
    const done: string[] = [];
    for (let from = 0; from < rows.length;) {
      if (heldUntil.getTime() - this.clock().getTime() < LEASE_MARGIN_MS) break;
      const together = this.together(rows, from);
      from += together.length;
      const posted = await Promise.allSettled(
        together.map(({ envelope }) => this.mail.post(recipient, Buffer.from(envelope))),
      );
      done.push(...together.filter((_, at) => posted[at]?.status === "fulfilled").map(({ id }) => id));
      const at = posted.findIndex(({ status }) => status === "rejected");
      const refused = posted[at];
      if (refused?.status !== "rejected") continue;
      this.log.warn({ err: refused.reason as unknown, recipient }, "an event was not taken; it will be sent again");
      return { done, failed: together[at]?.id ?? null };
    }
    return { done, failed: null };
  }

  /** The event at a place, and the independent ones behind it where it is one itself. */
  private together(rows: readonly OutboxRow[], from: number): OutboxRow[] {
    const some = rows.slice(from, from + SIDE_BY_SIDE);
    const end = some.findIndex(({ envelope }) => !this.mail.isIndependent(Buffer.from(envelope)));
    return end === -1 ? some : some.slice(0, Math.max(1, end));
  }

  private async note(recipient: RoomName, done: string[], failed: string | null, isOver: boolean): Promise<void> {
    const now = this.clock();
    await this.database.write(async (manager) => {
      if (done.length > 0) await manager.update(OutboxRow, { id: In(done) }, { deliveredAt: now });
      if (failed !== null) await manager.increment(OutboxRow, { id: failed }, "attempts", 1);
      if (isOver) await endLease(manager, recipient, this.holder, now);
    });
  }

  private countWaiting(recipient: RoomName): Promise<number> {
    return this.database.read((manager) => manager.countBy(OutboxRow, { recipient, deliveredAt: IsNull() }));
  }
}

async function waitingRecipients(manager: EntityManager): Promise<RoomName[]> {
  const rows = await manager.query<{ recipient: RoomName }[]>(
    "SELECT DISTINCT recipient FROM outbox WHERE deliveredAt IS NULL",
  );
  return rows.map(({ recipient }) => recipient);
}
