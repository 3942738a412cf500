import type { EntityManager, EntityTarget, ObjectLiteral } from "typeorm";
import { hasOneWriter } from "./one-writer.js";
import { type Equals, findRow } from "./rows.js";

/**
 * A row that is to be read, judged and written again: nobody else changes it before the unit of work has ended. On
 * SQLite, which has one writer and no FOR UPDATE, that holds of every row.
 */
export function lockedRow<T extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<T>,
  where: Equals<T>,
): Promise<T | null> {
  return findRow(manager, entity, where, hasOneWriter(manager) ? undefined : "UPDATE");
}
