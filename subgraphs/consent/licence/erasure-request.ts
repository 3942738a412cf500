import { Field, ObjectType } from "type-graphql";
import { Entity } from "typeorm";
import { DAY_MS } from "../../../shared/clock.js";
import { InstantColumn, PrimaryIdColumn } from "../../../shared/columns.js";

/** GDPR Art. 12(3) gives a controller one month; thirty days is the month's shortest plain reading. */
export const ERASURE_DUE_AFTER_MS = 30 * DAY_MS;

@ObjectType({ description: "The brand was asked to erase what it read under a licence." })
@Entity("erasure_request")
export class ErasureRequest {
  @PrimaryIdColumn() personId: string;
  @PrimaryIdColumn() licenceId: string;
  @Field(() => Date) @InstantColumn() requestedAt: Date;
  @Field(() => Date) @InstantColumn() dueAt: Date;
  @Field(() => Date, { nullable: true }) @InstantColumn({ nullable: true }) acknowledgedAt: Date | null;
  @Field(() => Date, { nullable: true }) @InstantColumn({ nullable: true }) erasedAt: Date | null;
}
