import type { EntityManager } from "typeorm";
import { PersonErasedError } from "../../../shared/erased-person.js";
import { undoable } from "../../../shared/savepoint.js";
import { AccountKind } from "./account.js";
import type { Ledger } from "./ledger.js";
import { OfferAccountRow } from "./offer-account.js";
import type { PersonAccounts } from "./person-accounts.js";
import { TransferKind } from "./transfer.js";

export interface OfferClaim {
  claim: string;
  personId: string;
  brandId: string;
  offerId: string;
  points: number;
}

export const CLAIM_REFERENCE = "offer-claim/";

/** Pays who has taken an offer up, out of what was funded for it. */
export class OfferClaims {
  constructor(
    private readonly ledger: Ledger,
    private readonly accounts: PersonAccounts,
  ) {}

  /** Once for each claim. Offers lets nobody claim more than was funded, so the points are there. */
  async pay(
    manager: EntityManager,
    { claim, personId, brandId, offerId, points }: OfferClaim,
    now: Date,
  ): Promise<void> {
    const reference = `${CLAIM_REFERENCE}${claim}`;
    if (await this.ledger.hasMoved(manager, reference)) return;
    const account = await manager.findOneBy(OfferAccountRow, { offerId, brandId });
    if (!account) throw new Error("an offer that was never funded was claimed");
    const creditAccountId = await this.walletOf(manager, personId);
    const route = { debitAccountId: account.accountId, creditAccountId };
    const kind = TransferKind.OFFER_CLAIM;
    const moved = await this.ledger.move(manager, { ...route, points, kind, brandId, reference }, now);
    if (!moved) throw new Error("an offer was claimed beyond what it was funded with");
  }

  /** Of somebody who was erased since, it is nobody's, like the rest of what they earned. */
  private async walletOf(manager: EntityManager, personId: string): Promise<string> {
    try {
      return await undoable(manager, "wallet", () => this.accounts.forWriting(manager, personId));
    } catch (error) {
      if (!(error instanceof PersonErasedError)) throw error;
      return this.ledger.openAccount(manager, AccountKind.PERSON);
    }
  }
}
