import { Entity } from "typeorm";
import { CountColumn, InstantColumn, PrimaryIdColumn } from "../../shared/columns.js";

/** Failed tries against one account or from one network address; the key is a keyed hash of either. */
@Entity("sign_in_attempt")
export class SignInAttemptRow {
  @PrimaryIdColumn() id: string;
  @CountColumn() failures: number;
  @InstantColumn() lastAt: Date;
  @InstantColumn({ nullable: true }) blockedUntil: Date | null;
}
