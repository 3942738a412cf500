import { Directive, Field, ID, Int, ObjectType } from "type-graphql";
import { Check, Entity, Index } from "typeorm";
import {
  CountColumn,
  IdColumn,
  InstantColumn,
  PointsColumn,
  PrimaryIdColumn,
  SealedColumn,
  WordColumn,
} from "../../../shared/columns.js";
import { Purpose } from "../../../shared/graphql-enums.js";
import type { LicenceStatus, SuspendedBy } from "./licence-status.js";

/**
 * What a person granted. Its terms and receipt are sealed with the person's key; `status`, which depends on the moment
 * and on who asks, is told by the resolver.
 */
@ObjectType({ description: "What a person granted: the same words, signed, on both sides." })
@Directive('@key(fields: "id")')
@Entity("licence")
@Index(["personId", "brandId", "purpose"])
@Check("disclosureCount >= 0 AND heldCount >= 0 AND earned >= 0")
export class Licence {
  @PrimaryIdColumn() personId: string;
  @Field(() => ID) @PrimaryIdColumn() id: string;
  @IdColumn() brandId: string;
  @IdColumn() exchangeId: string;
  @Field(() => Purpose) @WordColumn() purpose: Purpose;
  @WordColumn() status: LicenceStatus;
  @WordColumn({ nullable: true }) suspendedBy: SuspendedBy | null;
  @IdColumn() ref: string;
  @Field(() => Date) @InstantColumn() grantedAt: Date;
  @Field(() => Date) @InstantColumn() expiresAt: Date;
  @Field(() => Date, { nullable: true }) @InstantColumn({ nullable: true }) endedAt: Date | null;
  @Field(() => Date, { nullable: true }) @InstantColumn({ nullable: true }) lastDisclosedAt: Date | null;
  /** Acceptance and disclosures together. */
  @Field(() => Int) @PointsColumn() earned: number;
  @Field(() => Int) @CountColumn() disclosureCount: number;
  /** Disclosures in flight: they count towards the limit until their outcome is known. */
  @CountColumn() heldCount: number;
  @PointsColumn() rewardPerDisclosure: number;
  @CountColumn({ nullable: true }) maxDisclosures: number | null;
  @SealedColumn() terms: Buffer;
  @SealedColumn() receipt: Buffer;
  /** Finds the receipt's entry in the log; null where the log has none of it. */
  @IdColumn({ nullable: true }) commitment: string | null;
  /** What the brand's own link carried, for the brand alone; null where it carried nothing. */
  @SealedColumn({ nullable: true }) state: Buffer | null;
}
