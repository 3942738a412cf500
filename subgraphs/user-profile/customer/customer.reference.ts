import { openVaultCapability } from "../../../shared/licensing/capability.js";
import type { EntityReference } from "../../../shared/subgraph-schema.js";
import type { UserProfileContext } from "../context.js";
import type { Customer } from "./customer.js";

/**
 * The key is the permission. One that does not open (forged, altered, expired, another viewer's or operation's) makes
 * an object whose every field is withheld; refusing here would shift other customers' error paths (TRAPS).
 */
export async function resolveCustomer(reference: EntityReference, context: UserProfileContext): Promise<Customer> {
  const { call, principal, services, now } = context;
  const capability = openVaultCapability(services.capabilityKey, reference.capability, {
    viewer: principal,
    operation: call.operationId,
    now,
  });
  return { capability: String(reference.capability), access: { kind: "capability", capability } };
}
