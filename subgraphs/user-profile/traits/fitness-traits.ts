import { TraitType } from "../../../shared/trait-match.js";
import { Activity } from "../observation.js";
import type { TraitSpec } from "./trait-spec.js";
import { longestKilometres, meanLately, perWeek, type Rate } from "./trait-formulas.js";
import type { WorkoutValue } from "../generalise/workouts.js";

const NUMBER = { type: TraitType.NUMBER, values: null } as const;
const FLAG = { type: TraitType.FLAG, unit: null, values: null } as const;
const WORKOUTS = { sources: ["fitness.workouts"] } as const;

const isOf =
  (activity: Activity) =>
  (workout: WorkoutValue): number =>
    workout.activity === activity ? 1 : 0;
const kilometresOf =
  (activity: Activity) =>
  (workout: WorkoutValue): number =>
    workout.activity === activity ? (workout.distanceMetres ?? 0) / 1000 : 0;
const atLeastOne = (rate: Rate | null): boolean | null => rate && rate.low >= 1;

/** How somebody moves. */
export const FITNESS_TRAITS: readonly TraitSpec[] = [
  {
    ...NUMBER,
    ...WORKOUTS,
    id: "runsPerWeek",
    title: "Runs a week",
    unit: "/wk",
    formula: "Runs of the last 28 days, divided by four.",
    compute: ([workouts], now) => perWeek(workouts, now, isOf(Activity.RUN)),
  },
  {
    ...NUMBER,
    ...WORKOUTS,
    id: "runKilometresPerWeek",
    title: "Kilometres run a week",
    unit: "km/wk",
    formula: "Distance of the runs of the last 28 days in kilometres, divided by four.",
    compute: ([workouts], now) => perWeek(workouts, now, kilometresOf(Activity.RUN)),
  },
  {
    ...NUMBER,
    ...WORKOUTS,
    id: "longestRunKilometres",
    title: "Longest run lately",
    unit: "km",
    formula: "The longest distance of one run of the last 28 days in kilometres; unknown without a run.",
    compute: ([workouts], now) => longestKilometres(workouts, now, Activity.RUN),
  },
  {
    ...FLAG,
    ...WORKOUTS,
    id: "runner",
    title: "Runs at least once a week",
    formula: "True when the runs of the last 28 days, divided by four, are one or more.",
    compute: ([workouts], now) => atLeastOne(perWeek(workouts, now, isOf(Activity.RUN))),
  },
  {
    ...NUMBER,
    ...WORKOUTS,
    id: "ridesPerWeek",
    title: "Rides a week",
    unit: "/wk",
    formula: "Rides of the last 28 days, divided by four.",
    compute: ([workouts], now) => perWeek(workouts, now, isOf(Activity.RIDE)),
  },
  {
    ...NUMBER,
    ...WORKOUTS,
    id: "rideKilometresPerWeek",
    title: "Kilometres ridden a week",
    unit: "km/wk",
    formula: "Distance of the rides of the last 28 days in kilometres, divided by four.",
    compute: ([workouts], now) => perWeek(workouts, now, kilometresOf(Activity.RIDE)),
  },
  {
    ...FLAG,
    ...WORKOUTS,
    id: "cyclist",
    title: "Rides at least once a week",
    formula: "True when the rides of the last 28 days, divided by four, are one or more.",
    compute: ([workouts], now) => atLeastOne(perWeek(workouts, now, isOf(Activity.RIDE))),
  },
  {
    ...NUMBER,
    ...WORKOUTS,
    id: "swimsPerWeek",
    title: "Swims a week",
    unit: "/wk",
    formula: "Swims of the last 28 days, divided by four.",
    compute: ([workouts], now) => perWeek(workouts, now, isOf(Activity.SWIM)),
  },
  {
    ...NUMBER,
    ...WORKOUTS,
    id: "hikesPerWeek",
    title: "Hikes a week",
    unit: "/wk",
    formula: "Hikes of the last 28 days, divided by four.",
    compute: ([workouts], now) => perWeek(workouts, now, isOf(Activity.HIKE)),
  },
  {
    ...NUMBER,
    ...WORKOUTS,
    id: "strengthSessionsPerWeek",
    title: "Strength sessions a week",
    unit: "/wk",
    formula: "Strength workouts of the last 28 days, divided by four.",
    compute: ([workouts], now) => perWeek(workouts, now, isOf(Activity.STRENGTH)),
  },
  {
    ...NUMBER,
    ...WORKOUTS,
    id: "workoutsPerWeek",
    title: "Workouts a week",
    unit: "/wk",
    formula: "Workouts of any kind of the last 28 days, divided by four.",
    compute: ([workouts], now) => perWeek(workouts, now, () => 1),
  },
  {
    ...NUMBER,
    id: "stepsPerDay",
    title: "Steps a day",
    sources: ["fitness.steps"],
    unit: "{steps}/d",
    formula: "Mean of the daily steps of the last 30 days, over days that have any; over bands, the range they span.",
    compute: ([steps], now) => meanLately(steps, now),
  },
  {
    ...NUMBER,
    id: "activeEnergyPerDay",
    title: "Energy burned by moving a day",
    sources: ["fitness.activeEnergy"],
    unit: "kcal/d",
    formula:
      "Mean of the daily active energy of the last 30 days, over days that have any; over bands, the range they span.",
    compute: ([energy], now) => meanLately(energy, now),
  },
];
