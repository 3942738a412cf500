import { IsNull, MoreThan, Not, type EntityManager } from "typeorm";
import { DisclosureKind, DisclosureRow } from "./disclosure.js";

/** Every disclosure that earned something; for the audit. */
export async function pricedDisclosures(
  manager: EntityManager,
): Promise<{ operation: string; licence: string; points: number }[]> {
  const rows = await manager.findBy(DisclosureRow, { points: MoreThan(0), kind: Not(DisclosureKind.DECISION) });
  return rows.map(({ operation, licenceId, points }) => ({ operation, licence: licenceId, points }));
}

/** What stands in the log for each disclosure that is closed; for the audit. */
export async function closedDisclosures(manager: EntityManager): Promise<string[]> {
  const rows = await manager.find(DisclosureRow, {
    where: { commitment: Not(IsNull()) },
    select: { personId: true, id: true, commitment: true },
  });
  return rows.flatMap(({ commitment }) => commitment ?? []);
}
