import { TraitType } from "../../../shared/trait-match.js";
import { AGE_BANDS } from "../generalise/birth-year.js";
import { Activity } from "../observation.js";
import type { TraitSpec } from "./trait-spec.js";
import { ageBand, meanLately, mostFrequent, perWeek } from "./trait-formulas.js";

export type { TraitSpec } from "./trait-spec.js";

const PER_WEEK = { type: TraitType.NUMBER, unit: "/wk", values: null, sources: ["fitness.workouts"] } as const;

/** Every trait there is, each from one field, so that `because` tells exactly which licence was used. */
export const TRAITS: readonly TraitSpec[] = [
  {
    ...PER_WEEK,
    id: "runsPerWeek",
    title: "Runs a week",
    formula: "Runs of the last 28 days, divided by four.",
    compute: ([workouts], now) => perWeek(workouts, now, ({ activity }) => (activity === Activity.RUN ? 1 : 0)),
  },
  {
    ...PER_WEEK,
    id: "rideKilometresPerWeek",
    title: "Kilometres ridden a week",
    unit: "km/wk",
    formula: "Distance of the rides of the last 28 days in kilometres, divided by four.",
    compute: ([workouts], now) =>
      perWeek(workouts, now, ({ activity, distanceMetres }) =>
        activity === Activity.RIDE ? (distanceMetres ?? 0) / 1000 : 0,
      ),
  },
  {
    ...PER_WEEK,
    id: "workoutsPerWeek",
    title: "Workouts a week",
    formula: "Workouts of any kind of the last 28 days, divided by four.",
    compute: ([workouts], now) => perWeek(workouts, now, () => 1),
  },
  {
    ...PER_WEEK,
    id: "cyclist",
    title: "Rides at least once a week",
    type: TraitType.FLAG,
    unit: null,
    formula: "True when the rides of the last 28 days, divided by four, are one or more.",
    compute: ([workouts], now) =>
      atLeastOne(perWeek(workouts, now, ({ activity }) => (activity === Activity.RIDE ? 1 : 0))),
  },
  {
    id: "stepsPerDay",
    title: "Steps a day",
    sources: ["fitness.steps"],
    formula: "Mean of the daily steps of the last 30 days, over days that have any; over bands, the range they span.",
    type: TraitType.NUMBER,
    unit: "{steps}/d",
    values: null,
    compute: ([steps], now) => meanLately(steps, now),
  },
  {
    id: "restingHeartRate",
    title: "Heart rate at rest",
    sources: ["heart.restingRate"],
    formula: "Mean of the daily means of the last 30 days; over bands, the range they span.",
    type: TraitType.NUMBER,
    unit: "/min",
    values: null,
    compute: ([rate], now) => meanLately(rate, now),
  },
  {
    id: "sleepHours",
    title: "Hours of sleep a night",
    sources: ["sleep.duration"],
    formula: "Mean of the hours asleep by day of the last 30 days; over bands, the range they span.",
    type: TraitType.NUMBER,
    unit: "h",
    values: null,
    compute: ([sleep], now) => meanLately(sleep, now),
  },
  {
    id: "weightKilograms",
    title: "Body weight",
    sources: ["body.weight"],
    formula: "Mean of the weekly means of the last 30 days; over bands, the range they span.",
    type: TraitType.NUMBER,
    unit: "kg",
    values: null,
    compute: ([weight], now) => meanLately(weight, now),
  },
  {
    id: "ageBand",
    title: "Age band",
    sources: ["demographics.birthYear"],
    formula: "The band of the age reached this calendar year.",
    type: TraitType.CATEGORY,
    unit: null,
    values: AGE_BANDS.map(({ name }) => name),
    compute: ([year], now) => ageBand(year, now),
  },
  {
    id: "homeRegion",
    title: "Region of most days",
    sources: ["location.visits"],
    formula:
      "The region, such as US-NY (country and GeoNames code), of most days of the last 30 days; unknown for a tie.",
    type: TraitType.CATEGORY,
    unit: null,
    values: null,
    compute: ([visits], now) => mostFrequent(visits, now, ({ place }) => place.region),
  },
  {
    id: "homeCountry",
    title: "Country of most days",
    sources: ["location.visits"],
    formula: "The country (ISO 3166-1 alpha-2) of most days of the last 30 days; unknown for a tie.",
    type: TraitType.CATEGORY,
    unit: null,
    values: null,
    compute: ([visits], now) => mostFrequent(visits, now, ({ place }) => place.country),
  },
];

function atLeastOne(rate: { low: number } | null): boolean | null {
  return rate && rate.low >= 1;
}
