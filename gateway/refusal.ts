import type { GraphQLError } from "graphql";
import { clientError, type PublicCode } from "../shared/errors.js";

/** An operation that does not run: the server reads status and headers from `http` and shows the rest. */
export function refusal(
  status: number,
  code: PublicCode,
  message: string,
  details: { requestId: string; headers?: Record<string, string> },
): GraphQLError {
  const { requestId, headers = {} } = details;
  return clientError(code, message, { requestId, http: { status, headers: new Map(Object.entries(headers)) } });
}
