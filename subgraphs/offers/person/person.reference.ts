import { hiddenObject } from "../../../shared/hidden.js";
import type { EntityReference } from "../../../shared/subgraph-schema.js";
import { personOf } from "../../../shared/viewer.js";
import type { OffersContext } from "../context.js";

/** A person opens for that person only: an id is not a permission. */
export async function resolvePerson({ id }: EntityReference, { viewer }: OffersContext): Promise<object> {
  const personId = personOf(viewer);
  return personId !== null && personId === id ? { id: personId } : hiddenObject();
}
