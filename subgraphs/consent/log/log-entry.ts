import { Entity, Index } from "typeorm";
import { CountColumn, IdColumn, InstantColumn, PrimaryIdColumn, WordColumn } from "../../../shared/columns.js";

/** What is written down of a brand, for ever. Trust is computed from these alone, so that anybody can compute it again. */
export enum LogKind {
  BRAND_REGISTERED = "BRAND_REGISTERED",
  DOMAIN_VERIFIED = "DOMAIN_VERIFIED",
  DOMAIN_NOT_VERIFIED = "DOMAIN_NOT_VERIFIED",
  BRAND_SUSPENDED = "BRAND_SUSPENDED",
  SUSPENSION_LIFTED = "SUSPENSION_LIFTED",
  LICENCE_GRANTED = "LICENCE_GRANTED",
  LICENCE_NARROWED = "LICENCE_NARROWED",
  LICENCE_ENDED = "LICENCE_ENDED",
  ERASURE_REQUESTED = "ERASURE_REQUESTED",
  ERASURE_ACKNOWLEDGED = "ERASURE_ACKNOWLEDGED",
  COMPLAINT_UPHELD = "COMPLAINT_UPHELD",
  DISCLOSURE = "DISCLOSURE",
}

/**
 * A leaf of the log, or one that waits for its place in it. It names a brand and never a person: whose licence or
 * disclosure it speaks of, only a commitment tells, to whoever holds its salt.
 */
@Entity("log_entry")
@Index(["brandId", "kind", "at"])
export class LogEntryRow {
  @PrimaryIdColumn() id: string;
  @IdColumn() brandId: string;
  @WordColumn() kind: LogKind;
  @InstantColumn() at: Date;
  /** Of an acknowledgement: whole hours since it was asked for. */
  @CountColumn({ nullable: true }) hours: number | null;
  /** Base64url SHA-256 over a salt and what happened; null where the entry says it all. */
  @Index() @IdColumn({ nullable: true }) commitment: string | null;
  /** Its place in the log, from 0; null until it has one. */
  @Index({ unique: true }) @CountColumn({ nullable: true }) position: number | null;
}
