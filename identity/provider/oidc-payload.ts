import { Entity, Index } from "typeorm";
import { IdColumn, InstantColumn, PrimaryIdColumn, SealedColumn } from "../../shared/columns.js";

/** What the provider keeps between two requests: sessions, interactions, grants, codes, refresh tokens. */
@Entity("oidc_payload")
export class OidcPayloadRow {
  @PrimaryIdColumn() model: string;
  /** SHA-256 of the id: the id itself is the cookie, code or token, which a stolen file must not hold. */
  @PrimaryIdColumn() idHash: string;
  /** JSON, sealed: it repeats the id, and an interaction holds the session's. */
  @SealedColumn() payload: Buffer;
  @Index("oidc_payload_by_grant")
  @IdColumn({ nullable: true })
  grantId: string | null;
  @Index("oidc_payload_by_uid")
  @IdColumn({ nullable: true })
  uid: string | null;
  @Index("oidc_payload_by_account")
  @IdColumn({ nullable: true })
  accountId: string | null;
  @Index("oidc_payload_by_expiry")
  @InstantColumn({ nullable: true })
  expiresAt: Date | null;
  @InstantColumn({ nullable: true }) consumedAt: Date | null;
}
