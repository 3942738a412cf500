import { HIDDEN } from "./errors.js";

/**
 * What a reference resolver answers for an id that is not there or not the viewer's: an object whose every field
 * throws HIDDEN, so that the answer equals an unknown id's. Null is not allowed: it shifts other items' error paths
 * (TRAPS, federation).
 */
export function hiddenObject(): object {
  return new Proxy<Record<PropertyKey, unknown>>(
    {},
    {
      get(target, name) {
        if (name in target) return target[name];
        // Promises and the executor look at these on every object they meet.
        if (typeof name === "symbol" || name === "then" || name === "__typename") return undefined;
        throw HIDDEN;
      },
    },
  );
}
