import { GraphQLError, type ASTVisitor, type ValidationContext } from "graphql";

/**
 * Subgraphs pass keys and `@requires` inputs under their own names through the client's answer: an alias of such a
 * name would show the key or replace the input (seen; federation #3036, TRAPS). The names themselves stay usable.
 */
export function internalNamesRule(internalNames: ReadonlySet<string>) {
  return (context: ValidationContext): ASTVisitor => ({
    Field(node) {
      const alias = node.alias?.value;
      if (alias === undefined || alias === node.name.value) return;
      if (internalNames.has(alias) || alias.includes("__")) {
        context.reportError(new GraphQLError(`The alias "${alias}" is a reserved name.`, { nodes: node }));
      }
    },
    VariableDefinition(node) {
      if (node.variable.name.value === "representations") {
        context.reportError(new GraphQLError('The variable "$representations" is a reserved name.', { nodes: node }));
      }
    },
  });
}
