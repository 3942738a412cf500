import { Entity, type EntityManager } from "typeorm";
import { z } from "zod";
import { PrimaryIdColumn } from "../../../shared/columns.js";
import { insertOnce } from "../../../shared/insert-once.js";
import { nextVersion } from "../offer/offer-version.js";

/** A brand that consent says is suspended: nothing of it is shown to anybody meanwhile. */
@Entity("suspended_brand")
export class SuspendedBrandRow {
  @PrimaryIdColumn() brandId: string;
}

const Standing = z.object({ brandId: z.string().min(1), isSuspended: z.boolean() });

/** Every process follows with its next look. */
export async function takeStanding(manager: EntityManager, payload: unknown): Promise<void> {
  const { brandId, isSuspended } = Standing.parse(payload);
  await nextVersion(manager);
  if (isSuspended) await insertOnce(manager, SuspendedBrandRow, { brandId });
  else await manager.delete(SuspendedBrandRow, { brandId });
}

export async function suspendedBrands(manager: EntityManager): Promise<Set<string>> {
  return new Set((await manager.find(SuspendedBrandRow)).map(({ brandId }) => brandId));
}
