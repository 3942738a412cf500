import { Entity } from "typeorm";
import {
  CountColumn,
  IdColumn,
  InstantColumn,
  PrimaryIdColumn,
  SealedColumn,
  TextColumn,
} from "../../shared/columns.js";

/** Somebody who signs in here. What tells who it is stands sealed; the address is found through its keyed hash. */
@Entity("account")
export class AccountRow {
  @PrimaryIdColumn() personId: string;
  @IdColumn() emailHash: string;
  /** `{ displayName, email }`, sealed with the person's key. */
  @SealedColumn() profile: Buffer;
  /** Argon2id in the PHC string format: salt and parameters stand beside the hash. */
  @TextColumn() passwordHash: string;
  /** Counts password changes: an access token of an earlier generation is no longer valid. */
  @CountColumn() generation: number;
  @InstantColumn() createdAt: Date;
}

/** What the rest of identity may know of somebody. */
export interface Account {
  personId: string;
  displayName: string;
  email: string;
  emailHash: string;
  generation: number;
}
