import { Directive, Field, ID, ObjectType } from "type-graphql";
import { Entity } from "typeorm";
import {
  CountColumn,
  IdColumn,
  InstantColumn,
  JsonColumn,
  PrimaryIdColumn,
  TextColumn,
  WordColumn,
} from "../../../shared/columns.js";
import { Purpose } from "../../../shared/graphql-enums.js";
import { TITLE_MAX } from "../../../shared/limits.js";
import type { TrustLevel } from "./trust.js";

/** Who asks. Everything shown of a brand is public; what is not public hangs on its account. */
@ObjectType({ description: "Who asks for data and offers something in return." })
@Directive('@key(fields: "id")')
@Entity("brand")
export class Brand {
  @Field(() => ID) @PrimaryIdColumn() id: string;
  @Field(() => String) @WordColumn({ length: TITLE_MAX }) name: string;
  @WordColumn({ length: TITLE_MAX }) legalName: string;
  /** A DNS name is at most 253 characters (RFC 1035). */
  @Field(() => String) @WordColumn({ length: 253 }) domain: string;
  @Field(() => String) @WordColumn({ length: TITLE_MAX }) industry: string;
  @TextColumn() postalAddress: string;
  /** An address is at most 254 characters (RFC 5321). */
  @WordColumn({ length: 254 }) contactEmail: string;
  @WordColumn({ length: 2 }) country: string;
  @TextColumn() privacyNoticeUrl: string;
  @Field(() => [Purpose]) @JsonColumn() purposes: Purpose[];
  @WordColumn() trustLevel: TrustLevel;
  @IdColumn() clientId: string;
  /** Ledger accounts: what may be spent, and what disclosures in flight hold. */
  @IdColumn() escrowAccountId: string;
  @IdColumn() holdingAccountId: string;
  @CountColumn() disclosures: number;
  /** Fields that it asked for and did not get. */
  @CountColumn({ default: 0 }) withheld: number;
  /** Until when time alone cannot change `trustLevel`; a new fact sets it to the past. */
  @InstantColumn({ default: 0 }) trustUntil: Date;
  /** Public; an operator's, and only valid while the log's last word is a suspension. */
  @TextColumn({ nullable: true }) suspensionReason: string | null;
  @InstantColumn() registeredAt: Date;
}
