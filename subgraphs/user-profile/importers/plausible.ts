import type { SampleMetric } from "../observation.js";

/** What a person's value can be, in canonical units: beyond it a file is wrong, not the person. Wide on purpose. */
const RANGES: Readonly<Record<SampleMetric, readonly [least: number, most: number]>> = {
  "heart.rate": [1, 300],
  "heart.restingRate": [1, 300],
  "heart.variability": [0.1, 1_000],
  "body.weight": [0.2, 1_000],
  "body.height": [20, 300],
  "body.bodyMassIndex": [3, 300],
  "fitness.steps": [0, 500_000],
  "fitness.activeEnergy": [0, 50_000],
  "diet.energy": [0, 50_000],
  "diet.protein": [0, 5_000],
  "diet.carbohydrate": [0, 5_000],
  "diet.fat": [0, 5_000],
};

export function isSampleMetric(metric: unknown): metric is SampleMetric {
  return typeof metric === "string" && Object.hasOwn(RANGES, metric);
}

/** Whether a number can be somebody's; false for NaN and the infinities. */
export function isPlausible(metric: SampleMetric, value: number): boolean {
  const [least, most] = RANGES[metric];
  return value >= least && value <= most;
}
