import { Entity, Index } from "typeorm";
import { IdColumn, InstantColumn, PrimaryIdColumn } from "../../../shared/columns.js";

/** What one brand may call one person. Kept while any licence lives, replaced after the last has ended. */
@Entity("customer")
export class CustomerRow {
  @PrimaryIdColumn() personId: string;
  @PrimaryIdColumn() brandId: string;
  @IdColumn() ref: string;
  /** Who the receipts speak of: random too, and not the ref, which only the brand knows. */
  @IdColumn() receiptSubject: string;
}

/** The global table that finds the person behind a reference, for its own brand only. */
@Entity("customer_ref")
@Index(["brandId", "createdAt"])
export class CustomerRefRow {
  @PrimaryIdColumn() ref: string;
  @IdColumn() brandId: string;
  @IdColumn() personId: string;
  @InstantColumn() createdAt: Date;
}
