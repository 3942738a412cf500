import type { EntityManager } from "typeorm";
import { changedRows } from "../guarded-update.js";

/** ACTIVE becomes SUSPENDED; EXHAUSTED keeps its name, which a brand knows, and is hidden by `suspendedBy` alone. */
const SUSPEND =
  "status = CASE WHEN status = 'ACTIVE' THEN 'SUSPENDED' ELSE status END, suspendedBy = 'PERSON' " +
  "WHERE status IN ('ACTIVE', 'EXHAUSTED') AND suspendedBy IS NULL";
const RESUME =
  "status = CASE WHEN status = 'SUSPENDED' THEN 'ACTIVE' ELSE status END, suspendedBy = NULL WHERE suspendedBy = 'PERSON'";

/** The index is found by licence: it has no order by person. */
const OF_PERSON_IN_INDEX = "licenceId IN (SELECT id FROM licence WHERE personId = ?)";

export async function suspendAll(manager: EntityManager, personId: string): Promise<void> {
  await changeAll(manager, SUSPEND, personId);
}

export async function resumeAll(manager: EntityManager, personId: string): Promise<void> {
  await changeAll(manager, RESUME, personId);
}

async function changeAll(manager: EntityManager, change: string, personId: string): Promise<void> {
  await changedRows(manager, `UPDATE licence SET ${change} AND personId = ?`, [personId]);
  await changedRows(manager, `UPDATE licence_index SET ${change} AND ${OF_PERSON_IN_INDEX}`, [personId]);
}
