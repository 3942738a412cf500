import { HOUR_MS } from "../../../shared/clock.js";
import type { Database } from "../../../shared/database.js";
import { once, type Outcome } from "../../../shared/idempotency.js";
import { ErrorCode, Refused } from "../../../shared/user-error.js";
import { brandOf } from "../../../shared/viewer.js";
import type { TrustService } from "../brand/trust.service.js";
import type { ConsentContext } from "../context.js";
import { changedRows } from "../guarded-update.js";
import { keyedBy } from "../keyed-mutation.js";
import { LogKind } from "../log/log-entry.js";
import type { TransparencyLog } from "../log/transparency-log.js";
import { invalid } from "../text-check.js";
import { noSuchLicence } from "./ending.js";
import { ErasureRequest } from "./erasure-request.js";
import { LicenceIndexRow } from "./licence-index.js";
import type { AcknowledgeErasureInput } from "./licence-mutations.js";

/** A brand says that it has erased what it read under a licence. How long that took is on its trust card. */
export class AcknowledgementService {
  constructor(
    private readonly database: Database,
    private readonly log: TransparencyLog,
    private readonly trust: TrustService,
  ) {}

  acknowledge(context: ConsentContext, input: AcknowledgeErasureInput): Promise<{ licenceId?: string } & Outcome> {
    return once(this.database, keyedBy(context, "acknowledgeErasure", input), async (manager) => {
      const { licenceId, erasedAt } = input;
      const { now } = context;
      const brandId = brandOf(context.viewer) ?? "";
      const entry = await manager.findOneBy(LicenceIndexRow, { licenceId, brandId });
      const request = entry && (await manager.findOneBy(ErasureRequest, { personId: entry.personId, licenceId }));
      if (!entry) throw noSuchLicence();
      if (!request) throw new Refused(ErrorCode.NOT_FOUND, "Nobody asked for this to be erased.", ["licenceId"]);
      if (erasedAt < request.requestedAt || erasedAt > now) {
        throw invalid("What was asked for is erased after it was asked for, and before now.", "erasedAt");
      }
      // Guarded: said twice, the first is what counts.
      const acknowledged = await changedRows(
        manager,
        "UPDATE erasure_request SET acknowledgedAt = ?, erasedAt = ? WHERE personId = ? AND licenceId = ? AND acknowledgedAt IS NULL",
        [now.getTime(), erasedAt.getTime(), entry.personId, licenceId],
      );
      if (acknowledged !== 1)
        throw new Refused(ErrorCode.ALREADY_ENDED, "This was acknowledged before.", ["licenceId"]);
      await manager.update(LicenceIndexRow, { licenceId }, { erasureDueAt: null });
      const hours = Math.floor((now.getTime() - request.requestedAt.getTime()) / HOUR_MS);
      await this.log.note(manager, { brandId, kind: LogKind.ERASURE_ACKNOWLEDGED, at: now, hours });
      await this.trust.refresh(manager, brandId, now);
      return { licenceId };
    });
  }
}
