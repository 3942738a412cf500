import { Check, Entity, Index } from "typeorm";
import { IdColumn, InstantColumn, PointsColumn, PrimaryIdColumn, WordColumn } from "../../../shared/columns.js";

export enum UseState {
  /** Minted and counted, outcome not known: its points stand on the brand's holding account. */
  HELD = "HELD",
  /** Disclosed. */
  USED = "USED",
  /** No disclosure came of it. */
  RELEASED = "RELEASED",
}

/** One operation's use of one licence: the unit of charge, whatever the operation's aliases and fetches. */
@Entity("licence_use")
@Index(["state", "expiresAt"])
@Check("points >= 0")
export class LicenceUseRow {
  @PrimaryIdColumn() personId: string;
  @PrimaryIdColumn() operation: string;
  @PrimaryIdColumn() licenceId: string;
  @IdColumn() brandId: string;
  @PointsColumn() points: number;
  @WordColumn() state: UseState;
  /** When the capability dies; after user-profile's watermark has passed it, no outcome can come. */
  @InstantColumn() expiresAt: Date;
}
