import fc from "fast-check";
import { DAY_MS } from "../../../shared/clock.js";
import { CONTRACT_FIELDS, NAMED } from "./contract-fields.js";
import { STYLES, type Selection } from "./triple.js";

/** Any field, asked for in any of the ways that a query may ask for it, up to seventy days back. */
export const randomSelection = (nowMs: number): fc.Arbitrary<Selection> =>
  fc.constantFrom(...CONTRACT_FIELDS).chain(({ path, hasPrecision, hasDuring }) => {
    const days = fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 10 }));
    const during = days.map(([from, length]) => ({
      fromMs: nowMs - (from + length) * DAY_MS,
      toMs: nowMs - length * DAY_MS,
    }));
    return fc.record({
      path: fc.constant(path),
      precision: hasPrecision ? fc.option(fc.constantFrom(...NAMED)) : fc.constant(null),
      during: hasDuring ? fc.option(during) : fc.constant(null),
      activity: fc.constant(null),
      isCrossing: fc.boolean(),
      style: fc.constantFrom(...STYLES),
      isMerged: fc.boolean(),
    });
  });
