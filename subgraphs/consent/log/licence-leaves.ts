import { createHash } from "node:crypto";
import type { EntityManager } from "typeorm";
import { commitmentOf } from "../../../shared/commitment.js";
import type { PersonKey, PersonKeys } from "../../../shared/person-keys.js";
import type { Licence } from "../licence/licence.js";
import type { LogKind } from "./log-entry.js";
import type { TransparencyLog } from "./transparency-log.js";

type Whose = Pick<Licence, "personId" | "id" | "brandId">;

/**
 * What the log knows of a licence: that something happened to one of a brand's, and a commitment to the receipt that
 * says what. Its salt is made with the person's key: with that gone, nobody can tell whose it was.
 */
export class LicenceLeaves {
  constructor(
    private readonly keys: PersonKeys,
    private readonly log: TransparencyLog,
  ) {}

  /** In the unit of work that writes the receipt; answers the commitment, which the licence keeps. */
  async note(manager: EntityManager, licence: Whose, kind: LogKind, receipt: string, at: Date): Promise<string> {
    const key = await this.keys.forWriting(manager, licence.personId);
    const commitment = commitmentOf(saltOf(key, licence.id, receipt), receipt);
    await this.log.note(manager, { brandId: licence.brandId, kind, at, commitment });
    return commitment;
  }

  /** Null where the person's key is gone. */
  async salt(manager: EntityManager, { personId, id }: Whose, receipt: string): Promise<Buffer | null> {
    const key = await this.keys.forReading(manager, personId);
    return key && saltOf(key, id, receipt);
  }
}

function saltOf(key: PersonKey, licenceId: string, receipt: string): Buffer {
  const place = { table: "licence", row: licenceId, column: "salt" };
  return Buffer.from(key.mark(place, createHash("sha256").update(receipt).digest("hex")), "base64url");
}
