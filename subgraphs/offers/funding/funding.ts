import type { EntityManager } from "typeorm";
import { z } from "zod";
import type { Outbox } from "../../../shared/outbox.js";
import { OfferStatus } from "../offer/offer-status.js";
import { nextVersion } from "../offer/offer-version.js";
import { Offer } from "../offer/offer.js";

const FundingAnswered = z.object({
  offerId: z.string().min(1),
  points: z.int().min(0),
  funded: z.boolean(),
  problem: z.string().nullable(),
});

const NO_REASON = "The budget could not be moved out of escrow.";

/** Moves an offer's budget between the brand's escrow, which consent keeps, and the offer. */
export class Funding {
  constructor(private readonly outbox: Outbox) {}

  /** The offer goes live when the answer comes. */
  async ask(manager: EntityManager, { id, brandId, budget }: Offer): Promise<void> {
    await this.outbox.enqueue(manager, "consent", "funding-asked", { offerId: id, brandId, points: budget });
  }

  /**
   * For an offer that this unit of work has just ended, once: ENDED is final, so nobody comes here twice. What is left
   * is looked at now that nobody can spend of it any more.
   */
  async giveBack(manager: EntityManager, id: string): Promise<void> {
    const { brandId, funded, spent } = await manager.findOneByOrFail(Offer, { id });
    const points = funded - spent;
    if (points > 0) await this.outbox.enqueue(manager, "consent", "funding-returned", { offerId: id, brandId, points });
  }

  /** Consent's answer. Told again, or late, it changes nothing that is settled. */
  async answered(manager: EntityManager, payload: unknown): Promise<void> {
    const { offerId, points, funded, problem } = FundingAnswered.parse(payload);
    const offer = await manager.findOneBy(Offer, { id: offerId });
    if (!offer || offer.funded > 0) return;
    if (funded) await this.fundedWith(manager, offer, points);
    else await this.refused(manager, offer, problem ?? NO_REASON);
  }

  /** Whoever may have committed money learns of it; call after the unit of work. */
  wake(): void {
    this.outbox.wake();
  }

  /** The points have moved, whatever became of the offer meanwhile: ended, it gives them back at once. */
  private async fundedWith(manager: EntityManager, offer: Offer, points: number): Promise<void> {
    const isEnded = offer.status === OfferStatus.ENDED;
    const status = isEnded ? OfferStatus.ENDED : OfferStatus.LIVE;
    const version = await nextVersion(manager);
    const { affected } = await manager.update(
      Offer,
      { id: offer.id, funded: 0, status: offer.status },
      { funded: points, status, fundingProblem: null, version },
    );
    // Thrown, not passed over: the event is delivered again and then judged by what the offer has become.
    if (affected !== 1) throw new Error("an offer changed while its funding was answered");
    if (isEnded) await this.giveBack(manager, offer.id);
  }

  private async refused(manager: EntityManager, { id }: Offer, fundingProblem: string): Promise<void> {
    await manager.update(Offer, { id, status: OfferStatus.FUNDING }, { status: OfferStatus.DRAFT, fundingProblem });
  }
}
