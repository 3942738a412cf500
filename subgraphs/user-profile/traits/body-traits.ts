import { TraitType } from "../../../shared/trait-match.js";
import type { TraitSpec } from "./trait-spec.js";
import { gramsADay, meanLately, rangeOf } from "./trait-formulas.js";

const NUMBER = { type: TraitType.NUMBER, values: null } as const;

/** Heart, body, sleep and food. */
export const BODY_TRAITS: readonly TraitSpec[] = [
  {
    ...NUMBER,
    id: "restingHeartRate",
    title: "Heart rate at rest",
    sources: ["heart.restingRate"],
    unit: "/min",
    formula: "Mean of the daily means of the last 30 days; over bands, the range they span.",
    compute: ([rate], now) => meanLately(rate, now),
  },
  {
    ...NUMBER,
    id: "heartRateVariability",
    title: "Heart rate variability",
    sources: ["heart.variability"],
    unit: "ms",
    formula: "Mean of the daily means of the last 30 days; over bands, the range they span.",
    compute: ([variability], now) => meanLately(variability, now),
  },
  {
    ...NUMBER,
    id: "sleepHours",
    title: "Hours of sleep a night",
    sources: ["sleep.duration"],
    unit: "h",
    formula: "Mean of the hours asleep by day of the last 30 days; over bands, the range they span.",
    compute: ([sleep], now) => meanLately(sleep, now),
  },
  {
    ...NUMBER,
    id: "weightKilograms",
    title: "Body weight",
    sources: ["body.weight"],
    unit: "kg",
    formula: "Mean of the weekly means of the last 30 days; over bands, the range they span.",
    compute: ([weight], now) => meanLately(weight, now),
  },
  {
    ...NUMBER,
    id: "heightCentimetres",
    title: "Height",
    sources: ["body.height"],
    unit: "cm",
    formula: "The range of 5 or 10 centimetres that holds the last height measured.",
    compute: ([height]) => rangeOf(height),
  },
  {
    ...NUMBER,
    id: "bodyMassIndex",
    title: "Body mass index",
    sources: ["body.bodyMassIndex"],
    unit: "kg/m2",
    formula: "The range of the World Health Organization's class that the newest index falls in.",
    compute: ([index]) => rangeOf(index),
  },
  {
    ...NUMBER,
    id: "energyEatenPerDay",
    title: "Energy eaten a day",
    sources: ["diet.energy"],
    unit: "kcal/d",
    formula: "Mean of the weekly means per day of the last 30 days; over bands, the range they span.",
    compute: ([energy], now) => meanLately(energy, now),
  },
  {
    ...NUMBER,
    id: "proteinGramsPerDay",
    title: "Protein eaten a day",
    sources: ["diet.macronutrients"],
    unit: "g/d",
    formula: "Mean of the weekly means per day of the last 30 days.",
    compute: ([food], now) => gramsADay(food, now, ({ proteinGrams }) => proteinGrams),
  },
  {
    ...NUMBER,
    id: "carbohydrateGramsPerDay",
    title: "Carbohydrate eaten a day",
    sources: ["diet.macronutrients"],
    unit: "g/d",
    formula: "Mean of the weekly means per day of the last 30 days.",
    compute: ([food], now) => gramsADay(food, now, ({ carbohydrateGrams }) => carbohydrateGrams),
  },
];
