import { Precision } from "../../../shared/licensing/precision.js";
import { bucketOf, isIn, type Span, type Window } from "./calendar.js";

/** What was eaten on one local day; null where nothing says so. */
export interface MacronutrientDay {
  day: string;
  proteinGrams: number | null;
  carbohydrateGrams: number | null;
  fatGrams: number | null;
}

/** Grams a day; over a week, the mean of the days that say so. */
export interface MacronutrientValue extends Span {
  proteinGrams: number | null;
  carbohydrateGrams: number | null;
  fatGrams: number | null;
}

const NUTRIENTS = ["proteinGrams", "carbohydrateGrams", "fatGrams"] as const;

/** FIELDS.md: 5 g at FINE; a week's means in the same steps, so that COARSE is no finer. */
const STEP_GRAMS = 5;

/**
 * Tells macronutrients at a precision: days at EXACT and FINE, weeks at COARSE. In the answer exactly when the day or
 * week begins in the window.
 *
 * @throws RangeError at BAND, which has no cell
 */
export function generaliseMacronutrients(
  { licensed, precision }: { licensed: Precision; precision: Precision },
  days: readonly MacronutrientDay[],
  window: Window,
): MacronutrientValue[] {
  // What is asked coarser than licensed is made from what the licence would tell (see generaliseWithin).
  const told = licensed === Precision.EXACT ? days : days.map((day) => mapped(day, inSteps));
  return tell(precision, told)
    .filter(({ startMs }) => isIn(window, startMs))
    .sort((a, b) => a.startMs - b.startMs);
}

function tell(precision: Precision, days: readonly MacronutrientDay[]): MacronutrientValue[] {
  switch (precision) {
    case Precision.EXACT:
      return days.map((day) => ({ ...bucketOf("day", 0, day.day), ...amounts(day) }));
    case Precision.FINE:
      return days.map((day) => ({ ...bucketOf("day", 0, day.day), ...amounts(mapped(day, inSteps)) }));
    case Precision.COARSE:
      return [...byWeek(days).values()].map(({ span, of }) => ({ ...span, ...weekMeans(of) }));
    default:
      throw new RangeError(`diet.macronutrients has no ${precision}`);
  }
}

function byWeek(days: readonly MacronutrientDay[]): Map<number, { span: Span; of: MacronutrientDay[] }> {
  const weeks = new Map<number, { span: Span; of: MacronutrientDay[] }>();
  for (const day of days) {
    const span = bucketOf("week", 0, day.day);
    const week = weeks.get(span.startMs) ?? { span, of: [] };
    week.of.push(day);
    weeks.set(span.startMs, week);
  }
  return weeks;
}

function weekMeans(days: readonly MacronutrientDay[]): Omit<MacronutrientDay, "day"> {
  const mean = (nutrient: (typeof NUTRIENTS)[number]): number | null => {
    const grams = days.flatMap((day) => day[nutrient] ?? []);
    return grams.length === 0 ? null : inSteps(grams.reduce((sum, gram) => sum + gram, 0) / grams.length);
  };
  return {
    proteinGrams: mean("proteinGrams"),
    carbohydrateGrams: mean("carbohydrateGrams"),
    fatGrams: mean("fatGrams"),
  };
}

function mapped(day: MacronutrientDay, change: (grams: number) => number): MacronutrientDay {
  const changed = { ...day };
  for (const nutrient of NUTRIENTS) {
    const grams = day[nutrient];
    if (grams !== null) changed[nutrient] = change(grams);
  }
  return changed;
}

function amounts({ proteinGrams, carbohydrateGrams, fatGrams }: MacronutrientDay): Omit<MacronutrientDay, "day"> {
  return { proteinGrams, carbohydrateGrams, fatGrams };
}

function inSteps(grams: number): number {
  return Math.round(grams / STEP_GRAMS) * STEP_GRAMS;
}
