import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from "graphql";
import { GraphQLDateTimeISO } from "graphql-scalars";
import { parseDuration } from "./duration.js";

/** RFC 3339, UTC. The library's scalar under the contract's name. */
export const DateTime = new GraphQLScalarType<Date, string>({
  ...GraphQLDateTimeISO.toConfig(),
  name: "DateTime",
  description: "An instant, RFC 3339, UTC.",
  extensions: {},
});

export const Duration = textScalar(
  "Duration",
  "ISO 8601, one of three forms: PnD, PnW or PTnH.",
  (text) => parseDuration(text) !== null,
);

/** The library's URL scalar accepts every scheme; a link that a person may open is http or https. */
export const WebUrl = textScalar("URL", "An absolute http or https URL.", (text) => {
  try {
    return ["https:", "http:"].includes(new URL(text).protocol);
  } catch {
    return false;
  }
});

function textScalar(name: string, description: string, isValid: (text: string) => boolean): GraphQLScalarType<string> {
  const parse = (value: unknown): string => {
    // The message names the type, never the value: it may be somebody's.
    if (typeof value !== "string" || !isValid(value)) throw new GraphQLError(`not a ${name}`);
    return value;
  };
  return new GraphQLScalarType<string, string>({
    name,
    description,
    serialize: (value) => String(value),
    parseValue: parse,
    parseLiteral: (node: ValueNode) => parse(node.kind === Kind.STRING ? node.value : null),
  });
}
