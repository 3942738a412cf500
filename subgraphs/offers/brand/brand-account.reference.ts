import { hiddenObject } from "../../../shared/hidden.js";
import type { EntityReference } from "../../../shared/subgraph-schema.js";
import { brandOf } from "../../../shared/viewer.js";
import type { OffersContext } from "../context.js";

/** Opens for that brand alone: how a campaign is run is nobody else's business. */
export async function resolveBrandAccount({ id }: EntityReference, { viewer }: OffersContext): Promise<object> {
  const brandId = brandOf(viewer);
  return brandId !== null && brandId === id ? { id: brandId } : hiddenObject();
}
