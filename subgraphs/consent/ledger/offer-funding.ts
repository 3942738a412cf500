import type { EntityManager } from "typeorm";
import type { Outbox } from "../../../shared/outbox.js";
import { AccountKind } from "./account.js";
import type { Ledger } from "./ledger.js";
import type { BrandAccounts } from "./licence-uses.js";
import { OfferAccountRow } from "./offer-account.js";
import { TransferKind } from "./transfer.js";

export interface OfferBudget {
  offerId: string;
  points: number;
}

const TOO_LOW = "The escrow is too low for this budget.";
const NOT_THEIRS = "The budget cannot be moved for this brand.";

/** Moves an offer's budget out of escrow before the offer goes live, and what is left of it back when it has ended. */
export class OfferFunding {
  constructor(
    private readonly ledger: Ledger,
    private readonly outbox: Outbox,
  ) {}

  /** Answers every question; an offer that is funded already is not charged again. */
  async fund(manager: EntityManager, brand: BrandAccounts | null, budget: OfferBudget, now: Date): Promise<void> {
    const problem = brand ? await this.move(manager, brand, budget, now) : NOT_THEIRS;
    const answer = { offerId: budget.offerId, points: budget.points, funded: problem === null, problem };
    await this.outbox.enqueue(manager, "offers", "funding-answered", answer);
  }

  /** What an ended offer did not spend goes back, once. */
  async takeBack(
    manager: EntityManager,
    brand: BrandAccounts,
    { offerId, points }: OfferBudget,
    now: Date,
  ): Promise<void> {
    const reference = `offer-return/${offerId}`;
    const account = await manager.findOneBy(OfferAccountRow, { offerId, brandId: brand.brandId });
    if (!account || points <= 0 || (await this.ledger.hasMoved(manager, reference))) return;
    const route = { debitAccountId: account.accountId, creditAccountId: brand.escrowAccountId };
    const kind = TransferKind.OFFER_RETURN;
    const moved = await this.ledger.move(manager, { ...route, points, kind, brandId: brand.brandId, reference }, now);
    if (!moved) throw new Error("an offer returns more than it was funded with");
  }

  /** Null: funded. */
  private async move(
    manager: EntityManager,
    brand: BrandAccounts,
    { offerId, points }: OfferBudget,
    now: Date,
  ): Promise<string | null> {
    const { brandId } = brand;
    const known = await manager.findOneBy(OfferAccountRow, { offerId });
    if (known && known.brandId !== brandId) return NOT_THEIRS;
    const reference = `offer-funding/${offerId}`;
    if (points === 0 || (await this.ledger.hasMoved(manager, reference))) return null;
    const accountId = known?.accountId ?? (await this.ledger.openAccount(manager, AccountKind.OFFER));
    if (!known) await manager.insert(OfferAccountRow, { offerId, brandId, accountId });
    const route = { debitAccountId: brand.escrowAccountId, creditAccountId: accountId };
    const kind = TransferKind.OFFER_FUNDING;
    const moved = await this.ledger.move(manager, { ...route, points, kind, brandId, reference }, now);
    return moved ? null : TOO_LOW;
  }
}
