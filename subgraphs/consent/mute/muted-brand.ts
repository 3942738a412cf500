import { Entity } from "typeorm";
import { InstantColumn, PrimaryIdColumn } from "../../../shared/columns.js";

/** Somebody wants to see no more of a brand's exchanges. Licences that run are another matter. */
@Entity("muted_brand")
export class MutedBrandRow {
  @PrimaryIdColumn() personId: string;
  @PrimaryIdColumn() brandId: string;
  @InstantColumn() mutedAt: Date;
}
