import { Entity } from "typeorm";
import { PrimaryIdColumn, SealedColumn } from "../../../shared/columns.js";

/**
 * One metric of one person on one of their calendar days: a compressed chunk under the person's key, and beside it what
 * the day comes to, so that whoever asks by the day or coarser does not open it.
 */
@Entity("observation_day")
export class ObservationDay {
  @PrimaryIdColumn() personId: string;
  @PrimaryIdColumn() metric: string;
  @PrimaryIdColumn({ length: 10 }) day: string;
  /** Null where a day has no number, and for days from before there were summaries. */
  @SealedColumn({ nullable: true }) summary: Buffer | null;
  @SealedColumn() chunk: Buffer;
}
