import { comparable, dpv, ours, PLAIN, type FieldSpec } from "../field-spec.js";
import { IntimacyTier } from "../tier.js";

/** Health data in the sense of GDPR Article 9. */
const HEALTH = { ...PLAIN, tier: IntimacyTier.INTIMATE, specialCategory: true } as const;

/** Heart, body, sleep and diet. */
export const BODY_FIELDS: readonly FieldSpec[] = [
  {
    ...HEALTH,
    ...ours("HeartRate", "PhysicalHealth"),
    path: "heart.rate",
    title: "Your heart rate",
    code: "LOINC 8867-4",
    unit: "/min",
    ...comparable(
      {
        EXACT: "Every reading of your sensor, with its time.",
        FINE: "Mean, lowest and highest of each hour, in beats per minute.",
        COARSE: "The mean of each day, in beats per minute.",
        BAND: "The band of 10 beats per minute that holds each week's mean.",
      },
      [60, 80, 100],
      "beats per minute",
    ),
  },
  {
    ...HEALTH,
    ...ours("RestingHeartRate", "PhysicalHealth"),
    path: "heart.restingRate",
    title: "Your heart rate at rest",
    code: "LOINC 40443-4",
    unit: "/min",
    ...comparable(
      {
        EXACT: "Every reading of your sensor, with its time.",
        FINE: "Mean, lowest and highest of each hour, in beats per minute.",
        COARSE: "The mean of each day, in beats per minute.",
        BAND: "The band of 5 beats per minute that holds each week's mean.",
      },
      [55, 65, 75],
      "beats per minute",
    ),
  },
  {
    ...HEALTH,
    ...ours("HeartRateVariability", "PhysicalHealth"),
    path: "heart.variability",
    title: "How much the time between your heartbeats varies",
    code: "LOINC 80404-7",
    unit: "ms",
    ...comparable(
      {
        EXACT: "Every reading of your sensor, with its time.",
        FINE: "Mean, lowest and highest of each hour, in milliseconds.",
        COARSE: "The mean of each day, in milliseconds.",
        BAND: "The band of 20 milliseconds that holds each week's mean.",
      },
      [20, 40, 60],
      "milliseconds",
    ),
  },
  {
    ...HEALTH,
    ...dpv("Weight"),
    path: "body.weight",
    title: "Your body weight",
    code: "LOINC 29463-7",
    unit: "kg",
    ...comparable(
      {
        EXACT: "Every weighing, with its time.",
        FINE: "The mean of each day, to half a kilogram.",
        COARSE: "The mean of each week, to one kilogram.",
        BAND: "The band of 5 kilograms that holds each month's mean.",
      },
      [60, 80, 100],
      "kilograms",
    ),
  },
  {
    ...HEALTH,
    ...dpv("Height"),
    path: "body.height",
    title: "Your height",
    code: "LOINC 8302-2",
    unit: "cm",
    precisions: {
      EXACT: "Your height.",
      FINE: "Your height, to 1 centimetre.",
      COARSE: "Your height, in steps of 5 centimetres.",
      BAND: "Your height, in steps of 10 centimetres.",
    },
  },
  {
    ...HEALTH,
    ...ours("BodyMassIndex", "PhysicalCharacteristic"),
    path: "body.bodyMassIndex",
    title: "Your body mass index",
    code: "LOINC 39156-5",
    unit: "kg/m2",
    precisions: {
      EXACT: "Your body mass index.",
      FINE: "Your body mass index, to the whole number.",
      BAND: "The World Health Organization's class that it falls in.",
    },
  },
  {
    ...HEALTH,
    ...ours("SleepDuration", "PhysicalHealth"),
    path: "sleep.duration",
    title: "How long you sleep",
    code: "LOINC 93832-4",
    unit: "h",
    ...comparable(
      {
        EXACT: "The hours asleep of every night, with its times.",
        FINE: "The hours asleep of every night, to 15 minutes, with its times to the hour.",
        COARSE: "The hours asleep by day, to 30 minutes.",
        BAND: "The hours asleep by day, in bands of 1 hour.",
      },
      [6, 7, 8],
      "hours",
    ),
  },
  {
    ...HEALTH,
    ...ours("SleepStages", "PhysicalHealth"),
    path: "sleep.stages",
    title: "The stages of your sleep",
    code: "omh sleep-episode 1.1",
    unit: null,
    precisions: { EXACT: "Every stage of every night, with its times." },
  },
  {
    ...HEALTH,
    ...ours("DietaryEnergy", "Behavioural"),
    path: "diet.energy",
    title: "How much energy you eat",
    code: "LOINC 9052-2",
    unit: "kcal",
    ...comparable(
      {
        EXACT: "The energy eaten each day.",
        FINE: "The energy eaten each day, to 50 kilocalories.",
        COARSE: "Each week's mean per day, to 50 kilocalories.",
        BAND: "The band of 250 kilocalories that holds each week's mean per day.",
      },
      [1500, 2000, 2500],
      "kilocalories a day",
    ),
  },
  {
    ...HEALTH,
    ...ours("Macronutrients", "Behavioural"),
    path: "diet.macronutrients",
    title: "The protein, carbohydrate and fat you eat",
    code: null,
    unit: "g",
    precisions: {
      EXACT: "Protein, carbohydrate and fat of each day.",
      FINE: "Protein, carbohydrate and fat of each day, to 5 grams.",
      COARSE: "Each week's means per day, to 5 grams.",
    },
  },
];
