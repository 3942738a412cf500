import { Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionType } from "../../../shared/page.js";

export enum WalletEntryKind {
  ACCEPTANCE = "ACCEPTANCE",
  DISCLOSURE = "DISCLOSURE",
  OFFER_CLAIM = "OFFER_CLAIM",
  REDEMPTION = "REDEMPTION",
  REVERSAL = "REVERSAL",
}
registerEnumType(WalletEntryKind, { name: "WalletEntryKind", description: "Why points came or went." });

@ObjectType({ description: "Points that somebody earned." })
export class Wallet {
  @Field(() => Int) available: number;
  @Field(() => Int, { description: "What disclosures in flight have held, for seconds." }) pending: number;
  /** Whose it is, for the resolver; not part of the schema. */
  personId: string;
}

@ObjectType({ description: "One movement of points, in or out." })
export class WalletEntry {
  @Field(() => ID) id: string;
  @Field(() => Date) at: Date;
  @Field(() => Int, { description: "Negative when they left." }) points: number;
  @Field(() => WalletEntryKind) kind: WalletEntryKind;
  @Field(() => String, { description: "What it was for, in words." }) memo: string;
  brandId: string | null;
}

export const WalletEntryConnection = connectionType("WalletEntry", () => WalletEntry);

@ObjectType({ description: "What points can be spent on." })
export class Voucher {
  @Field(() => ID) id: string;
  @Field(() => String) title: string;
  @Field(() => Int) points: number;
  @Field(() => Boolean) available: boolean;
}
