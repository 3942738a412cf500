import { Kind, type ConstValueNode, type OperationDefinitionNode, type SelectionNode, type ValueNode } from "graphql";

/** What a request brought for its operation's variables, not checked yet, and what the operation says in their place. */
export interface Scope {
  variables: Readonly<Record<string, unknown>>;
  defaults: ReadonlyMap<string, ConstValueNode>;
}

/** @skip or @include with a variable; those with a literal are decided when the operation is read. */
export interface Condition {
  variable: string;
  /** The value under which the field is asked. */
  holds: boolean;
}

/** Null when a literal says that this is never asked. */
export function conditionsOf(node: SelectionNode): Condition[] | null {
  const conditions: Condition[] = [];
  for (const directive of node.directives ?? []) {
    const name = directive.name.value;
    if (name !== "skip" && name !== "include") continue;
    const holds = name === "include";
    const value = directive.arguments?.find((argument) => argument.name.value === "if")?.value;
    if (value?.kind === Kind.BOOLEAN && value.value !== holds) return null;
    if (value?.kind === Kind.VARIABLE) conditions.push({ variable: value.name.value, holds });
  }
  return conditions;
}

/** A value that is no Boolean is refused when the variables are checked; until then the field counts. */
export function areMet(conditions: readonly Condition[], scope: Scope): boolean {
  return conditions.every(({ variable, holds }) => {
    const value = variableValue(variable, scope);
    return typeof value !== "boolean" || value === holds;
  });
}

export function variableDefaults(operation: OperationDefinitionNode): Map<string, ConstValueNode> {
  const defaults = new Map<string, ConstValueNode>();
  for (const { variable, defaultValue } of operation.variableDefinitions ?? []) {
    if (defaultValue) defaults.set(variable.name.value, defaultValue);
  }
  return defaults;
}

/** Numbers, strings, Booleans, enum names and objects of these, from a literal or a variable; anything else is undefined. */
export function plainValue(node: ValueNode | undefined, scope: Scope): unknown {
  switch (node?.kind) {
    case Kind.INT:
      return Number(node.value);
    case Kind.BOOLEAN:
    case Kind.ENUM:
    case Kind.STRING:
      return node.value;
    case Kind.OBJECT:
      return Object.fromEntries(node.fields.map(({ name, value }) => [name.value, plainValue(value, scope)]));
    case Kind.VARIABLE:
      return variableValue(node.name.value, scope);
    default:
      return undefined;
  }
}

/** Whether a value is another in another request of the same text. */
export function holdsVariable(node: ValueNode): boolean {
  if (node.kind === Kind.OBJECT) return node.fields.some(({ value }) => holdsVariable(value));
  return node.kind === Kind.VARIABLE;
}

function variableValue(name: string, scope: Scope): unknown {
  return Object.hasOwn(scope.variables, name) ? scope.variables[name] : plainValue(scope.defaults.get(name), scope);
}
