import type { GraphQLError } from "graphql";
import { internalError } from "../errors.js";

/** Why a licensed field did not leave. Law and pauses read as NO_LICENCE: nothing here tells on the person (HTTP.md). */
export type WithheldReason =
  "NO_LICENCE" | "PRECISION_TOO_COARSE" | "USE_LIMIT_REACHED" | "ESCROW_EXHAUSTED" | "BRAND_SUSPENDED" | "TIER_LOCKED";

const prebuilt = new Map<string, GraphQLError>();

/** One error object per field and reason: a refusal must not cost more than a grant (TRAPS, graphql-shield). */
export function withheldError(field: string | null, reason: WithheldReason): GraphQLError {
  const key = `${field ?? ""} ${reason}`;
  let error = prebuilt.get(key);
  if (!error) {
    error = internalError("WITHHELD", { field, reason });
    prebuilt.set(key, error);
  }
  return error;
}
