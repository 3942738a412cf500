import { Entity } from "typeorm";
import { IdColumn, InstantColumn, PointsColumn, PrimaryIdColumn } from "../../../shared/columns.js";

/** Points that somebody spent. Who honours a voucher's code looks it up by its hash; the code itself is in no place. */
@Entity("voucher_redemption")
export class VoucherRedemptionRow {
  @PrimaryIdColumn() codeHash: string;
  @IdColumn() voucherId: string;
  @PointsColumn() points: number;
  @InstantColumn() redeemedAt: Date;
}
