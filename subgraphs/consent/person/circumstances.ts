import { registerEnumType } from "type-graphql";
import { Entity } from "typeorm";
import { PrimaryIdColumn, SealedColumn } from "../../../shared/columns.js";

export enum Region {
  EU = "EU",
  UK = "UK",
  US_WASHINGTON = "US_WASHINGTON",
  US_OTHER = "US_OTHER",
  OTHER = "OTHER",
}
registerEnumType(Region, { name: "Region", description: "Whose law applies to somebody." });

export interface Circumstances {
  /** Null: not said; the strictest law applies. */
  region: Region | null;
  isAdult: boolean;
  sharingPaused: boolean;
}

/** What is assumed of somebody who has said nothing. */
export const UNKNOWN_CIRCUMSTANCES: Circumstances = { region: null, isAdult: false, sharingPaused: false };

/** All of it tells on the person, so it is one sealed value. */
@Entity("circumstances")
export class CircumstancesRow {
  @PrimaryIdColumn() personId: string;
  @SealedColumn() sealed: Buffer;
}
