import { Entity, Index } from "typeorm";
import { IdColumn, InstantColumn, PrimaryIdColumn, WordColumn } from "../../../shared/columns.js";
import type { Purpose } from "../../../shared/graphql-enums.js";
import type { LicenceStatus, SuspendedBy } from "./licence-status.js";

/**
 * The global table that finds a licence by its own id, its brand or its exchange: the licence's own row stands in its
 * person's partition. Always written in the transaction that writes the licence; permission is never read from here.
 */
@Entity("licence_index")
@Index(["brandId", "grantedAt"])
@Index(["brandId", "personId", "purpose"])
@Index(["exchangeId"])
export class LicenceIndexRow {
  @PrimaryIdColumn() licenceId: string;
  @IdColumn() personId: string;
  @IdColumn() brandId: string;
  @IdColumn() exchangeId: string;
  @WordColumn() purpose: Purpose;
  @WordColumn() status: LicenceStatus;
  @WordColumn({ nullable: true }) suspendedBy: SuspendedBy | null;
  @InstantColumn() grantedAt: Date;
  @InstantColumn() expiresAt: Date;
  /** Set while an erasure was asked for and not acknowledged. */
  @InstantColumn({ nullable: true }) erasureDueAt: Date | null;
}
