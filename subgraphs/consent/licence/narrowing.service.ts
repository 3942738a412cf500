import type { EntityManager } from "typeorm";
import type { Database } from "../../../shared/database.js";
import { once, type Outcome } from "../../../shared/idempotency.js";
import { personOf } from "../../../shared/viewer.js";
import type { ConsentContext } from "../context.js";
import type { Term } from "../exchange/term.js";
import { changedRows } from "../guarded-update.js";
import { keyedBy } from "../keyed-mutation.js";
import type { LicenceLeaves } from "../log/licence-leaves.js";
import { LogKind } from "../log/log-entry.js";
import type { CircumstancesService } from "../person/circumstances.service.js";
import type { Receipts } from "../receipt/receipts.js";
import type { Webhooks } from "../webhook/webhooks.js";
import { WebhookEvent } from "../webhook/webhook.js";
import { lockRunning } from "./ending.js";
import { Licence } from "./licence.js";
import type { NarrowLicenceInput } from "./licence-mutations.js";
import type { LicenceText } from "./licence-text.js";
import { checkNarrows, narrowedExpiry, narrowedTerms } from "./narrowing.js";

/** The person takes back a part of what they granted. The very next operation of the brand is narrowed. */
export class NarrowingService {
  constructor(
    private readonly database: Database,
    private readonly text: LicenceText,
    private readonly receipts: Receipts,
    private readonly circumstances: CircumstancesService,
    private readonly webhooks: Webhooks,
    private readonly leaves: LicenceLeaves,
  ) {}

  narrow(context: ConsentContext, input: NarrowLicenceInput): Promise<{ licenceId?: string } & Outcome> {
    return once(this.database, keyedBy(context, "narrowLicence", input), async (manager) => {
      const { now } = context;
      const licence = await lockRunning(manager, personOf(context.viewer) ?? "", input.licenceId, now);
      const granted = await this.text.terms(manager, licence);
      const terms = narrowedTerms(granted, input.terms);
      const expiresAt = narrowedExpiry(licence.expiresAt, input.expiresAt ?? null, now);
      checkNarrows({ terms: granted, expiresAt: licence.expiresAt }, { terms, expiresAt });
      await this.write(manager, licence, terms, expiresAt, now);
      await this.circumstances.reconcile(manager, licence.personId, now);
      const { brandId, id: licenceId } = licence;
      await this.webhooks.tell(manager, { brandId, licenceId, event: WebhookEvent.LICENCE_NARROWED }, now);
      return { licenceId: licence.id };
    });
  }

  private async write(
    manager: EntityManager,
    licence: Licence,
    terms: Term[],
    expiresAt: Date,
    now: Date,
  ): Promise<void> {
    const { personId, id } = licence;
    const before = await this.text.receipt(manager, licence);
    const receipt = await this.receipts.reissueNarrowed(before, terms, expiresAt, now);
    const commitment = await this.leaves.note(manager, licence, LogKind.LICENCE_NARROWED, receipt, now);
    await manager.update(
      Licence,
      { personId, id },
      {
        terms: await this.text.sealTerms(manager, licence, terms),
        receipt: await this.text.sealReceipt(manager, licence, receipt),
        expiresAt,
        commitment,
      },
    );
    await changedRows(manager, "UPDATE licence_index SET expiresAt = ? WHERE licenceId = ?", [expiresAt.getTime(), id]);
  }
}
