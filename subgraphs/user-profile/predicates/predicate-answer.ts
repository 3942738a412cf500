import { Entity, Index } from "typeorm";
import { DAY_MS } from "../../../shared/clock.js";
import { InstantColumn, PrimaryIdColumn, SealedColumn } from "../../../shared/columns.js";

/** How long an answer stands (FIELDS.md): asked again each day it would tell how the mean moves about a threshold. */
export const ANSWER_STANDS_MS = 30 * DAY_MS;

/** What one brand was answered about one person, sealed with the person's key; which fields it asked of is sealed too. */
@Entity("predicate_answer")
@Index("predicate_answer_age", ["answeredAt"])
export class PredicateAnswerRow {
  @PrimaryIdColumn() personId: string;
  @PrimaryIdColumn() brandId: string;
  /** Of the newest of them. */
  @InstantColumn() answeredAt: Date;
  @SealedColumn() sealed: Buffer;
}

/** Fields and thresholds are the catalogue's, so there are few of these. PredicateAnswerRow.sealed holds a list of them. */
export interface PredicateAnswer {
  field: string;
  atLeast: number;
  isSatisfied: boolean;
  atMs: number;
}
