import { Entity } from "typeorm";
import { InstantColumn, PrimaryIdColumn } from "../../../shared/columns.js";

/** Somebody said no: the exchange is not shown to them again. Accepting later by its link stays possible. */
@Entity("decline")
export class DeclineRow {
  @PrimaryIdColumn() personId: string;
  @PrimaryIdColumn() exchangeId: string;
  @InstantColumn() declinedAt: Date;
}
