import { comparable, ours, PLAIN, type FieldSpec } from "../field-spec.js";
import { IntimacyTier } from "../tier.js";

const FITNESS = { ...PLAIN, tier: IntimacyTier.PERSONAL, specialCategory: false } as const;

/** What the person does with the body. */
export const FITNESS_FIELDS: readonly FieldSpec[] = [
  {
    ...FITNESS,
    ...ours("Workouts", "Behavioural"),
    path: "fitness.workouts",
    title: "Your runs, rides and other workouts",
    code: "omh physical-activity 1.2",
    unit: "m",
    precisions: {
      EXACT: "Every workout as it was recorded: kind, times, distance and energy.",
      FINE: "Every workout to the hour, its distance to 100 metres.",
      COARSE: "Every workout's day, its distance to 1 kilometre.",
    },
  },
  {
    ...FITNESS,
    ...ours("StepCount", "Behavioural"),
    path: "fitness.steps",
    title: "Your steps",
    code: "LOINC 41950-7",
    unit: "{steps}",
    ...comparable(
      {
        EXACT: "Every count of your phone or watch, with its times.",
        FINE: "The steps of each hour.",
        COARSE: "The steps of each day.",
        BAND: "The band of 2,500 steps a day that holds each week's mean.",
      },
      [5000, 7500, 10000],
      "steps a day",
    ),
  },
  {
    ...FITNESS,
    ...ours("ActiveEnergy", "Behavioural"),
    path: "fitness.activeEnergy",
    title: "The energy you burn by moving",
    code: "LOINC 41979-6",
    unit: "kcal",
    ...comparable(
      {
        EXACT: "Every count of your phone or watch, with its times.",
        FINE: "The active energy of each hour.",
        COARSE: "The active energy of each day.",
        BAND: "The band of 200 kilocalories a day that holds each week's mean.",
      },
      [200, 400, 600],
      "kilocalories a day",
    ),
  },
];
