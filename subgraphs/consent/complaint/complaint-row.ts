import { Entity, Index } from "typeorm";
import { IdColumn, InstantColumn, PrimaryIdColumn, SealedColumn, WordColumn } from "../../../shared/columns.js";
import type { ComplaintKind, ComplaintStatus } from "./complaint.js";

/** A complaint as it stands with the person: its words are sealed with their key. */
@Entity("complaint")
@Index(["personId", "licenceId"])
export class ComplaintRow {
  @PrimaryIdColumn() personId: string;
  @PrimaryIdColumn() id: string;
  @IdColumn() licenceId: string;
  @IdColumn() brandId: string;
  @WordColumn() kind: ComplaintKind;
  @WordColumn() status: ComplaintStatus;
  @InstantColumn() filedAt: Date;
  /** `ComplaintWords`. */
  @SealedColumn() sealed: Buffer;
}

export interface ComplaintWords {
  text: string;
  answer: string | null;
  decisionReason: string | null;
}

/** The global table that finds a complaint by its own id, its brand or its status. */
@Entity("complaint_index")
@Index(["brandId", "filedAt"])
@Index(["status", "filedAt"])
export class ComplaintIndexRow {
  @PrimaryIdColumn() complaintId: string;
  @IdColumn() personId: string;
  @IdColumn() brandId: string;
  @WordColumn() status: ComplaintStatus;
  @InstantColumn() filedAt: Date;
}
