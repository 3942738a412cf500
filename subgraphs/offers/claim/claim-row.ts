import { Check, Entity, Index } from "typeorm";
import { IdColumn, PointsColumn, PrimaryIdColumn } from "../../../shared/columns.js";
import type { PersonKey } from "../../../shared/person-keys.js";

/**
 * That somebody has taken an offer up. Its id is the offer's mark under the person's key: the same person cannot take
 * the same offer up twice, and nobody without the key can tell who it was. So it names no person and no time, and stays
 * when its person is erased, as what was paid does.
 */
@Entity("claim")
@Index("claim_of_offer", ["offerId"])
@Check("points >= 0")
export class ClaimRow {
  @PrimaryIdColumn() id: string;
  @IdColumn() offerId: string;
  @PointsColumn() points: number;
}

export function claimId(key: PersonKey, offerId: string): string {
  return key.mark({ table: "claim", row: "", column: "id" }, offerId);
}
