import { Entity } from "typeorm";
import { PrimaryIdColumn, SealedColumn } from "../../../shared/columns.js";

/** Which offers with a cap somebody was shown, and when: sealed with their key, and one row, so that not even their number shows. */
@Entity("displayed_offers")
export class DisplayedOffersRow {
  @PrimaryIdColumn() personId: string;
  @SealedColumn() sealed: Buffer;
}
