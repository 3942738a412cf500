import { Entity, Index } from "typeorm";
import { CountColumn, InstantColumn, PrimaryIdColumn, SealedColumn, WordColumn } from "./columns.js";

/** A room's word to another, written in the transaction that made it true, delivered at least once. */
@Entity("outbox")
@Index("outbox_waiting", ["deliveredAt", "recipient", "id"])
export class OutboxRow {
  @PrimaryIdColumn() id: string;
  @WordColumn() recipient: string;
  @SealedColumn() envelope: Buffer;
  @InstantColumn() createdAt: Date;
  @InstantColumn({ nullable: true }) deliveredAt: Date | null;
  @CountColumn() attempts: number;
}
