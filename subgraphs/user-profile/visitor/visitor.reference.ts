import { openVaultCapability } from "../../../shared/licensing/capability.js";
import type { EntityReference } from "../../../shared/subgraph-schema.js";
import type { UserProfileContext } from "../context.js";
import type { Visitor } from "./visitor.js";

/** As a customer's: one that does not open is an object without traits. */
export async function resolveVisitor({ capability }: EntityReference, context: UserProfileContext): Promise<Visitor> {
  const { call, principal, services, now } = context;
  const check = { viewer: principal, operation: call.operationId, now };
  return { capability: String(capability), claims: openVaultCapability(services.capabilityKey, capability, check) };
}
