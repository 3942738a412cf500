import { In, type EntityManager } from "typeorm";
import { newOpaqueId, type RandomBytes } from "../../../shared/identifier.js";
import type { PersonKeys } from "../../../shared/person-keys.js";
import type { TrustService } from "../brand/trust.service.js";
import { ComplaintIndexRow, ComplaintRow } from "../complaint/complaint-row.js";
import { CustomerRefRow, CustomerRow } from "../customer/customer-ref.js";
import { DeclineRow } from "../exchange/decline.js";
import { changedRows } from "../guarded-update.js";
import { AcceptanceRow } from "../licence/acceptance.js";
import { PersonAccountRow } from "../ledger/person-account.js";
import { ERASURE_DUE_AFTER_MS, ErasureRequest } from "../licence/erasure-request.js";
import { Licence } from "../licence/licence.js";
import { hasEnded, LicenceStatus } from "../licence/licence-status.js";
import type { LicenceText } from "../licence/licence-text.js";
import type { LicenceLeaves } from "../log/licence-leaves.js";
import { LogKind } from "../log/log-entry.js";
import type { TransparencyLog } from "../log/transparency-log.js";
import { MutedBrandRow } from "../mute/muted-brand.js";
import { PartnerLinkRow, PartnerSubjectRow } from "../partner-app/partner-app-row.js";
import type { Receipts } from "../receipt/receipts.js";
import { AutomaticDecisionRow, StandingRulesRow } from "../standing-rule/standing-rule-row.js";
import type { Webhooks } from "../webhook/webhooks.js";
import { WebhookEvent } from "../webhook/webhook.js";
import { CircumstancesRow } from "./circumstances.js";

/** What is nobody's business once somebody has gone. */
const PERSONAL = [
  CustomerRow,
  DeclineRow,
  MutedBrandRow,
  CircumstancesRow,
  StandingRulesRow,
  AutomaticDecisionRow,
  ComplaintRow,
  PartnerLinkRow,
  PersonAccountRow,
];

export interface PersonRowsTools {
  keys: PersonKeys;
  text: LicenceText;
  receipts: Receipts;
  webhooks: Webhooks;
  leaves: LicenceLeaves;
  log: TransparencyLog;
  trust: TrustService;
  random: RandomBytes;
}

/**
 * Takes a person out of this room. What a brand was granted is the brand's record too, and is what it is asked to
 * erase by: a licence stays, ended, with nobody behind it. It goes over to a random name for each brand, so that no
 * two brands' records can be told to have been one person's.
 */
export class PersonRows {
  constructor(private readonly tools: PersonRowsTools) {}

  async delete(manager: EntityManager, personId: string, now: Date): Promise<void> {
    await this.handOverLicences(manager, personId, now);
    await this.handOverAcceptances(manager, personId);
    // What was upheld stays on the brand's account in the log; the words were the person's.
    await manager.delete(ComplaintIndexRow, { personId });
    await manager.delete(PartnerSubjectRow, { personId });
    const customers = await manager.findBy(CustomerRow, { personId });
    await manager.delete(CustomerRefRow, { ref: In(customers.map(({ ref }) => ref)) });
    // Without its link the wallet is nobody's; its points stay where they are, so that all balances sum to zero.
    for (const entity of PERSONAL) {
      await manager.delete(entity, { personId });
    }
  }

  private async handOverLicences(manager: EntityManager, personId: string, now: Date): Promise<void> {
    const nobodies = new Map<string, string>();
    for (const licence of await manager.findBy(Licence, { personId })) {
      const nobody = nobodies.get(licence.brandId) ?? newOpaqueId(this.tools.random);
      nobodies.set(licence.brandId, nobody);
      await this.handOver(manager, licence, nobody, now);
    }
  }

  private async handOver(manager: EntityManager, licence: Licence, nobody: string, now: Date): Promise<void> {
    const { personId, id } = licence;
    const isEnded = hasEnded(licence, now);
    const ending = isEnded ? {} : { status: LicenceStatus.WITHDRAWN, endedAt: now };
    const sealed = await this.sealedFor(manager, licence, nobody, isEnded, now);
    await manager.update(Licence, { personId, id }, { personId: nobody, suspendedBy: null, ...ending, ...sealed });
    const telling = { brandId: licence.brandId, licenceId: id, event: WebhookEvent.LICENCE_ENDED };
    if (!isEnded) await this.tools.webhooks.tell(manager, telling, now);
    const dueAt = await this.askForErasure(manager, licence, nobody, now);
    await changedRows(
      manager,
      "UPDATE licence_index SET personId = ?, status = ?, suspendedBy = NULL, erasureDueAt = ? WHERE licenceId = ?",
      [nobody, ending.status ?? licence.status, dueAt?.getTime() ?? null, id],
    );
    await changedRows(manager, "UPDATE licence_use SET personId = ? WHERE personId = ? AND licenceId = ?", [
      nobody,
      personId,
      id,
    ]);
  }

  private async sealedFor(
    manager: EntityManager,
    licence: Licence,
    nobody: string,
    isEnded: boolean,
    now: Date,
  ): Promise<Pick<Licence, "terms" | "receipt" | "state" | "commitment">> {
    const known = await this.tools.text.receipt(manager, licence);
    const receipt = isEnded ? known : await this.tools.receipts.reissueWithdrawn(known, now);
    const state = await this.tools.text.state(manager, licence);
    const whose = { personId: nobody, id: licence.id, brandId: licence.brandId };
    // The earlier entries of the log stay, and lead nowhere any more: their salts went with the person's key.
    const ended = LogKind.LICENCE_ENDED;
    const commitment = isEnded ? null : await this.tools.leaves.note(manager, whose, ended, receipt, now);
    return {
      terms: await this.tools.text.sealTerms(manager, whose, await this.tools.text.terms(manager, licence)),
      receipt: await this.tools.text.sealReceipt(manager, whose, receipt),
      commitment,
      state: state === null ? null : await this.tools.text.sealState(manager, whose, state),
    };
  }

  /** When the brand has to have erased what it read; null where it has done so. */
  private async askForErasure(
    manager: EntityManager,
    { personId, id: licenceId, brandId }: Licence,
    nobody: string,
    now: Date,
  ): Promise<Date | null> {
    const asked = await manager.findOneBy(ErasureRequest, { personId, licenceId });
    if (asked) {
      await manager.update(ErasureRequest, { personId, licenceId }, { personId: nobody });
      return asked.acknowledgedAt ? null : asked.dueAt;
    }
    const dueAt = new Date(now.getTime() + ERASURE_DUE_AFTER_MS);
    const request = { personId: nobody, licenceId, requestedAt: now, dueAt, acknowledgedAt: null, erasedAt: null };
    await manager.insert(ErasureRequest, request);
    await this.tools.log.note(manager, { brandId, kind: LogKind.ERASURE_REQUESTED, at: now });
    await this.tools.trust.noteDue(manager, brandId, dueAt);
    await this.tools.webhooks.tell(manager, { brandId, licenceId, event: WebhookEvent.ERASURE_REQUESTED }, now);
    return dueAt;
  }

  /** An exchange counts the places that were taken, not by whom. */
  private async handOverAcceptances(manager: EntityManager, personId: string): Promise<void> {
    for (const { exchangeId } of await manager.findBy(AcceptanceRow, { personId })) {
      await manager.update(AcceptanceRow, { personId, exchangeId }, { personId: newOpaqueId(this.tools.random) });
    }
  }
}
