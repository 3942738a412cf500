import { openOffersCapability } from "../../../shared/licensing/capability.js";
import type { EntityReference } from "../../../shared/subgraph-schema.js";
import { principalOf } from "../../../shared/viewer.js";
import type { OffersContext } from "../context.js";
import type { Customer } from "./customer.js";

/**
 * The key is the permission. One that does not open (forged, altered, expired, another viewer's or operation's) makes
 * a customer without slots; refusing here would shift other customers' error paths (TRAPS).
 */
export async function resolveCustomer(
  { capability, traits }: EntityReference,
  { services, viewer, operationId, now }: OffersContext,
): Promise<Customer> {
  const check = { viewer: principalOf(viewer), operation: operationId, now };
  const claims = openOffersCapability(services.capabilityKey, capability, check);
  return { capability: String(capability), traits: typeof traits === "string" ? traits : null, claims };
}
