import { Entity, Index } from "typeorm";
import { InstantColumn, JsonColumn, PrimaryIdColumn, TextColumn } from "../../../shared/columns.js";
import { DAY_MS } from "../../../shared/clock.js";
import type { RoomName } from "../../../shared/outbox.js";

/** Readable for 30 days (API.graphql), and then forgotten too. */
export const ERASURE_SHOWN_MS = 30 * DAY_MS;

/** When a room's part was gone, and from when on no backup of it opens. Instants in ISO 8601, UTC. */
export interface RoomErasure {
  erasedAt: string;
  unrecoverableFrom: string;
}

/** That somebody was erased, told to whoever holds its random id. It names nobody. */
@Entity("erasure")
@Index("erasure_age", ["startedAt"])
export class ErasureRow {
  @PrimaryIdColumn() id: string;
  @InstantColumn() startedAt: Date;
  /** The rooms that have acknowledged. */
  @JsonColumn() rooms: Partial<Record<RoomName, RoomErasure>>;
  /** Compact JWS; null until every room has acknowledged. */
  @TextColumn({ nullable: true }) certificate: string | null;
}
