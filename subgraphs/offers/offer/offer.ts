import { Directive, Field, ID, Int, ObjectType } from "type-graphql";
import { Check, Entity, Index } from "typeorm";
import {
  FlagColumn,
  IdColumn,
  InstantColumn,
  JsonColumn,
  PointsColumn,
  PrimaryIdColumn,
  TextColumn,
  WordColumn,
} from "../../../shared/columns.js";
import { TITLE_MAX } from "../../../shared/limits.js";
import { connectionType } from "../../../shared/page.js";
import { WebUrl } from "../../../shared/scalars.js";
import { CALL_TO_ACTION_MAX } from "./offer-limits.js";
import type { Criterion } from "./criterion.js";
import type { FrequencyCap } from "./frequency-cap.js";
import type { OfferStatus } from "./offer-status.js";

/** What a brand shows. Its words are made to be seen, so nothing here is sealed; what only the brand may see is its Campaign. */
@ObjectType({ description: "What a brand has to show, with what it pays who takes it up." })
@Directive('@key(fields: "id")')
@Entity("offer")
@Index("offer_of_brand", ["brandId", "status"])
@Index("offer_changed", ["version"])
@Index("offer_end", ["status", "endsAt"])
@Index("offer_age", ["brandId", "createdAt", "id"])
@Check("spent >= 0 AND spent <= budget")
export class Offer {
  @Field(() => ID) @PrimaryIdColumn() id: string;
  @IdColumn() brandId: string;
  @Field(() => String) @WordColumn({ length: TITLE_MAX }) title: string;
  @Field(() => String) @TextColumn() body: string;
  /** Its picture's id. */
  @IdColumn({ nullable: true }) imageId: string | null;
  @Field(() => String) @WordColumn({ length: CALL_TO_ACTION_MAX }) callToAction: string;
  @Field(() => WebUrl) @TextColumn() landingUrl: string;
  @Field(() => Int, { description: "Points for taking it up." }) @PointsColumn() rewardOnClaim: number;
  @WordColumn() status: OfferStatus;
  @TextColumn({ nullable: true }) fundingProblem: string | null;
  @JsonColumn() targeting: Criterion[];
  @JsonColumn() placements: string[];
  @PointsColumn() budget: number;
  /** What consent has moved out of escrow for this offer: nothing, or the budget. */
  @PointsColumn() funded: number;
  @PointsColumn() spent: number;
  @JsonColumn({ nullable: true }) frequencyCap: FrequencyCap | null;
  @InstantColumn() startsAt: Date;
  @InstantColumn({ nullable: true }) endsAt: Date | null;
  /** Counts on with every change of status (offer-version.ts); 0 for one that never left DRAFT. */
  @PointsColumn({ default: 0 }) version: number;
  @FlagColumn() isFallback: boolean;
  @InstantColumn() createdAt: Date;
}

export const OfferConnection = connectionType("Offer", () => Offer);
