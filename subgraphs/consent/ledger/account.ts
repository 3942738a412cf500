import { Check, Entity } from "typeorm";
import { PointsColumn, PrimaryIdColumn, WordColumn } from "../../../shared/columns.js";

export enum AccountKind {
  /** A brand's prefunded points. */
  ESCROW = "ESCROW",
  /** A brand's points that disclosures in flight have been promised. */
  HOLDING = "HOLDING",
  /** A person's earned points. */
  PERSON = "PERSON",
  /** An offer's budget. */
  OFFER = "OFFER",
  /** What people have spent. */
  REDEEMED = "REDEEMED",
  /** The world outside: where points come from. It alone may be below zero, so that all balances sum to zero. */
  OUTSIDE = "OUTSIDE",
}

export const OUTSIDE_ACCOUNT_ID = "outside";
export const REDEEMED_ACCOUNT_ID = "redeemed";

/** The brand of a movement that is no brand's. */
export const NO_BRAND = "";

/** Ids are random: an account says nothing of whose it is. */
@Entity("account")
@Check("balance >= 0 OR kind = 'OUTSIDE'")
export class AccountRow {
  @PrimaryIdColumn() id: string;
  @WordColumn() kind: AccountKind;
  @PointsColumn() balance: number;
}
