import { Entity, Index } from "typeorm";
import { IdColumn, InstantColumn, PrimaryIdColumn } from "../../../shared/columns.js";

/**
 * The global table that finds whose a proposition is by its own id, for a brand or a partner app that tells what became
 * of it: the proposition itself lies with its person. Written in the transaction that writes the proposition.
 */
@Entity("proposition_index")
@Index("proposition_index_of_person", ["personId"])
@Index("proposition_index_age", ["createdAt"])
export class PropositionIndexRow {
  @PrimaryIdColumn() propositionId: string;
  @IdColumn() personId: string;
  @InstantColumn() createdAt: Date;
}
