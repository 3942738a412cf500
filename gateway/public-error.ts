import { ApolloServerErrorCode } from "@apollo/server/errors";
import type { GraphQLFormattedError } from "graphql";
import { isPublicCode, type PublicCode } from "../shared/errors.js";
import { newOpaqueId } from "../shared/identifier.js";
import type { Log } from "../shared/log.js";
import { clientMistake } from "./client-mistake.js";

const CLIENT_MISTAKES: ReadonlySet<unknown> = new Set([
  ApolloServerErrorCode.GRAPHQL_PARSE_FAILED,
  ApolloServerErrorCode.GRAPHQL_VALIDATION_FAILED,
  ApolloServerErrorCode.BAD_USER_INPUT,
  ApolloServerErrorCode.BAD_REQUEST,
  ApolloServerErrorCode.OPERATION_RESOLUTION_FAILURE,
  ApolloServerErrorCode.PERSISTED_QUERY_NOT_SUPPORTED,
  ApolloServerErrorCode.PERSISTED_QUERY_NOT_FOUND,
]);

/** Rooms' own codes, which the answer plugin turns into `extensions`. */
const LINK_CODES: ReadonlySet<unknown> = new Set(["WITHHELD", "CAPPED", "HIDDEN"]);

/** The only details that HTTP.md names. */
const DETAILS = ["field", "reason", "precision", "from", "longest", "requestId"] as const;

/** The allow-list of what an error may say: everything else becomes INTERNAL, since its message was not written for a client. */
export function publicError(formatted: GraphQLFormattedError, log: Log): GraphQLFormattedError {
  const code = formatted.extensions?.code;
  if (LINK_CODES.has(code)) return keep(formatted, code as string);
  if (CLIENT_MISTAKES.has(code)) return keep(mistake(formatted), "BAD_USER_INPUT");
  if (isPublicCode(code) && code !== "INTERNAL") return keep(formatted, code);
  log.error({ code: typeof code === "string" ? code : "none", path: formatted.path?.join(".") }, "masked an error");
  return keep({ ...formatted, message: "Something went wrong on our side." }, "INTERNAL" satisfies PublicCode);
}

function keep(error: GraphQLFormattedError, code: string): GraphQLFormattedError {
  const extensions: Record<string, unknown> = { code };
  for (const detail of DETAILS) {
    if (error.extensions && detail in error.extensions) extensions[detail] = error.extensions[detail];
  }
  const { message, path, locations } = error;
  return { message, ...(locations && { locations }), ...(path && { path }), extensions };
}

/** What hangs on a path was said by a room, in words of ours; the rest comes from libraries and may repeat a value. */
function mistake(formatted: GraphQLFormattedError): GraphQLFormattedError {
  if (formatted.path) return formatted;
  const { message, extensions } = formatted;
  // Before there is a context, nobody else gives the request an id.
  return { ...formatted, message: clientMistake(message), extensions: { requestId: newOpaqueId(), ...extensions } };
}
