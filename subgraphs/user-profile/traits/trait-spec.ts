import { coarser, Precision } from "../../../shared/licensing/precision.js";
import type { TraitType, TraitValue } from "../../../shared/trait-match.js";
import type { NumberRange } from "../generalise/number-range.js";
import type { MacronutrientValue } from "../generalise/macronutrients.js";
import type { Place, VisitValue } from "../generalise/places.js";
import type { IntervalValue } from "../generalise/series.js";
import type { WorkPattern } from "../generalise/work-pattern.js";
import type { WorkoutValue } from "../generalise/workouts.js";

/** A field as a generaliser told it. `fromMs` is where the period that was read begins: a short history makes some traits unknown. */
export type GeneralisedSeries =
  | { kind: "intervals"; fromMs: number; values: readonly IntervalValue[] }
  | { kind: "workouts"; fromMs: number; values: readonly WorkoutValue[] }
  | { kind: "visits"; fromMs: number; values: readonly VisitValue[] }
  | { kind: "macronutrients"; fromMs: number; values: readonly MacronutrientValue[] }
  | { kind: "range"; value: NumberRange | null }
  | { kind: "place"; value: Place | null }
  | { kind: "pattern"; value: WorkPattern | null }
  | { kind: "words"; value: readonly string[] | null };

/** A derived fact that targeting may use. */
export interface TraitSpec {
  id: string;
  title: string;
  /** Paths of the fields that it is computed from; each must be licensed at BAND or finer. */
  sources: readonly string[];
  /** How it is computed, in plain English. */
  formula: string;
  type: TraitType;
  /** UCUM; null where it is not a quantity. */
  unit: string | null;
  /** Every value of a CATEGORY where they are few; null where they are not listed. */
  values: readonly string[] | null;
  /** Pure. Given its sources in order, whichever of them were told; null: unknown. */
  compute(told: readonly GeneralisedSeries[], now: Date): TraitValue;
}

/**
 * The precision at which traits read a source that is licensed at `licensed`: never finer than COARSE, since no trait
 * needs more, so that an hour's detail of a fine licence cannot reach a decision. Ages are read as bands, because a
 * span of 5 birth years often straddles two. Everything told here could have been told by a direct read.
 */
export function traitPrecision(field: string, licensed: Precision): Precision {
  return coarser(licensed, field === "demographics.birthYear" ? Precision.BAND : Precision.COARSE);
}
