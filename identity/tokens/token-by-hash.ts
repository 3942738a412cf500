import { Entity } from "typeorm";
import { IdColumn, InstantColumn, PrimaryIdColumn } from "../../shared/columns.js";

/**
 * The global table that finds a personal access token: the token's own row stands in its person's partition. Always
 * written in the transaction that writes the token; what it may do is never read from here.
 */
@Entity("token_by_hash")
export class TokenByHashRow {
  @PrimaryIdColumn() tokenHash: string;
  @IdColumn() personId: string;
  @IdColumn() tokenId: string;
  @InstantColumn() expiresAt: Date;
}
