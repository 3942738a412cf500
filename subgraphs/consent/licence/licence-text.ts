import type { EntityManager } from "typeorm";
import type { PersonKey, PersonKeys, Place } from "../../../shared/person-keys.js";
import type { Term } from "../exchange/term.js";
import type { Licence } from "./licence.js";

type Whose = Pick<Licence, "personId" | "id">;

/** Opens and seals what a licence says: its terms and its receipt, with the key of the person who granted it. */
export class LicenceText {
  constructor(private readonly keys: PersonKeys) {}

  async terms(manager: EntityManager, licence: Whose & { terms: Uint8Array }): Promise<Term[]> {
    const key = await this.key(manager, licence.personId);
    return key.openJson(place(licence, "terms"), licence.terms) as Term[];
  }

  async receipt(manager: EntityManager, licence: Whose & { receipt: Uint8Array }): Promise<string> {
    const key = await this.key(manager, licence.personId);
    return key.open(place(licence, "receipt"), licence.receipt).toString("utf8");
  }

  async sealTerms(manager: EntityManager, licence: Whose, terms: Term[]): Promise<Buffer> {
    const key = await this.keys.forWriting(manager, licence.personId);
    return key.sealJson(place(licence, "terms"), terms);
  }

  async sealReceipt(manager: EntityManager, licence: Whose, receipt: string): Promise<Buffer> {
    const key = await this.keys.forWriting(manager, licence.personId);
    return key.seal(place(licence, "receipt"), Buffer.from(receipt));
  }

  /** What the brand's own link carried, so that the brand knows which visitor of its site has become which customer. */
  async state(manager: EntityManager, licence: Whose & { state: Uint8Array | null }): Promise<string | null> {
    if (licence.state === null) return null;
    const key = await this.key(manager, licence.personId);
    return key.open(place(licence, "state"), licence.state).toString("utf8");
  }

  async sealState(manager: EntityManager, licence: Whose, state: string): Promise<Buffer> {
    const key = await this.keys.forWriting(manager, licence.personId);
    return key.seal(place(licence, "state"), Buffer.from(state));
  }

  private async key(manager: EntityManager, personId: string): Promise<PersonKey> {
    const key = await this.keys.forReading(manager, personId);
    if (!key) throw new Error("a licence is there without its person's key");
    return key;
  }
}

function place({ id }: Whose, column: string): Place {
  return { table: "licence", row: id, column };
}
