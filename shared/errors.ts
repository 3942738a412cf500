import { GraphQLError } from "graphql";

/** The closed list of codes that a client may see in `errors` (HTTP.md). */
export type PublicCode =
  | "UNAUTHENTICATED"
  | "FORBIDDEN"
  | "THROTTLED"
  | "COST_EXCEEDED"
  | "LIST_TOO_LONG"
  | "BAD_USER_INPUT"
  | "UNAVAILABLE"
  | "INTERNAL";

const PUBLIC_CODES: ReadonlySet<string> = new Set<PublicCode>([
  "UNAUTHENTICATED",
  "FORBIDDEN",
  "THROTTLED",
  "COST_EXCEEDED",
  "LIST_TOO_LONG",
  "BAD_USER_INPUT",
  "UNAVAILABLE",
  "INTERNAL",
]);

/** Codes that rooms use among themselves; the gateway turns them into `extensions` or drops them. */
export type InternalCode = "WITHHELD" | "CAPPED" | "HIDDEN";

export function isPublicCode(code: unknown): code is PublicCode {
  return typeof code === "string" && PUBLIC_CODES.has(code);
}

/** An error whose message was written for the client. It never carries a value that somebody sent or keeps. */
export function clientError(code: PublicCode, message: string, detail: Record<string, unknown> = {}): GraphQLError {
  return withoutStack(new GraphQLError(message, { extensions: { ...detail, code } }));
}

/** An error that only the gateway reads. */
export function internalError(code: InternalCode, detail: Record<string, unknown> = {}): GraphQLError {
  return withoutStack(new GraphQLError(code, { extensions: { ...detail, code } }));
}

/**
 * One answer for "not there" and "not yours": the field it is thrown from becomes null and the gateway drops the
 * error, so that both read alike (ARCHITECTURE 2).
 */
export const HIDDEN: GraphQLError = internalError("HIDDEN");

/** A refusal is an answer, not a fault: collecting its stack costs more than deciding it (TRAPS, graphql-shield). */
function withoutStack(error: GraphQLError): GraphQLError {
  Object.defineProperty(error, "stack", { value: error.message, writable: true, configurable: true });
  return error;
}
