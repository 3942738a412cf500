import { MINUTE_MS } from "../shared/clock.js";
import { PHONE, sample, WATCH, type SampleRecord } from "./apple-health-document.js";
import type { SampleDay } from "./sample-day.js";
import type { SampleProfile } from "./sample-profile.js";
import { between, wholeBetween, type Random } from "./seeded-random.js";

/** Food labels: kilocalories of a gram. */
const KILOCALORIES_PER_GRAM = { protein: 4, carbohydrate: 4, fat: 9 };

/** Breakfast, lunch and dinner: when, and what share of the day's food. */
const MEALS = [
  { minutes: 7 * 60 + 30, share: 0.25 },
  { minutes: 12 * 60 + 40, share: 0.35 },
  { minutes: 19 * 60, share: 0.4 },
] as const;

/** A watch takes it some times a night. */
export function variabilities(profile: SampleProfile, day: SampleDay, random: Random): SampleRecord[] {
  return [2, 4].map((hour) => {
    const atMs = day.at(hour * 60 + wholeBetween(random, 0, 50));
    const value = (profile.variability * between(random, 0.8, 1.2)).toFixed(4);
    return sample("HeartRateVariabilitySDNN", value, "ms", atMs, atMs + MINUTE_MS, WATCH);
  });
}

/** About 0.04 kcal a step, hour by hour. */
export function energies(profile: SampleProfile, day: SampleDay, random: Random): SampleRecord[] {
  return Array.from({ length: 15 }, (_, i) => {
    const startMs = day.at((8 + i) * 60);
    const kilocalories = (profile.stepsPerDay / 15) * 0.04 * between(random, 0.5, 1.5);
    return sample("ActiveEnergyBurned", kilocalories.toFixed(3), "kcal", startMs, startMs + 50 * MINUTE_MS, WATCH);
  });
}

/** What an app for food wrote: energy and what it is made of, on most days. */
export function meals(profile: SampleProfile, day: SampleDay, random: Random): SampleRecord[] {
  if (random() < 0.1) return [];
  return MEALS.flatMap(({ minutes, share }) => {
    const kilocalories = profile.kilocalories * share * between(random, 0.8, 1.2);
    const atMs = day.at(minutes + wholeBetween(random, 0, 40));
    const grams = (nutrient: keyof typeof KILOCALORIES_PER_GRAM, of: number): string =>
      ((kilocalories * of) / KILOCALORIES_PER_GRAM[nutrient]).toFixed(1);
    return [
      sample("DietaryEnergyConsumed", kilocalories.toFixed(0), "kcal", atMs, atMs, PHONE),
      sample("DietaryProtein", grams("protein", 0.18), "g", atMs, atMs, PHONE),
      sample("DietaryCarbohydrates", grams("carbohydrate", 0.5), "g", atMs, atMs, PHONE),
      sample("DietaryFatTotal", grams("fat", 0.32), "g", atMs, atMs, PHONE),
    ];
  });
}

/** Written once, when the phone was new. */
export function heights(profile: SampleProfile, day: SampleDay, _random: Random, index: number): SampleRecord[] {
  if (index > 0) return [];
  const [value, unit] = profile.isImperial
    ? [(profile.heightCentimetres / 2.54).toFixed(1), "in"]
    : [String(profile.heightCentimetres), "cm"];
  return [sample("Height", value, unit, day.at(9 * 60), day.at(9 * 60), PHONE)];
}
