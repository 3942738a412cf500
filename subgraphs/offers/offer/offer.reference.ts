import { hiddenObject } from "../../../shared/hidden.js";
import type { EntityReference } from "../../../shared/subgraph-schema.js";
import type { OffersContext } from "../context.js";

/** An id is not a permission: what the viewer may not see answers as an unknown id does. */
export async function resolveOffer({ id }: EntityReference, { services, viewer }: OffersContext): Promise<object> {
  return (await services.offers.visible(viewer, String(id))) ?? hiddenObject();
}
