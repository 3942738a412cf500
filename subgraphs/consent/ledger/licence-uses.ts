import type { EntityManager } from "typeorm";
import { lockedRow } from "../../../shared/locked-row.js";
import { findRow, insertRow } from "../../../shared/rows.js";
import type { Log } from "../../../shared/log.js";
import { changedRows } from "../guarded-update.js";
import { Licence } from "../licence/licence.js";
import { isLive, LicenceStatus, statusAt } from "../licence/licence-status.js";
import type { Ledger } from "./ledger.js";
import { LicenceUseRow, UseState } from "./licence-use.js";
import type { PersonAccounts } from "./person-accounts.js";
import { TransferKind } from "./transfer.js";

export interface BrandAccounts {
  brandId: string;
  escrowAccountId: string;
  holdingAccountId: string;
}

export interface UseRequest {
  personId: string;
  licenceId: string;
  operation: string;
  /** Points for one disclosure; 0 where only the count is limited. */
  points: number;
  /** When the capability dies. */
  expiresAt: Date;
}

/** GONE: the licence ended between the look and the hold. */
export type HoldOutcome = "HELD" | "USE_LIMIT_REACHED" | "ESCROW_EXHAUSTED" | "GONE";

/** What user-profile tells of one (operation, licence), once it is durable there. */
export interface Disclosed {
  personId: string;
  licenceId: string;
  operation: string;
  /** 0: it was a use, but nothing is owed for it. */
  points: number;
  at: Date;
}

const ABANDONED_BATCH = 500; // one watermark's unit of work stays short

/** The life of a price: held when a capability is minted, then posted by a disclosure or released by the watermark. */
export class LicenceUses {
  constructor(
    private readonly ledger: Ledger,
    private readonly accounts: PersonAccounts,
    private readonly log: Log,
  ) {}

  /** Holds once per (operation, licence), however often the operation mints. */
  async hold(manager: EntityManager, brand: BrandAccounts, request: UseRequest, now: Date): Promise<HoldOutcome> {
    const { personId, licenceId, operation, points, expiresAt } = request;
    const counted = await changedRows(
      manager,
      "UPDATE licence SET heldCount = heldCount + 1 WHERE personId = ? AND id = ? AND status = 'ACTIVE' AND expiresAt > ? " +
        "AND (maxDisclosures IS NULL OR disclosureCount + heldCount < maxDisclosures)",
      [personId, licenceId, now.getTime()],
    );
    // Looked for behind the lock on the licence: an operation that names a customer twice mints side by side.
    const known = await findRow(manager, LicenceUseRow, { personId, operation, licenceId });
    if (known) {
      if (counted === 1) await this.uncount(manager, personId, licenceId);
      return known.state === UseState.RELEASED ? "GONE" : "HELD";
    }
    if (counted !== 1) return this.whyNotCounted(manager, personId, licenceId, now);
    const debit = { debitAccountId: brand.escrowAccountId, creditAccountId: brand.holdingAccountId };
    const reference = `hold/${operation}/${licenceId}`;
    const move = { ...debit, points, kind: TransferKind.HOLD, brandId: brand.brandId, reference };
    if (points > 0 && !(await this.ledger.move(manager, move, now))) {
      await this.uncount(manager, personId, licenceId);
      return "ESCROW_EXHAUSTED";
    }
    const state = UseState.HELD;
    const { brandId } = brand;
    await insertRow(manager, LicenceUseRow, { personId, operation, licenceId, brandId, points, state, expiresAt });
    return "HELD";
  }

  /** Posts exactly once, also when told twice or about a licence that was withdrawn meanwhile: what left is owed. */
  async settle(manager: EntityManager, brand: BrandAccounts, disclosed: Disclosed, now: Date): Promise<void> {
    const { personId, operation, licenceId, at } = disclosed;
    const use = await lockedRow(manager, LicenceUseRow, { personId, operation, licenceId });
    if (use?.state === UseState.USED) return;
    const isHeld = use?.state === UseState.HELD;
    if (isHeld) await this.uncount(manager, personId, licenceId);
    const earned = isHeld ? await this.payOut(manager, brand, use, disclosed.points > 0, now) : 0;
    if (earned === 0 && disclosed.points > 0) {
      this.log.error({ licence: licenceId, operation }, "a priced disclosure had no hold; it was counted, not paid");
    }
    await this.noteUsed(manager, use, { ...disclosed, brandId: brand.brandId });
    await changedRows(
      manager,
      "UPDATE licence SET disclosureCount = disclosureCount + 1, earned = earned + ?, " +
        "lastDisclosedAt = CASE WHEN lastDisclosedAt > ? THEN lastDisclosedAt ELSE ? END WHERE personId = ? AND id = ?",
      [earned, at.getTime(), at.getTime(), personId, licenceId],
    );
    await changedRows(manager, "UPDATE brand SET disclosures = disclosures + 1 WHERE id = ?", [brand.brandId]);
    await this.exhaust(manager, personId, licenceId);
  }

