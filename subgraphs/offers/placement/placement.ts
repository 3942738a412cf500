import { Field, ID, ObjectType } from "type-graphql";
import { Entity } from "typeorm";
import { InstantColumn, PrimaryIdColumn, WordColumn } from "../../../shared/columns.js";
import { TITLE_MAX } from "../../../shared/limits.js";

/** Placement ids are global names; 41 characters fit a class name and a URL (HTTP.md). */
export const PLACEMENT_ID = /^[a-z][a-z0-9-]{0,40}$/;

/** The first ones come with a migration. */
@ObjectType("Placement", { description: "A named place where somebody shows offers." })
@Entity("placement")
export class PlacementRow {
  @Field(() => ID) @PrimaryIdColumn() id: string;
  @Field(() => String) @WordColumn({ length: TITLE_MAX }) title: string;
  @InstantColumn() createdAt: Date;
}

/** Which placements a partner app shows. */
@Entity("partner_placement")
export class PartnerPlacementRow {
  @PrimaryIdColumn() partnerAppId: string;
  @PrimaryIdColumn() placementId: string;
}
