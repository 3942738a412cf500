import type { EntityManager } from "typeorm";
import type { Database } from "../../../shared/database.js";
import { once, type Outcome } from "../../../shared/idempotency.js";
import { personOf } from "../../../shared/viewer.js";
import type { ConsentContext } from "../context.js";
import { changedRows } from "../guarded-update.js";
import { keyedBy } from "../keyed-mutation.js";
import type { Receipts } from "../receipt/receipts.js";
import { endOnce } from "./ending.js";
import { ERASURE_DUE_AFTER_MS, ErasureRequest } from "./erasure-request.js";
import { Licence } from "./licence.js";
import type { WithdrawLicenceInput } from "./licence-mutations.js";
import { LicenceStatus } from "./licence-status.js";
import type { LicenceText } from "./licence-text.js";

/** The person ends a licence. What they earned stays theirs; the very next operation of the brand gets nothing. */
export class WithdrawalService {
  constructor(
    private readonly database: Database,
    private readonly text: LicenceText,
    private readonly receipts: Receipts,
  ) {}

  withdraw(context: ConsentContext, input: WithdrawLicenceInput): Promise<{ licenceId?: string } & Outcome> {
    return once(this.database, keyedBy(context, "withdrawLicence", input), async (manager) => {
      const { now } = context;
      const personId = personOf(context.viewer) ?? "";
      const licence = await endOnce(manager, personId, input.licenceId, LicenceStatus.WITHDRAWN, now);
      await this.writeReceipt(manager, licence, now);
      const dueAt = input.askForErasure ? await askForErasure(manager, licence, now) : null;
      await changedRows(
        manager,
        "UPDATE licence_index SET status = 'WITHDRAWN', suspendedBy = NULL, erasureDueAt = ? WHERE licenceId = ?",
        [dueAt?.getTime() ?? null, licence.id],
      );
      return { licenceId: licence.id };
    });
  }

  private async writeReceipt(manager: EntityManager, licence: Licence, now: Date): Promise<void> {
    const receipt = await this.receipts.reissueWithdrawn(await this.text.receipt(manager, licence), now);
    const sealed = await this.text.sealReceipt(manager, licence, receipt);
    await manager.update(Licence, { personId: licence.personId, id: licence.id }, { receipt: sealed });
  }
}

async function askForErasure(manager: EntityManager, { personId, id }: Licence, now: Date): Promise<Date> {
  const dueAt = new Date(now.getTime() + ERASURE_DUE_AFTER_MS);
  const request = { personId, licenceId: id, requestedAt: now, dueAt, acknowledgedAt: null, erasedAt: null };
  await manager.insert(ErasureRequest, request);
  return dueAt;
}