  /** Releases holds that no outcome can come for any more. */
  async releaseAbandoned(
    manager: EntityManager,
    accountsOf: (brandId: string) => Promise<BrandAccounts>,
    upTo: Date,
    now: Date,
  ): Promise<void> {
    const abandoned = await manager
      .createQueryBuilder(LicenceUseRow, "u")
      .where("u.state = :state AND u.expiresAt < :upTo", { state: UseState.HELD, upTo: upTo.getTime() })
      .take(ABANDONED_BATCH)
      .getMany();
    const released: LicenceUseRow[] = [];
    for (const { personId, operation, licenceId } of abandoned) {
      const use = await lockedRow(manager, LicenceUseRow, { personId, operation, licenceId });
      if (use?.state !== UseState.HELD) continue; // its outcome has come since
      await this.uncount(manager, personId, licenceId);
      await this.setState(manager, use, UseState.RELEASED);
      released.push(use);
    }
    // Accounts last: who waits for them with a hold of their own would wait for who waits for that hold.
    for (const use of released) await this.payOut(manager, await accountsOf(use.brandId), use, false, now);
  }

  /** Points that holds have promised somebody: there for seconds, until the disclosure is known. */
  async promisedTo(manager: EntityManager, personId: string): Promise<number> {
    const sum = await manager.sum(LicenceUseRow, "points", { personId, state: UseState.HELD });
    return sum ?? 0;
  }

  /** What was held goes to the person when it is owed, else back to escrow. Returns what the person got. */
  private async payOut(
    manager: EntityManager,
    brand: BrandAccounts,
    use: LicenceUseRow,
    isOwed: boolean,
    now: Date,
  ): Promise<number> {
    if (use.points === 0) return 0;
    const kind = isOwed ? TransferKind.DISCLOSURE : TransferKind.RELEASE;
    const moved = await this.ledger.move(
      manager,
      {
        debitAccountId: brand.holdingAccountId,
        creditAccountId: isOwed ? await this.accounts.forWriting(manager, use.personId) : brand.escrowAccountId,
        points: use.points,
        kind,
        brandId: brand.brandId,
        reference: `${kind.toLowerCase()}/${use.operation}/${use.licenceId}`,
      },
      now,
    );
    if (!moved) throw new Error("a hold's points are not on the holding account");
    return isOwed ? use.points : 0;
  }

  private async noteUsed(
    manager: EntityManager,
    use: LicenceUseRow | null,
    disclosed: Disclosed & { brandId: string },
  ): Promise<void> {
    if (use) return this.setState(manager, use, UseState.USED);
    const { personId, operation, licenceId, brandId, at } = disclosed;
    const state = UseState.USED;
    await insertRow(manager, LicenceUseRow, {
      personId,
      operation,
      licenceId,
      brandId,
      points: 0,
      state,
      expiresAt: at,
    });
  }

  private async setState(manager: EntityManager, use: LicenceUseRow, state: UseState): Promise<void> {
    const { personId, operation, licenceId } = use;
    const changed = await changedRows(
      manager,
      "UPDATE licence_use SET state = ? WHERE personId = ? AND operation = ? AND licenceId = ? AND state = ?",
      [state, personId, operation, licenceId, use.state],
    );
    if (changed !== 1) throw new Error("a hold was ended twice at once");
  }

  private async uncount(manager: EntityManager, personId: string, licenceId: string): Promise<void> {
    await changedRows(
      manager,
      "UPDATE licence SET heldCount = heldCount - 1 WHERE personId = ? AND id = ? AND heldCount > 0",
      [personId, licenceId],
    );
  }

  private async exhaust(manager: EntityManager, personId: string, licenceId: string): Promise<void> {
    const changed = await changedRows(
      manager,
      "UPDATE licence SET status = 'EXHAUSTED' WHERE personId = ? AND id = ? AND status IN ('ACTIVE', 'SUSPENDED') " +
        "AND maxDisclosures IS NOT NULL AND disclosureCount >= maxDisclosures",
      [personId, licenceId],
    );
    if (changed === 0) return;
    await changedRows(manager, "UPDATE licence_index SET status = 'EXHAUSTED' WHERE licenceId = ?", [licenceId]);
  }

  private async whyNotCounted(
    manager: EntityManager,
    personId: string,
    licenceId: string,
    now: Date,
  ): Promise<HoldOutcome> {
    const licence = await manager.findOneBy(Licence, { personId, id: licenceId });
    const isSpent = licence && isLive(licence, now) && statusAt(licence, now) !== LicenceStatus.SUSPENDED;
    return isSpent ? "USE_LIMIT_REACHED" : "GONE";
  }
}
