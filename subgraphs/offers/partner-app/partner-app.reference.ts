import { hiddenObject } from "../../../shared/hidden.js";
import type { EntityReference } from "../../../shared/subgraph-schema.js";
import type { OffersContext } from "../context.js";

/** Where a partner app shows offers is for whom it asks to link, and for operators; that it is one, consent has said. */
export async function resolvePartnerApp({ id }: EntityReference, { viewer }: OffersContext): Promise<object> {
  return viewer.kind === "person" || viewer.kind === "operator" ? { id: String(id) } : hiddenObject();
}
