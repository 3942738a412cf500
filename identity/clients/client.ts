import { Entity } from "typeorm";
import {
  IdColumn,
  InstantColumn,
  JsonColumn,
  PrimaryIdColumn,
  SealedColumn,
  TextColumn,
  WordColumn,
} from "../../shared/columns.js";

export type ClientKind = "brand" | "operator" | "partner";

/** A program that signs in with an id and a secret. */
@Entity("client")
export class ClientRow {
  @PrimaryIdColumn() clientId: string;
  @WordColumn() kind: ClientKind;
  /** The brand it speaks for; null for an operator. */
  @IdColumn({ nullable: true }) brandId: string | null;
  @TextColumn() name: string;
  /**
   * SHA-256 of the secret, in hex. A secret has 256 random bits, so there is nothing to guess that a slow password
   * hash would have to protect; it only must not be readable where it is stored.
   */
  @IdColumn() secretHash: string;
  /** A partner app's; null for others. */
  @IdColumn({ nullable: true }) partnerAppId: string | null;
  /** A partner's secret verifies what its server signs, so it must be read again: sealed with the room's key. */
  @SealedColumn({ nullable: true }) sealedSecret: Buffer | null;
  /** Where a partner app may show offers. */
  @JsonColumn({ nullable: true }) origins: string[] | null;
  @InstantColumn() createdAt: Date;
}
