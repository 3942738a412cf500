import { Entity } from "typeorm";
import {
  IdColumn,
  InstantColumn,
  JsonColumn,
  PrimaryIdColumn,
  SealedColumn,
  WordColumn,
} from "../../shared/columns.js";
import type { PersonScope } from "../../shared/viewer.js";

/** A person's own key for their programs, stored as a SHA-256: it has 256 random bits, so nothing slower is needed. */
@Entity("personal_access_token")
export class PersonalAccessTokenRow {
  @PrimaryIdColumn() personId: string;
  @PrimaryIdColumn() id: string;
  @IdColumn() tokenHash: string;
  /** What the person calls it, sealed with their key. */
  @SealedColumn() label: Buffer;
  @JsonColumn() scopes: PersonScope[];
  @InstantColumn() createdAt: Date;
  @InstantColumn() expiresAt: Date;
  /** UTC day (YYYY-MM-DD), no finer: it is shown so that a forgotten token is noticed, not to follow anybody. */
  @WordColumn({ nullable: true }) lastUsedDay: string | null;
}

/** As the account page lists it. */
export interface ListedToken {
  id: string;
  label: string;
  scopes: PersonScope[];
  createdAt: Date;
  expiresAt: Date;
  lastUsedDay: string | null;
}
