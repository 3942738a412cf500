import { ALIASES_MAX, ALIASES_PER_FIELD_MAX, DEPTH_MAX, ROOT_FIELDS_MAX } from "../limits.js";
import { isIntrospection } from "./cost.js";
import type { AskedField } from "./operation-tree.js";

/** Why an operation is refused by its shape alone, in a sentence; null when it is not. */
export function shapeProblem(fields: readonly AskedField[]): string | null {
  if (fields.length > ROOT_FIELDS_MAX) return `This operation has more than ${ROOT_FIELDS_MAX} root fields.`;
  if (depthOf(fields) > DEPTH_MAX) return `This operation is deeper than ${DEPTH_MAX} fields.`;
  if (hasFieldOfManyNames(fields)) return `A field is asked under more than ${ALIASES_PER_FIELD_MAX} names.`;
  if (aliasesIn(fields) > ALIASES_MAX) return `This operation has more than ${ALIASES_MAX} aliases.`;
  return null;
}

function depthOf(fields: readonly AskedField[]): number {
  let deepest = 0;
  for (const field of fields) {
    if (!isIntrospection(field)) deepest = Math.max(deepest, 1 + depthOf(field.children));
  }
  return deepest;
}

function hasFieldOfManyNames(fields: readonly AskedField[]): boolean {
  const names = new Map<string, Set<string>>();
  for (const { coordinate, responseKey } of fields) {
    const known = names.get(coordinate) ?? new Set();
    if (known.add(responseKey).size > ALIASES_PER_FIELD_MAX) return true;
    names.set(coordinate, known);
  }
  return fields.some(({ children }) => hasFieldOfManyNames(children));
}

function aliasesIn(fields: readonly AskedField[]): number {
  let aliases = 0;
  for (const { name, responseKey, children } of fields) {
    aliases += (name === responseKey ? 0 : 1) + aliasesIn(children);
  }
  return aliases;
}
