import { Entity } from "typeorm";
import { IdColumn, PrimaryIdColumn } from "../../shared/columns.js";

/**
 * The global table that finds an account by its address, and keeps an address to one: the account's own row stands in
 * its person's partition. Always written in the transaction that writes the account.
 */
@Entity("account_by_email")
export class AccountByEmailRow {
  @PrimaryIdColumn() emailHash: string;
  @IdColumn() personId: string;
}
