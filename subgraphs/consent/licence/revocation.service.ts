import type { EntityManager } from "typeorm";
import type { Database } from "../../../shared/database.js";
import { once, type Outcome } from "../../../shared/idempotency.js";
import { brandOf } from "../../../shared/viewer.js";
import type { ConsentContext } from "../context.js";
import { changedRows } from "../guarded-update.js";
import { keyedBy } from "../keyed-mutation.js";
import type { LicenceLeaves } from "../log/licence-leaves.js";
import { LogKind } from "../log/log-entry.js";
import type { Receipts } from "../receipt/receipts.js";
import type { Webhooks } from "../webhook/webhooks.js";
import { WebhookEvent } from "../webhook/webhook.js";
import { endOnce, noSuchLicence } from "./ending.js";
import { Licence } from "./licence.js";
import { LicenceIndexRow } from "./licence-index.js";
import type { EndLicenceInput } from "./licence-mutations.js";
import { LicenceStatus } from "./licence-status.js";
import type { LicenceText } from "./licence-text.js";

/** A brand ends a licence that it was given. What the person earned stays theirs. */
export class RevocationService {
  constructor(
    private readonly database: Database,
    private readonly text: LicenceText,
    private readonly receipts: Receipts,
    private readonly webhooks: Webhooks,
    private readonly leaves: LicenceLeaves,
  ) {}

  revoke(context: ConsentContext, input: EndLicenceInput): Promise<{ licenceId?: string } & Outcome> {
    return once(this.database, keyedBy(context, "endLicence", input), async (manager) => {
      const { now } = context;
      const licenceId = input.licenceId;
      const entry = await manager.findOneBy(LicenceIndexRow, { licenceId, brandId: brandOf(context.viewer) ?? "" });
      if (!entry) throw noSuchLicence();
      const licence = await endOnce(manager, entry.personId, licenceId, LicenceStatus.REVOKED, now);
      await this.writeReceipt(manager, licence, now);
      await changedRows(
        manager,
        "UPDATE licence_index SET status = 'REVOKED', suspendedBy = NULL WHERE licenceId = ?",
        [licenceId],
      );
      await this.webhooks.tell(
        manager,
        { brandId: licence.brandId, licenceId, event: WebhookEvent.LICENCE_ENDED },
        now,
      );
      return { licenceId };
    });
  }

  private async writeReceipt(manager: EntityManager, licence: Licence, now: Date): Promise<void> {
    const receipt = await this.receipts.reissueRevoked(await this.text.receipt(manager, licence), licence.brandId, now);
    const sealed = await this.text.sealReceipt(manager, licence, receipt);
    const commitment = await this.leaves.note(manager, licence, LogKind.LICENCE_ENDED, receipt, now);
    await manager.update(Licence, { personId: licence.personId, id: licence.id }, { receipt: sealed, commitment });
  }
}
