import type { KeyedMutation } from "../../shared/idempotency.js";
import { principalOf } from "../../shared/viewer.js";
import type { ConsentContext } from "./context.js";

/** A mutation's idempotency key, scoped to who calls and to the mutation (API.graphql). */
export function keyedBy(context: ConsentContext, mutation: string, input: { idempotencyKey: string }): KeyedMutation {
  return { principal: principalOf(context.viewer), mutation, key: input.idempotencyKey, input, now: context.now };
}
