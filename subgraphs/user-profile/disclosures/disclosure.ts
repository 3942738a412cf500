import { Entity, Index } from "typeorm";
import { Precision } from "../../../shared/licensing/precision.js";
import {
  InstantColumn,
  PointsColumn,
  PrimaryIdColumn,
  IdColumn,
  SealedColumn,
  WordColumn,
} from "../../../shared/columns.js";

/**
 * VALUE: fields left. ANSWER: only predicates were answered. DECISION: an offer was chosen by traits. A row that was paid
 * for is kept as VALUE and told by what left (`kindOf`): of one operation's fetches one may answer and another disclose,
 * at once, and there is one row for both.
 */
export enum DisclosureKind {
  VALUE = "VALUE",
  ANSWER = "ANSWER",
  DECISION = "DECISION",
}

/** One operation's use of one licence; written before the answer leaves. What left is sealed with the person's key. */
@Entity("disclosure")
@Index("disclosure_by_use", ["personId", "operation", "licenceId", "kind"], { unique: true })
export class DisclosureRow {
  @PrimaryIdColumn() personId: string;
  @PrimaryIdColumn() id: string;
  @IdColumn() operation: string;
  @IdColumn() licenceId: string;
  @WordColumn() kind: DisclosureKind;
  @IdColumn() brandId: string;
  @WordColumn() purpose: string;
  @PointsColumn() points: number;
  @InstantColumn() at: Date;
  @SealedColumn() sealed: Buffer;
  /**
   * What stands for it in the log once it is closed: from then on it does not change. Null until its operation is long
   * over.
   */
  @IdColumn({ nullable: true }) commitment: string | null;
}

/** A brand's own list of its disclosures, which names no person. */
@Entity("disclosure_by_brand")
@Index("disclosure_by_brand_at", ["brandId", "at"])
@Index("disclosure_still_open", ["openSince"])
export class DisclosureByBrandRow {
  @PrimaryIdColumn() brandId: string;
  @PrimaryIdColumn() disclosureId: string;
  @IdColumn() personId: string;
  @InstantColumn() at: Date;
  /** Null once it is closed, and in rows that are older than the log. */
  @InstantColumn({ nullable: true }) openSince: Date | null;
}

export interface DisclosedFieldFact {
  field: string;
  precision: string;
  /** What a predicate compared with. */
  atLeast?: number;
  fromMs: number | null;
  toMs: number | null;
  items: number;
}

/** What DisclosureRow.sealed holds. */
export interface DisclosureDetail {
  fields: DisclosedFieldFact[];
  operationName: string | null;
}

export function kindOf({ kind }: Pick<DisclosureRow, "kind">, { fields }: DisclosureDetail): DisclosureKind {
  if (kind !== DisclosureKind.VALUE) return kind;
  const isAnswer = fields.every(({ precision }) => precision === (Precision.PREDICATE as string));
  return isAnswer ? DisclosureKind.ANSWER : kind;
}
