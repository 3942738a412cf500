import { Entity, Index } from "typeorm";
import {
  CountColumn,
  IdColumn,
  InstantColumn,
  JsonColumn,
  PrimaryIdColumn,
  SealedColumn,
  TextColumn,
  WordColumn,
} from "../../../shared/columns.js";
import type { WebhookEvent } from "./webhook.js";
import type { DeliveryStatus } from "./webhook-delivery.js";

/** Where a brand is told, one for each brand. The secret must be said again with every signature, so it is sealed, not hashed. */
@Entity("webhook")
export class WebhookRow {
  @PrimaryIdColumn() brandId: string;
  @TextColumn() url: string;
  @JsonColumn() events: WebhookEvent[];
  @SealedColumn() secret: Buffer;
  /** When it was last told that its escrow is low: once for each time that it was funded. */
  @InstantColumn({ nullable: true }) escrowLowAt: Date | null;
}

/** An event on its way. What it says is read from the licence when it is sent: nothing of a person waits here. */
@Entity("webhook_delivery")
@Index(["brandId", "createdAt"])
@Index(["status", "nextAttemptAt"])
@Index(["closedAt"])
export class WebhookDeliveryRow {
  @PrimaryIdColumn() id: string;
  @IdColumn() brandId: string;
  @WordColumn() event: WebhookEvent;
  /** Null for what speaks of no licence. */
  @IdColumn({ nullable: true }) licenceId: string | null;
  @WordColumn() status: DeliveryStatus;
  @CountColumn() attempts: number;
  @InstantColumn({ nullable: true }) nextAttemptAt: Date | null;
  @CountColumn({ nullable: true }) httpStatus: number | null;
  @InstantColumn() createdAt: Date;
  /** When it was delivered or given up. */
  @InstantColumn({ nullable: true }) closedAt: Date | null;
}
