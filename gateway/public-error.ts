import { ApolloServerErrorCode } from "@apollo/server/errors";
import type { GraphQLFormattedError } from "graphql";
import { isPublicCode, type PublicCode } from "../shared/errors.js";
import type { Log } from "../shared/log.js";

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
  if (CLIENT_MISTAKES.has(code))
    return keep({ ...formatted, message: withoutValue(formatted.message) }, "BAD_USER_INPUT");
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

/** graphql-js repeats a variable's value in its message; a value may be somebody's. */
function withoutValue(message: string): string {
  return message.replace(/got invalid value [\s\S]*?(?=( at "|; ))/, "got an invalid value");
}
