/** A trait's value as it travels between rooms: JSON. A number is a range (low equals high where it is exact); null is unknown. */
export type TraitValue = { low: number; high: number } | string | boolean | null;

export enum TraitType {
  NUMBER = "NUMBER",
  CATEGORY = "CATEGORY",
  FLAG = "FLAG",
}

export enum CriterionOperator {
  IN = "IN",
  NOT_IN = "NOT_IN",
  AT_LEAST = "AT_LEAST",
  AT_MOST = "AT_MOST",
  BETWEEN = "BETWEEN",
}

/** What a criterion is checked against: a line of the catalogue. */
export interface TraitSpecLike {
  id: string;
  type: `${TraitType}`;
  values: readonly string[] | null;
}

/** A criterion names a handful of categories; more than this is a mistake, and each costs at every decision. */
export const CRITERION_VALUES_MAX = 50;
const VALUE_MAX_CHARACTERS = 100;
const NUMBER = /^-?\d{1,9}(\.\d{1,6})?$/;

const NUMBER_OPERATORS: ReadonlyMap<CriterionOperator, number> = new Map([
  [CriterionOperator.AT_LEAST, 1],
  [CriterionOperator.AT_MOST, 1],
  [CriterionOperator.BETWEEN, 2],
]);

/** Whether a trait meets a criterion. Unknown meets none, NOT_IN included: what is not known chooses no offer. */
export function matches(value: TraitValue, operator: `${CriterionOperator}`, values: readonly string[]): boolean {
  return isMet(value, operator, values) === true;
}

/** Three-valued: null where the value is unknown, or where only part of its range meets the criterion. */
function isMet(value: TraitValue, operator: `${CriterionOperator}`, values: readonly string[]): boolean | null {
  if (value === null) return null;
  if (typeof value !== "object") return isCategoryMet(String(value), operator, values);
  const [first = NaN, second = NaN] = values.map(Number);
  switch (operator) {
    case "AT_LEAST":
      return within(value, first, Infinity);
    case "AT_MOST":
      return within(value, -Infinity, first);
    case "BETWEEN":
      return within(value, first, second);
    default:
      return null;
  }
}

function isCategoryMet(value: string, operator: `${CriterionOperator}`, values: readonly string[]): boolean | null {
  if (operator === "IN") return values.includes(value);
  return operator === "NOT_IN" ? !values.includes(value) : null;
}

/** Both bounds included. Every comparison with NaN is false, so a value that is no number leaves it unknown. */
function within({ low, high }: { low: number; high: number }, from: number, to: number): boolean | null {
  if (low >= from && high <= to) return true;
  return high < from || low > to ? false : null;
}

/** Why a criterion cannot be, in words for the brand that wrote it; null when it can. Checked when an offer is made. */
export function criterionProblem(
  trait: TraitSpecLike,
  operator: `${CriterionOperator}`,
  values: readonly string[],
): string | null {
  if (values.length === 0) return "a criterion needs values";
  if (values.length > CRITERION_VALUES_MAX) return `a criterion has at most ${CRITERION_VALUES_MAX} values`;
  return trait.type === "NUMBER" ? numberProblem(trait, operator, values) : categoryProblem(trait, operator, values);
}

function numberProblem(
  { id }: TraitSpecLike,
  operator: `${CriterionOperator}`,
  values: readonly string[],
): string | null {
  const wanted = NUMBER_OPERATORS.get(operator as CriterionOperator);
  if (wanted === undefined) return `${id} is a number: compare it with AT_LEAST, AT_MOST or BETWEEN`;
  if (values.length !== wanted) return `${operator} takes ${wanted === 1 ? "one value" : "two values"}`;
  if (!values.every((value) => NUMBER.test(value))) return `${operator} takes numbers, such as 2 or 7.5`;
  if (operator === "BETWEEN" && Number(values[0]) > Number(values[1])) return "BETWEEN takes the lower value first";
  return null;
}

function categoryProblem(
  { id, type, values: allowed }: TraitSpecLike,
  operator: `${CriterionOperator}`,
  values: readonly string[],
): string | null {
  if (operator !== "IN" && operator !== "NOT_IN") return `${id} is not a number: use IN or NOT_IN`;
  const known = type === "FLAG" ? ["true", "false"] : allowed;
  if (known && !values.every((value) => known.includes(value))) return `${id} is one of: ${known.join(", ")}`;
  const fits = values.every((value) => value.length > 0 && value.length <= VALUE_MAX_CHARACTERS);
  return fits ? null : `a value has 1 to ${VALUE_MAX_CHARACTERS} characters`;
}
