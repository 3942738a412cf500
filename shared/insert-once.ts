import type { EntityManager, EntityTarget, ObjectLiteral } from "typeorm";
import { isDuplicate } from "./database-error.js";
import { insertRow, type Row } from "./rows.js";

/**
 * Inserts a row unless one of its key is there, and says which. On MariaDB it waits for whoever is just inserting that
 * key: of many at once, one is told true, and the others not before that one's row is there to be read.
 */
export async function insertOnce<T extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<T>,
  row: Row<T>,
): Promise<boolean> {
  try {
    await insertRow(manager, entity, row);
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}
