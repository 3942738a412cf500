import { Directive, Field, ID, Int, ObjectType } from "type-graphql";
import { Check, Entity, Index } from "typeorm";
import {
  CountColumn,
  FlagColumn,
  IdColumn,
  InstantColumn,
  JsonColumn,
  PointsColumn,
  PrimaryIdColumn,
  TextColumn,
  WordColumn,
} from "../../../shared/columns.js";
import { type IntimacyTier, Purpose } from "../../../shared/graphql-enums.js";
import { TITLE_MAX } from "../../../shared/limits.js";
import { Duration } from "../../../shared/scalars.js";
import { ExchangeStatus } from "./exchange-status.js";
import { Term } from "./term.js";

/** A brand's proposal. Public once OPEN, so nothing here is sealed. */
@ObjectType({ description: "A brand's proposal; immutable once OPEN." })
@Directive('@key(fields: "id")')
@Entity("value_exchange")
@Index(["brandId", "createdAt"])
@Index(["status", "createdAt"])
@Check("placesLeft >= 0")
export class ValueExchange {
  @Field(() => ID) @PrimaryIdColumn() id: string;
  @IdColumn() brandId: string;
  @Field(() => String) @WordColumn({ length: TITLE_MAX }) title: string;
  @Field(() => String) @TextColumn() summary: string;
  @Field(() => Purpose) @WordColumn() purpose: Purpose;
  @Field(() => [Term]) @JsonColumn() terms: Term[];
  @Field(() => [Term]) @JsonColumn() optionalTerms: Term[];
  @Field(() => Duration) @WordColumn() lasts: string;
  @Field(() => Int) @PointsColumn() rewardPerDisclosure: number;
  @Field(() => Int, { nullable: true }) @CountColumn({ nullable: true }) maxDisclosures: number | null;
  @Field(() => Duration) @WordColumn() retention: string;
  @Field(() => [String]) @JsonColumn() storageCountries: string[];
  @Field(() => [String]) @JsonColumn() recipients: string[];
  @Field(() => Date) @InstantColumn() opensAt: Date;
  @Field(() => Date, { nullable: true }) @InstantColumn({ nullable: true }) closesAt: Date | null;
  @CountColumn() places: number;
  @Field(() => Int) @CountColumn() placesLeft: number;
  @Field(() => ExchangeStatus) @WordColumn() status: ExchangeStatus;
  @Field(() => String, { description: "Base64url SHA-256 over the JCS form of all that the person is shown." })
  @WordColumn({ length: 64 })
  termsHash: string;
  /** The most intimate tier that a required term asks for. Null, in rows older than the column: judged as INTIMATE. */
  @WordColumn({ nullable: true }) tier: IntimacyTier | null;
  /** Whether a required term is of a special category. Null, in rows older than the column: judged as if it were. */
  @FlagColumn({ nullable: true }) isSpecial: boolean | null;
  @CountColumn() declined: number;
  @InstantColumn() createdAt: Date;
}

@ObjectType({ description: "How a value exchange does; only for its brand." })
export class ExchangeFunnel {
  @Field(() => Int) accepted: number;
  @Field(() => Int) declined: number;
  @Field(() => Int) active: number;
  @Field(() => Int) ended: number;
}
