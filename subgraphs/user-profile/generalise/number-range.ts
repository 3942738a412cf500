import type { Precision } from "../../../shared/licensing/precision.js";

/** Exact when low equals high; null is an open end. A measure's range does not hold its high end, a count's does. */
export interface NumberRange {
  low: number | null;
  high: number | null;
  /** UCUM; null where the number is not a quantity, as a year is. */
  unit: string | null;
}

/** What a precision tells of one number; `last` is the greatest number that would be told alike. */
interface Cell {
  low: number | null;
  high: number | null;
  last: number;
}

type Telling = (value: number) => Cell;

interface RangeRules {
  unit: string;
  levels: Partial<Record<Precision, Telling>>;
}

/** Small against every step below, and large against the rounding of a double of their size. */
const JUST_BELOW = 1e-9;

const exact: Telling = (value) => ({ low: value, high: value, last: value });

/** Steps of a measure: [low, high). */
const steps =
  (step: number): Telling =>
  (value) => {
    const low = Math.floor(value / step) * step;
    return { low, high: low + step, last: low + step - JUST_BELOW };
  };

/** Steps of a count: from `low` to `high`, both in it. */
const counts =
  (step: number): Telling =>
  (value) => {
    const low = Math.floor(value / step) * step;
    return { low, high: low + step - 1, last: low + step - 1 };
  };

/** Classes by their lower edges; below the first and from the last on, the end is open. */
const classes =
  (...edges: readonly number[]): Telling =>
  (value) => {
    const low = edges.findLast((edge) => edge <= value) ?? null;
    const high = edges.find((edge) => edge > value) ?? null;
    return { low, high, last: high === null ? Infinity : high - JUST_BELOW };
  };

/** World Health Organization, Technical Report Series 894 (2000), table 2.1: classes of adults' body mass index. */
const WHO_CLASSES = [18.5, 25, 30, 35, 40] as const;

/** 1, 2, 3-4, 5 and more people (FIELDS.md). */
const households: Telling = (value) => {
  if (value >= 5) return { low: 5, high: null, last: Infinity };
  return value >= 3 ? { low: 3, high: 4, last: 4 } : exact(value);
};

const RULES: ReadonlyMap<string, RangeRules> = new Map<string, RangeRules>([
  ["body.height", { unit: "cm", levels: { EXACT: exact, FINE: steps(1), COARSE: steps(5), BAND: steps(10) } }],
  ["body.bodyMassIndex", { unit: "kg/m2", levels: { EXACT: exact, FINE: steps(1), BAND: classes(...WHO_CLASSES) } }],
  [
    "photos.count",
    { unit: "{photos}", levels: { EXACT: exact, FINE: counts(10), COARSE: counts(100), BAND: counts(1000) } },
  ],
  ["demographics.household", { unit: "{persons}", levels: { EXACT: exact, BAND: households } }],
]);

/**
 * Tells one number at a precision. What is asked coarser than licensed is all that the licensed range may mean, so that
 * both answers together tell no more than the licence: a unit of body mass index may straddle two classes.
 *
 * @throws RangeError when the field is no single number or has no such cell
 */
export function generaliseNumber(
  field: string,
  { licensed, precision }: { licensed: Precision; precision: Precision },
  value: number,
): NumberRange {
  const rules = RULES.get(field);
  const own = rules?.levels[licensed];
  const asked = rules?.levels[precision];
  if (!rules || !own || !asked) throw new RangeError(`${field} is not a number at ${precision}`);
  const told = own(value);
  // An open end stays open at everything coarser.
  const { low } = told.low === null ? told : asked(told.low);
  const { high } = Number.isFinite(told.last) ? asked(told.last) : told;
  return { low, high, unit: rules.unit };
}
