import { Entity } from "typeorm";
import { IdColumn, InstantColumn, PrimaryIdColumn, TextColumn, WordColumn } from "../../shared/columns.js";

export type ClientKind = "brand" | "operator";

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
  @InstantColumn() createdAt: Date;
}
