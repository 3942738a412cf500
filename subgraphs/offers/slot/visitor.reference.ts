import type { EntityReference } from "../../../shared/subgraph-schema.js";
import type { Visitor } from "./visitor.js";

/** Consent mints no capability for a visitor yet, so none opens anything here. */
export async function resolveVisitor({ capability }: EntityReference): Promise<Visitor> {
  return { capability: String(capability) };
}
