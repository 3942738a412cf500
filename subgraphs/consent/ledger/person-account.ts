import { Entity } from "typeorm";
import { PrimaryIdColumn, SealedColumn } from "../../../shared/columns.js";

/** The only link between a person and their ledger account, sealed with the person's key: without it a wallet is nobody's. */
@Entity("person_account")
export class PersonAccountRow {
  @PrimaryIdColumn() personId: string;
  @SealedColumn() accountId: Buffer;
}
