import { Entity, Index } from "typeorm";
import { IdColumn, InstantColumn, PrimaryIdColumn, SealedColumn } from "../../../shared/columns.js";
import type { Place } from "../../../shared/person-keys.js";
import type { ChosenOffer } from "./chosen-offer.js";

/** That somebody was shown an offer. Which one, by whom and why tells on the person, so it is sealed with their key. */
@Entity("proposition")
@Index("proposition_of_operation", ["personId", "operation"])
export class PropositionRow {
  @PrimaryIdColumn() personId: string;
  @PrimaryIdColumn() id: string;
  @IdColumn() operation: string;
  @InstantColumn() createdAt: Date;
  @InstantColumn() expiresAt: Date;
  @SealedColumn() sealed: Buffer;
}

/** What the seal holds. */
export type PropositionDetail = Pick<
  ChosenOffer,
  "brandId" | "purpose" | "offerId" | "placement" | "position" | "because" | "sources"
>;

export function placeOf(id: string): Place {
  return { table: "proposition", row: id, column: "sealed" };
}
