import { Entity } from "typeorm";
import { IdColumn, PrimaryIdColumn } from "../../../shared/columns.js";

/** Where an offer's budget stands. */
@Entity("offer_account")
export class OfferAccountRow {
  @PrimaryIdColumn() offerId: string;
  @IdColumn() brandId: string;
  @IdColumn() accountId: string;
}
