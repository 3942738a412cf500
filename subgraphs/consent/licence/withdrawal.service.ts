import type { EntityManager } from "typeorm";
import type { Database } from "../../../shared/database.js";
import { once, type Outcome } from "../../../shared/idempotency.js";
import { personOf } from "../../../shared/viewer.js";
import type { TrustService } from "../brand/trust.service.js";
import type { ConsentContext } from "../context.js";
import { changedRows } from "../guarded-update.js";
import { keyedBy } from "../keyed-mutation.js";
import type { LicenceLeaves } from "../log/licence-leaves.js";
import { LogKind } from "../log/log-entry.js";
import type { TransparencyLog } from "../log/transparency-log.js";
import type { Receipts } from "../receipt/receipts.js";
import type { Webhooks } from "../webhook/webhooks.js";
import { WebhookEvent } from "../webhook/webhook.js";
import { endOnce } from "./ending.js";
import { ERASURE_DUE_AFTER_MS, ErasureRequest } from "./erasure-request.js";
import { Licence } from "./licence.js";
import type { WithdrawLicenceInput } from "./licence-mutations.js";
import { hasEnded, LicenceStatus } from "./licence-status.js";
import type { LicenceText } from "./licence-text.js";

/** The person ends a licence. What they earned stays theirs; the very next operation of the brand gets nothing. */
export class WithdrawalService {
  constructor(
    private readonly database: Database,
    private readonly text: LicenceText,
    private readonly receipts: Receipts,
    private readonly webhooks: Webhooks,
    private readonly log: TransparencyLog,
    private readonly trust: TrustService,
    private readonly leaves: LicenceLeaves,
  ) {}

  withdraw(context: ConsentContext, input: WithdrawLicenceInput): Promise<{ licenceId?: string } & Outcome> {
    return once(this.database, keyedBy(context, "withdrawLicence", input), async (manager) => {
      const personId = personOf(context.viewer) ?? "";
      const { licenceId, askForErasure: asksForErasure } = input;
      await this.withdrawIn(manager, { personId, licenceId, asksForErasure }, context.now);
      return { licenceId };
    });
  }

  /** For what a rule granted and the person takes back: nothing where it has ended already. */
  async withdrawIfRunning(manager: EntityManager, personId: string, licenceId: string, now: Date): Promise<void> {
    const licence = await manager.findOneBy(Licence, { personId, id: licenceId });
    if (!licence || hasEnded(licence, now)) return;
    await this.withdrawIn(manager, { personId, licenceId, asksForErasure: true }, now);
  }

  private async withdrawIn(
    manager: EntityManager,
    { personId, licenceId, asksForErasure }: { personId: string; licenceId: string; asksForErasure: boolean },
    now: Date,
  ): Promise<void> {
    const licence = await endOnce(manager, personId, licenceId, LicenceStatus.WITHDRAWN, now);
    await this.writeReceipt(manager, licence, now);
    const dueAt = asksForErasure ? await this.askForErasure(manager, licence, now) : null;
    await changedRows(
      manager,
      "UPDATE licence_index SET status = 'WITHDRAWN', suspendedBy = NULL, erasureDueAt = ? WHERE licenceId = ?",
      [dueAt?.getTime() ?? null, licence.id],
    );
    const telling = { brandId: licence.brandId, licenceId };
    await this.webhooks.tell(manager, { ...telling, event: WebhookEvent.LICENCE_ENDED }, now);
    if (dueAt) await this.webhooks.tell(manager, { ...telling, event: WebhookEvent.ERASURE_REQUESTED }, now);
  }

  private async writeReceipt(manager: EntityManager, licence: Licence, now: Date): Promise<void> {
    const receipt = await this.receipts.reissueWithdrawn(await this.text.receipt(manager, licence), now);
    const sealed = await this.text.sealReceipt(manager, licence, receipt);
    const commitment = await this.leaves.note(manager, licence, LogKind.LICENCE_ENDED, receipt, now);
    await manager.update(Licence, { personId: licence.personId, id: licence.id }, { receipt: sealed, commitment });
  }

  private async askForErasure(manager: EntityManager, { personId, id, brandId }: Licence, now: Date): Promise<Date> {
    const dueAt = new Date(now.getTime() + ERASURE_DUE_AFTER_MS);
    const request = { personId, licenceId: id, requestedAt: now, dueAt, acknowledgedAt: null, erasedAt: null };
    await manager.insert(ErasureRequest, request);
    await this.log.note(manager, { brandId, kind: LogKind.ERASURE_REQUESTED, at: now });
    await this.trust.noteDue(manager, brandId, dueAt);
    return dueAt;
  }
}
