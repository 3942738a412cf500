import { Column, Entity, PrimaryColumn } from "typeorm";
import { CountColumn, InstantColumn, PrimaryIdColumn, TextColumn } from "../../../shared/columns.js";

/** C2SP tlog-tiles: a tile has the hashes of 256 subtrees of 256^level leaves each. */
export const TILE_HEIGHT = 8;
export const TILE_WIDTH = 2 ** TILE_HEIGHT;

/** The hashes of one tile, as far as there are any. */
@Entity("log_tile")
export class LogTileRow {
  @PrimaryColumn({ type: "integer" }) level: number;
  @PrimaryColumn({ type: "integer" }) tileIndex: number;
  @Column({ type: "blob" }) hashes: Buffer;
}

export const LOG_HEAD_ID = "log";

/** The one log's size and signed checkpoint. Whoever appends locks this row first. */
@Entity("log_head")
export class LogHeadRow {
  @PrimaryIdColumn() id: string;
  @CountColumn() size: number;
  @TextColumn() checkpoint: string;
  @InstantColumn() signedAt: Date;
}
