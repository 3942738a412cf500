import { Entity, Index } from "typeorm";
import { InstantColumn, PrimaryIdColumn } from "../../../shared/columns.js";

/** Leave to download one export once. What is in it is made while it is sent, and is kept nowhere. */
@Entity("export")
@Index("export_age", ["expiresAt"])
export class ExportRow {
  @PrimaryIdColumn() personId: string;
  @PrimaryIdColumn() id: string;
  @InstantColumn() expiresAt: Date;
  /** Null until its download has begun. */
  @InstantColumn({ nullable: true }) usedAt: Date | null;
}
