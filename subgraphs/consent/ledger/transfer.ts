import { Check, Entity, Index } from "typeorm";
import { IdColumn, InstantColumn, PointsColumn, PrimaryIdColumn, WordColumn } from "../../../shared/columns.js";

export enum TransferKind {
  FUNDING = "FUNDING",
  ACCEPTANCE = "ACCEPTANCE",
  HOLD = "HOLD",
  DISCLOSURE = "DISCLOSURE",
  RELEASE = "RELEASE",
  OFFER_FUNDING = "OFFER_FUNDING",
  OFFER_RETURN = "OFFER_RETURN",
  REDEMPTION = "REDEMPTION",
  OFFER_CLAIM = "OFFER_CLAIM",
}

/** One movement of points from one account to another, never changed and never deleted. */
@Entity("transfer")
@Index(["debitAccountId", "createdAt"])
@Index(["creditAccountId", "createdAt"])
@Check("points > 0 AND debitAccountId <> creditAccountId")
export class TransferRow {
  @PrimaryIdColumn() id: string;
  @IdColumn() debitAccountId: string;
  @IdColumn() creditAccountId: string;
  @PointsColumn() points: number;
  @WordColumn() kind: TransferKind;
  @IdColumn() brandId: string;
  /** What it is for, once: the same reason cannot move points twice. */
  @Index({ unique: true }) @WordColumn({ length: 140 }) reference: string;
  @InstantColumn() createdAt: Date;
}
