import { Entity, Index } from "typeorm";
import {
  CountColumn,
  IdColumn,
  InstantColumn,
  PrimaryIdColumn,
  SealedColumn,
  WordColumn,
} from "../../../shared/columns.js";
import type { ImageType } from "../../../shared/image-type.js";

/** An offer's picture, from its announcement on. It is made to be seen, so it is not sealed. */
@Entity("image")
@Index("image_unused", ["unusedSince"])
@Index("image_of_brand", ["brandId", "unusedSince"])
export class ImageRow {
  @PrimaryIdColumn() id: string;
  @IdColumn() brandId: string;
  /** The most that is taken. */
  @CountColumn() bytesAnnounced: number;
  /** Null until it has arrived. */
  @WordColumn({ nullable: true }) type: ImageType | null;
  /** Without what it carried beside the picture. */
  @SealedColumn({ nullable: true }) content: Buffer | null;
  /** Null once an offer uses it. */
  @InstantColumn({ nullable: true }) unusedSince: Date | null;
}
