import { Entity } from "typeorm";
import { PrimaryIdColumn, SealedColumn } from "../../../shared/columns.js";
import type { FactField, FactValues, Origin } from "../observation.js";
import type { DataSourceFact } from "./data-source.js";

/** What the vault knows of a person beside observations, under their key. */
@Entity("person_profile")
export class PersonProfileRow {
  @PrimaryIdColumn() personId: string;
  @SealedColumn() sealed: Buffer;
}

export interface PersonProfile {
  /** IANA; what an observation's day is told by where its source has no offset. */
  timeZone: string;
  facts: Partial<FactValues>;
  /** Where a fact was read; one that the person said themselves has none. */
  factOrigins?: Partial<Record<FactField, Origin>>;
  sources: DataSourceFact[];
}

/** Until somebody says otherwise. */
export const DEFAULT_TIME_ZONE = "UTC";

export function emptyProfile(): PersonProfile {
  return { timeZone: DEFAULT_TIME_ZONE, facts: {}, sources: [] };
}
