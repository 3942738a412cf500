import { insertRow, findRow } from "../../../shared/rows.js";
import type { EntityManager } from "typeorm";
import type { PersonKeys, Place } from "../../../shared/person-keys.js";
import { AccountKind } from "./account.js";
import type { Ledger } from "./ledger.js";
import { PersonAccountRow } from "./person-account.js";

/** Finds a person's ledger account through its sealed link. */
export class PersonAccounts {
  constructor(
    private readonly ledger: Ledger,
    private readonly keys: PersonKeys,
  ) {}

  /** The account, opened on first use. Only inside a unit of work. */
  async forWriting(manager: EntityManager, personId: string): Promise<string> {
    const known = await this.forReading(manager, personId);
    if (known) return known;
    // Of two who find none at once, the second finds the first's: a person has one wallet.
    const key = await this.keys.forChanging(manager, personId);
    const made = await this.forReading(manager, personId);
    if (made) return made;
    const id = await this.ledger.openAccount(manager, AccountKind.PERSON);
    await insertRow(manager, PersonAccountRow, { personId, accountId: key.sealJson(place(personId), id) });
    return id;
  }

  /** Null for somebody who has earned nothing yet. */
  async forReading(manager: EntityManager, personId: string): Promise<string | null> {
    const row = await findRow(manager, PersonAccountRow, { personId });
    const key = row && (await this.keys.forReading(manager, personId));
    return row && key ? (key.openJson(place(personId), row.accountId) as string) : null;
  }
}

function place(personId: string): Place {
  return { table: "person_account", row: personId, column: "accountId" };
}
