import { Entity, Index } from "typeorm";
import { IdColumn, InstantColumn, PrimaryIdColumn, SealedColumn } from "../../../shared/columns.js";
import type { Place } from "../../../shared/person-keys.js";
import type { PropositionEventKind } from "../proposition-event/proposition-event.js";
import type { ChosenOffer } from "./chosen-offer.js";

/** That somebody was shown an offer. Which one, by whom and why tells on the person, so it is sealed with their key. */
@Entity("proposition")
@Index("proposition_of_operation", ["personId", "operation"])
@Index("proposition_age", ["createdAt"])
export class PropositionRow {
  @PrimaryIdColumn() personId: string;
  @PrimaryIdColumn() id: string;
  @IdColumn() operation: string;
  @InstantColumn() createdAt: Date;
  @InstantColumn() expiresAt: Date;
  @SealedColumn() sealed: Buffer;
}

/** What the seal holds. */
export interface PropositionDetail extends Omit<ChosenOffer, "id" | "personId" | "expiresAt"> {
  /** What became of it, and when: once for each kind. */
  events: PropositionEvents;
}

export type PropositionEvents = Readonly<Partial<Record<PropositionEventKind, number>>>;

/** Just made; nothing has become of it. */
export function detailOf(chosen: ChosenOffer): PropositionDetail {
  const { audience, brandId, purpose, offerId, placement, position, because, sources, cap } = chosen;
  return { audience, brandId, purpose, offerId, placement, position, because, sources, cap, events: {} };
}

export function placeOf(id: string): Place {
  return { table: "proposition", row: id, column: "sealed" };
}
