import { insertRow, findRow } from "../../../shared/rows.js";
import type { EntityManager } from "typeorm";
import { newOpaqueId, type RandomBytes } from "../../../shared/identifier.js";
import { changedRows, rowsOf } from "../guarded-update.js";
import { RUNS_SQL } from "../licence/licence-status.js";
import { CustomerRefRow, CustomerRow } from "./customer-ref.js";

/** Gives a person the name that one brand may call them by. */
export class CustomerRefs {
  constructor(private readonly random: RandomBytes) {}

  /** Keeps the reference while any licence has not ended; else draws a new one, so that the old one leads nowhere. */
  async forNewLicence(manager: EntityManager, personId: string, brandId: string, now: Date): Promise<CustomerRow> {
    const known = await findRow(manager, CustomerRow, { personId, brandId });
    if (known && (await hasRunningLicence(manager, personId, brandId, now))) return known;
    const row = { personId, brandId, ref: newOpaqueId(this.random), receiptSubject: newOpaqueId(this.random) };
    if (known) {
      await manager.delete(CustomerRefRow, { ref: known.ref });
      await changedRows(manager, "UPDATE customer SET ref = ?, receiptSubject = ? WHERE personId = ? AND brandId = ?", [
        row.ref,
        row.receiptSubject,
        personId,
        brandId,
      ]);
    } else {
      await insertRow(manager, CustomerRow, row);
    }
    await insertRow(manager, CustomerRefRow, { ref: row.ref, brandId, personId, createdAt: now });
    return row;
  }
}

async function hasRunningLicence(
  manager: EntityManager,
  personId: string,
  brandId: string,
  now: Date,
): Promise<boolean> {
  const rows = await rowsOf(
    manager,
    `SELECT id FROM licence WHERE personId = ? AND brandId = ? AND ${RUNS_SQL} LIMIT 1`,
    [personId, brandId, now.getTime()],
  );
  return rows.length > 0;
}
