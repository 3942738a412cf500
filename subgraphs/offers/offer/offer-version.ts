import { Entity, type EntityManager } from "typeorm";
import { PointsColumn, PrimaryIdColumn } from "../../../shared/columns.js";
import { findRow } from "../../../shared/rows.js";

/** One row: how often offers have gone live or ceased to be. */
@Entity("offer_version")
export class OfferVersionRow {
  @PrimaryIdColumn() id: string;
  @PointsColumn() version: number;
}

/** The row's only id; a migration made it. */
export const OFFER_VERSION_ID = "offers";

/**
 * The next version, for an offer whose status is about to change: of two units of work that change any, the second
 * waits here for the first, so that whoever sees a version sees all changes up to it. Before the offer's row is locked.
 */
export async function nextVersion(manager: EntityManager): Promise<number> {
  await manager.increment(OfferVersionRow, { id: OFFER_VERSION_ID }, "version", 1);
  return currentVersion(manager);
}

export async function currentVersion(manager: EntityManager): Promise<number> {
  const row = await findRow(manager, OfferVersionRow, { id: OFFER_VERSION_ID });
  if (!row) throw new Error("the version of offers is gone");
  return row.version;
}
