import { Entity } from "typeorm";
import { PrimaryIdColumn, SealedColumn } from "../../../shared/columns.js";

/** One metric of one person on one of their calendar days: a compressed chunk under the person's key. */
@Entity("observation_day")
export class ObservationDay {
  @PrimaryIdColumn() personId: string;
  @PrimaryIdColumn() metric: string;
  @PrimaryIdColumn({ length: 10 }) day: string;
  @SealedColumn() chunk: Buffer;
}
