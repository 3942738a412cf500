import { MoreThan, Not, type EntityManager } from "typeorm";
import { DisclosureKind, DisclosureRow } from "./disclosure.js";

/** Every disclosure that earned something; for the audit. */
export async function pricedDisclosures(
  manager: EntityManager,
): Promise<{ operation: string; licence: string; points: number }[]> {
  const rows = await manager.findBy(DisclosureRow, { points: MoreThan(0), kind: Not(DisclosureKind.DECISION) });
  return rows.map(({ operation, licenceId, points }) => ({ operation, licence: licenceId, points }));
}
