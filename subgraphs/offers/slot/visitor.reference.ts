import { openOffersCapability } from "../../../shared/licensing/capability.js";
import type { EntityReference } from "../../../shared/subgraph-schema.js";
import { principalOf } from "../../../shared/viewer.js";
import type { OffersContext } from "../context.js";
import type { Visitor } from "./visitor.js";

/** As a customer's: one that does not open is a visitor without slots. */
export async function resolveVisitor(
  { capability, traits }: EntityReference,
  { services, viewer, operationId, now }: OffersContext,
): Promise<Visitor> {
  const check = { viewer: principalOf(viewer), operation: operationId, now };
  const claims = openOffersCapability(services.capabilityKey, capability, check);
  return { capability: String(capability), traits: typeof traits === "string" ? traits : null, claims };
}
