import { createHash } from "node:crypto";
import { GraphQLError } from "graphql";
import { Entity, type EntityManager } from "typeorm";
import { IdColumn, InstantColumn, PrimaryIdColumn } from "./columns.js";
import { hasOneWriter } from "./one-writer.js";
import { findRow } from "./rows.js";

/**
 * That somebody was erased here, so that nothing that comes late brings them back. A hash of their id, which is random:
 * who does not have the id learns nothing from it.
 */
@Entity("erased_person")
export class ErasedPersonRow {
  @PrimaryIdColumn() personHash: string;
  @IdColumn() erasureId: string;
  @InstantColumn() erasedAt: Date;
}

/** Something was to be kept for somebody who is gone. */
export class PersonErasedError extends GraphQLError {
  override name = "PersonErasedError";

  constructor() {
    super("This account was erased.", { extensions: { code: "FORBIDDEN" } });
  }
}

export function personHash(personId: string): string {
  return createHash("sha256").update(`person/${personId}`).digest("base64url");
}

/** Null for everybody who was not erased, as of now and not of when the unit of work began. */
export function erasedPerson(manager: EntityManager, personId: string): Promise<ErasedPersonRow | null> {
  const lock = hasOneWriter(manager) ? undefined : "SHARE";
  return findRow(manager, ErasedPersonRow, { personHash: personHash(personId) }, lock);
}
