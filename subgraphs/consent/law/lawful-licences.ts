import type { EntityManager } from "typeorm";
import { changedRows } from "../guarded-update.js";
import { Licence } from "../licence/licence.js";
import { hasEnded, LicenceStatus, SuspendedBy } from "../licence/licence-status.js";
import type { LicenceText } from "../licence/licence-text.js";
import type { Circumstances } from "../person/circumstances.js";
import type { Receipts } from "../receipt/receipts.js";
import { hasSpecialCategory } from "./law-table.js";
import { isLawful } from "./lawful.js";

/** Suspends what is no longer lawful when somebody's circumstances change, and lets go on what is lawful again. */
export class LawfulLicences {
  constructor(
    private readonly text: LicenceText,
    private readonly receipts: Receipts,
  ) {}

  /** In the unit of work that changes what is known of the person, or what a licence says. */
  async reconcile(manager: EntityManager, personId: string, circumstances: Circumstances, now: Date): Promise<void> {
    for (const licence of await manager.findBy(Licence, { personId })) {
      if (hasEnded(licence, now) || licence.suspendedBy === SuspendedBy.OPERATOR) continue;
      const suspendedBy = await this.suspensionOf(manager, licence, circumstances);
      if (suspendedBy !== licence.suspendedBy) await suspend(manager, licence, suspendedBy);
    }
  }

  private async suspensionOf(
    manager: EntityManager,
    licence: Licence,
    circumstances: Circumstances,
  ): Promise<SuspendedBy | null> {
    const terms = await this.text.terms(manager, licence);
    const { purpose, grantedAt, expiresAt } = licence;
    const isSpecial = hasSpecialCategory(terms.map(({ field }) => field));
    const isAuthorised = this.receipts.isAuthorised(await this.text.receipt(manager, licence));
    if (!isLawful({ purpose, isSpecial, isAuthorised, grantedAt, expiresAt }, circumstances)) return SuspendedBy.LAW;
    return circumstances.sharingPaused ? SuspendedBy.PERSON : null;
  }
}

/** EXHAUSTED keeps its name, which its brand knows, and is hidden by `suspendedBy` alone. */
async function suspend(
  manager: EntityManager,
  { personId, id, status }: Licence,
  by: SuspendedBy | null,
): Promise<void> {
  const running = by === null ? LicenceStatus.ACTIVE : LicenceStatus.SUSPENDED;
  const next = status === LicenceStatus.EXHAUSTED ? status : running;
  await changedRows(manager, "UPDATE licence SET status = ?, suspendedBy = ? WHERE personId = ? AND id = ?", [
    next,
    by,
    personId,
    id,
  ]);
  await changedRows(manager, "UPDATE licence_index SET status = ?, suspendedBy = ? WHERE licenceId = ?", [
    next,
    by,
    id,
  ]);
}
