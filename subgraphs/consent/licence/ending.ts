import type { EntityManager } from "typeorm";
import { ErrorCode, Refused } from "../../../shared/user-error.js";
import { changedRows } from "../guarded-update.js";
import { Licence } from "./licence.js";
import { type LicenceStatus, RUNS_SQL } from "./licence-status.js";

/** Guarded: a licence ends once, and what has ended is not changed any more. Its index row is the caller's. */
export async function endOnce(
  manager: EntityManager,
  personId: string,
  id: string,
  status: LicenceStatus.WITHDRAWN | LicenceStatus.REVOKED,
  now: Date,
): Promise<Licence> {
  const ended = await changedRows(
    manager,
    `UPDATE licence SET status = ?, suspendedBy = NULL, endedAt = ? WHERE personId = ? AND id = ? AND ${RUNS_SQL}`,
    [status, now.getTime(), personId, id, now.getTime()],
  );
  return changed(manager, personId, id, ended === 1);
}

/** Locks a licence that still runs for the rest of the unit of work, so that two changes do not pass side by side. */
export async function lockRunning(manager: EntityManager, personId: string, id: string, now: Date): Promise<Licence> {
  const locked = await changedRows(
    manager,
    `UPDATE licence SET heldCount = heldCount WHERE personId = ? AND id = ? AND ${RUNS_SQL}`,
    [personId, id, now.getTime()],
  );
  return changed(manager, personId, id, locked === 1);
}

export function noSuchLicence(): Refused {
  return new Refused(ErrorCode.NOT_FOUND, "There is no such licence.", ["licenceId"]);
}

async function changed(manager: EntityManager, personId: string, id: string, isRunning: boolean): Promise<Licence> {
  const licence = await manager.findOneBy(Licence, { personId, id });
  if (!licence) throw noSuchLicence();
  if (!isRunning) throw new Refused(ErrorCode.ALREADY_ENDED, "This licence has ended.", ["licenceId"]);
  return licence;
}
