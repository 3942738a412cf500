import { Entity, type EntityManager } from "typeorm";
import { SECOND_MS } from "./clock.js";
import { IdColumn, InstantColumn, PrimaryIdColumn } from "./columns.js";
import { insertOnce } from "./insert-once.js";

/** Which process delivers to a recipient: two at once would tell the later of two events before the earlier. */
@Entity("outbox_lease")
export class OutboxLeaseRow {
  @PrimaryIdColumn() recipient: string;
  @IdColumn() holder: string;
  @InstantColumn() heldUntil: Date;
}

/** Whoever dies with a lease holds the others up for this long. */
export const LEASE_MS = 30 * SECOND_MS;

/** Takes a lease that is free, or prolongs one's own. Null while another holds it, else until when it is held. */
export async function takeLease(
  manager: EntityManager,
  recipient: string,
  holder: string,
  now: Date,
): Promise<Date | null> {
  const heldUntil = new Date(now.getTime() + LEASE_MS);
  // Guarded: of two who find it free, the second finds that it is not any more.
  const { affected } = await manager
    .createQueryBuilder()
    .update(OutboxLeaseRow)
    .set({ holder, heldUntil })
    .where("recipient = :recipient AND (holder = :holder OR heldUntil <= :now)", {
      recipient,
      holder,
      now: now.getTime(),
    })
    .execute();
  const isTaken = affected === 1 || (await insertOnce(manager, OutboxLeaseRow, { recipient, holder, heldUntil }));
  return isTaken ? heldUntil : null;
}

/** Gives back one's own. */
export async function endLease(manager: EntityManager, recipient: string, holder: string, now: Date): Promise<void> {
  await manager.update(OutboxLeaseRow, { recipient, holder }, { heldUntil: now });
}
