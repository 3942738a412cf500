import { hiddenObject } from "../../../shared/hidden.js";
import type { EntityReference } from "../../../shared/subgraph-schema.js";
import { personOf } from "../../../shared/viewer.js";
import type { UserProfileContext } from "../context.js";

/** A person opens for that person only: an id is not a permission. */
export async function resolvePerson(reference: EntityReference, context: UserProfileContext): Promise<object> {
  const viewer = personOf(context.viewer);
  return viewer !== null && reference.id === viewer ? { id: viewer } : hiddenObject();
}
