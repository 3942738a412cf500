import { GraphQLError, isScalarType, type GraphQLScalarType, type GraphQLSchema, type ValueNode } from "graphql";
import { DateTime, Duration, WebUrl } from "../shared/scalars.js";

/**
 * Composition keeps a scalar's name only, so the public schema would let every value through to the rooms, where it
 * is too late: the fetch fails as a whole. In place, since the gateway plans with this very schema. Values are only
 * checked: rooms get what the client sent.
 */
export function checkInputScalars(schema: GraphQLSchema): void {
  for (const scalar of [DateTime, Duration, WebUrl] as readonly GraphQLScalarType[]) {
    const type = schema.getType(scalar.name);
    if (!isScalarType(type)) throw new Error(`the supergraph has no scalar ${scalar.name}`);
    type.parseValue = (value) => {
      if (!isParsed(() => scalar.parseValue(value))) throw mistake(scalar);
      return value;
    };
    type.parseLiteral = (node, variables) => {
      if (!isParsed(() => scalar.parseLiteral(node, variables))) throw mistake(scalar, node);
      return node;
    };
  }
}

function isParsed(parse: () => unknown): boolean {
  try {
    parse();
    return true;
  } catch {
    return false; // the library's own message repeats the value
  }
}

function mistake(scalar: GraphQLScalarType, nodes?: ValueNode): GraphQLError {
  return new GraphQLError(`Expected value of type "${scalar.name}".`, { nodes: nodes ?? null });
}
