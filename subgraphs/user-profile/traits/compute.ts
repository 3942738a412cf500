import type { TraitValue } from "../../../shared/trait-match.js";
import type { GeneralisedSeries } from "./trait-spec.js";
import { TRAITS } from "./trait.js";

/** Every trait by id, JSON-serialisable. */
export type TraitValues = Record<string, TraitValue>;

/**
 * All traits from what generalisers told, by field path. A trait without one of its sources is unknown: a field that is
 * not licensed, or licensed at PREDICATE only, must not be in the map.
 */
export function computeTraits(generalised: ReadonlyMap<string, GeneralisedSeries>, now: Date): TraitValues {
  const values: TraitValues = {};
  for (const trait of TRAITS) {
    const told = trait.sources.flatMap((path) => generalised.get(path) ?? []);
    values[trait.id] = told.length === trait.sources.length ? trait.compute(told, now) : null;
  }
  return values;
}
