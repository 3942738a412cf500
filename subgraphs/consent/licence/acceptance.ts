import { Entity } from "typeorm";
import { InstantColumn, PointsColumn, PrimaryIdColumn } from "../../../shared/columns.js";

/** That an acceptance was paid: once per person and exchange for ever, so that accepting in circles earns nothing. */
@Entity("acceptance")
export class AcceptanceRow {
  @PrimaryIdColumn() personId: string;
  @PrimaryIdColumn() exchangeId: string;
  @PointsColumn() points: number;
  @InstantColumn() firstAcceptedAt: Date;
}
