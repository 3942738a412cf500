import { insertRow, findRow } from "../../../shared/rows.js";
import type { EntityManager } from "typeorm";
import { newId, newOpaqueId, type RandomBytes } from "../../../shared/identifier.js";
import { insertOnce } from "../../../shared/insert-once.js";
import { changedRows } from "../guarded-update.js";
import { AccountKind, AccountRow, OUTSIDE_ACCOUNT_ID, REDEEMED_ACCOUNT_ID } from "./account.js";
import { type TransferKind, TransferRow } from "./transfer.js";

export interface Movement {
  debitAccountId: string;
  creditAccountId: string;
  /** A positive integer. */
  points: number;
  kind: TransferKind;
  brandId: string;
  /** Unique for ever: a second movement with the same reference fails and rolls its unit of work back. */
  reference: string;
}

/** Double entry in integer points: every movement leaves one account and enters another. */
export class Ledger {
  constructor(private readonly random: RandomBytes) {}

  /** A new, empty account; its id is random, so that it tells nothing of its owner. */
  async openAccount(manager: EntityManager, kind: AccountKind): Promise<string> {
    const id = newOpaqueId(this.random);
    await insertRow(manager, AccountRow, { id, kind, balance: 0 });
    return id;
  }

  /** The accounts that every point comes from and ends in, made once. */
  async openOutside(manager: EntityManager): Promise<void> {
    await insertOnce(manager, AccountRow, { id: OUTSIDE_ACCOUNT_ID, kind: AccountKind.OUTSIDE, balance: 0 });
    await insertOnce(manager, AccountRow, { id: REDEEMED_ACCOUNT_ID, kind: AccountKind.REDEEMED, balance: 0 });
  }

  /** False, and nothing has changed, when the debited account holds too little. */
  async move(manager: EntityManager, movement: Movement, now: Date): Promise<boolean> {
    const { debitAccountId, creditAccountId, points } = movement;
    if (!Number.isSafeInteger(points) || points <= 0) throw new RangeError("points move as positive integers");
    const debited = await changedRows(
      manager,
      "UPDATE account SET balance = balance - ? WHERE id = ? AND (kind = 'OUTSIDE' OR balance >= ?)",
      [points, debitAccountId, points],
    );
    if (debited !== 1) return false;
    const credited = await changedRows(manager, "UPDATE account SET balance = balance + ? WHERE id = ?", [
      points,
      creditAccountId,
    ]);
    if (credited !== 1) throw new Error("points were sent to an account that is not there");
    await insertRow(manager, TransferRow, { id: newId(now, this.random), ...movement, createdAt: now });
    return true;
  }

  async balance(manager: EntityManager, accountId: string): Promise<number> {
    return (await findRow(manager, AccountRow, { id: accountId }))?.balance ?? 0;
  }

  hasMoved(manager: EntityManager, reference: string): Promise<boolean> {
    return manager.existsBy(TransferRow, { reference });
  }
}
