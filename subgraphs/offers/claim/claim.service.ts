import { In, type EntityManager } from "typeorm";
import type { Database } from "../../../shared/database.js";
import { once, type Outcome } from "../../../shared/idempotency.js";
import { insertOnce } from "../../../shared/insert-once.js";
import type { Outbox } from "../../../shared/outbox.js";
import type { PersonKeys } from "../../../shared/person-keys.js";
import { findRow } from "../../../shared/rows.js";
import { ErrorCode, Refused } from "../../../shared/user-error.js";
import { personOf, principalOf } from "../../../shared/viewer.js";
import type { OffersContext } from "../context.js";
import { OfferStatus } from "../offer/offer-status.js";
import { Offer } from "../offer/offer.js";
import type { Propositions } from "../slot/propositions.js";
import { claimId, ClaimRow } from "./claim-row.js";

interface ClaimInput {
  propositionId: string;
  idempotencyKey: string;
}

type Claimed = { propositionId?: string; points?: number } & Outcome;

/** A proposition is kept to while its offer only rests; of an ended one the money has gone back. */
const PAYING = [OfferStatus.LIVE, OfferStatus.PAUSED];

/** Takes up what somebody was shown: spent here, against what consent has funded, and paid by consent for certain. */
export class ClaimService {
  constructor(
    private readonly database: Database,
    private readonly keys: PersonKeys,
    private readonly propositions: Propositions,
    private readonly outbox: Outbox,
  ) {}

  async claim({ viewer, now }: OffersContext, input: ClaimInput): Promise<Claimed> {
    const personId = personOf(viewer) ?? "";
    const mutation = { principal: principalOf(viewer), mutation: "claimOffer", key: input.idempotencyKey, input, now };
    const claimed = await once(this.database, mutation, async (manager) => {
      const kept = await this.propositions.ofPerson(manager, personId, input.propositionId);
      if (!kept) throw refused(ErrorCode.NOT_FOUND, "There is no such proposition.");
      if (kept.expiresAt <= now) throw refused(ErrorCode.EXPIRED, "This proposition has expired.");
      const points = await this.take(manager, personId, kept.detail.offerId, now);
      return { propositionId: kept.id, points };
    });
    this.outbox.wake();
    return claimed;
  }

  private async take(manager: EntityManager, personId: string, offerId: string, now: Date): Promise<number> {
    const offer = await findRow(manager, Offer, { id: offerId });
    if (!offer) throw new Error("a proposition is of no offer");
    const { brandId, rewardOnClaim: points } = offer;
    const id = claimId(await this.keys.forWriting(manager, personId), offerId);
    if (!(await insertOnce(manager, ClaimRow, { id, offerId, points }))) {
      throw refused(ErrorCode.ALREADY_CLAIMED, "This offer was taken up already.");
    }
    if (!(await spend(manager, offerId, points))) {
      throw refused(ErrorCode.EXPIRED, "This offer has ended, or has nothing left to give.");
    }
    if (points > 0) {
      const told = { claim: id, person: personId, brand: brandId, offer: offerId, points, at: now.toISOString() };
      await this.outbox.enqueue(manager, "consent", "claimed", told);
    }
    return points;
  }
}

/** Guarded: of many who want the last of a budget, as many get it as it lasts for. */
async function spend(manager: EntityManager, id: string, points: number): Promise<boolean> {
  const { affected } = await manager
    .createQueryBuilder()
    .update(Offer)
    .set({ spent: () => "spent + :points" })
    .where({ id, status: In(PAYING) })
    .andWhere("spent + :points <= funded")
    .setParameters({ points })
    .execute();
  return affected === 1;
}

function refused(code: ErrorCode, message: string): Refused {
  return new Refused(code, message, ["propositionId"]);
}
