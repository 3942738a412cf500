import { In, type EntityManager } from "typeorm";
import { DisclosureByBrandRow, DisclosureRow } from "../disclosures/disclosure.js";
import { ExportRow } from "../export/export-row.js";
import { ImportRow } from "../imports/import.js";
import { PredicateAnswerRow } from "../predicates/predicate-answer.js";
import { ObservationDay } from "../vault/observation-day.js";
import { PersonProfileRow } from "../vault/person-profile.js";

/** Ids that one statement names. */
const IDS_AT_A_TIME = 500;

/** Takes everything out that this room keeps for somebody. */
export async function deletePersonRows(manager: EntityManager, personId: string): Promise<void> {
  await deleteBrandEntries(manager, personId);
  await leaveBareAccounts(manager, personId);
  for (const entity of [ObservationDay, PersonProfileRow, ImportRow, ExportRow, DisclosureRow, PredicateAnswerRow]) {
    await manager.delete(entity, { personId });
  }
}

/** A brand's list of disclosures has no order by person: found by the disclosures' own ids. */
async function deleteBrandEntries(manager: EntityManager, personId: string): Promise<void> {
  for (let after = ""; ;) {
    const rows = await manager.query<{ id: string; brandId: string }[]>(
      `SELECT id, brandId FROM disclosure WHERE personId = ? AND id > ? ORDER BY id LIMIT ${IDS_AT_A_TIME}`,
      [personId, after],
    );
    for (const brandId of new Set(rows.map((row) => row.brandId))) {
      const ids = rows.filter((row) => row.brandId === brandId).map(({ id }) => id);
      await manager.delete(DisclosureByBrandRow, { brandId, disclosureId: In(ids) });
    }
    const last = rows.at(-1);
    if (!last || rows.length < IDS_AT_A_TIME) return;
    after = last.id;
  }
}

/** What was paid stays accounted for, by operation and licence, with nobody, no field and no way to its leaf beside it. */
async function leaveBareAccounts(manager: EntityManager, personId: string): Promise<void> {
  await manager.query(
    "UPDATE disclosure SET personId = CONCAT('licence/', licenceId), sealed = x'', commitment = NULL WHERE personId = ? AND points > 0 AND kind <> 'DECISION'",
    [personId],
  );
}
