import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../shared/clock.js";
import {
  DOCUMENT_TAIL,
  documentHead,
  PHONE,
  recordElement,
  sample,
  WATCH,
  workoutElement,
  type SampleDevice,
  type SampleRecord,
  type SampleWorkout,
} from "./apple-health-document.js";
import { atLocal, lastLocalDates } from "./local-time.js";
import type { SampleDay } from "./sample-day.js";
import { energies, heights, meals, variabilities } from "./sample-habits.js";
import type { SampleProfile } from "./sample-profile.js";
import { between, seededRandom, wholeBetween, type Random } from "./seeded-random.js";

export { cyclistTracks, gpxTrack } from "./gpx-track.js";
export { POOR_SLEEPER, RUNNER } from "./sample-profile.js";

export interface SampleExportOptions {
  /** The same seed, moment and profile give the same bytes. */
  seed: number;
  now: Date;
  /** How many days before today it covers; today is in it as far as it has gone. */
  days: number;
  profile: SampleProfile;
}

const KILOGRAMS_PER_POUND = 0.45359237;
const KILOMETRES_PER_MILE = 1.609344;

const RATE_EVERY_MINUTES = 10;
const RATE_IN_WORKOUT_EVERY_SECONDS = 60;
const WEIGHING_EVERY_DAYS = 3;

/** Light, deep, light, dream, and a short waking: one cycle, as shares of it. */
const SLEEP_CYCLE = [
  ["AsleepCore", 0.3],
  ["AsleepDeep", 0.25],
  ["AsleepCore", 0.2],
  ["AsleepREM", 0.22],
  ["Awake", 0.03],
] as const;
const SLEEP_CYCLES = 5;

/** An invented `export.xml` of Apple Health, a few MB of text; nothing in it ends after `now`. */
export function appleHealthExport({ seed, now, days, profile }: SampleExportOptions): string {
  const zone = profile.timeZone;
  const calendar = lastLocalDates(zone, now, days).map((date): SampleDay => ({
    date,
    weekday: new Date(date).getUTCDay(),
    at: (minutes) => atLocal(zone, date, minutes),
  }));
  const hasHappened = ({ endMs }: { endMs: number }): boolean => endMs <= now.getTime();
  const sections = [heartRates, restingRates, steps, weighings, nights, variabilities, energies, meals, heights];
  // Apple groups records by type; every section draws from a seed of its own, so that one can change alone.
  const records = sections.flatMap((section, i) => {
    const random = seededRandom(seed * 31 + i);
    return calendar.flatMap((day, index) => section(profile, day, random, index));
  });
  const workouts = calendar.flatMap((day) => workoutOf(profile, day, seed) ?? []);
  return [
    documentHead(profile, now),
    ...records.filter(hasHappened).map((record) => recordElement(zone, record)),
    ...workouts.filter(hasHappened).map((workout) => workoutElement(zone, workout)),
    DOCUMENT_TAIL,
  ].join("");
}

function heartRates(profile: SampleProfile, day: SampleDay, random: Random): SampleRecord[] {
  const wakes = profile.bedtimeMinutes + profile.hoursAsleep * 60;
  const records: SampleRecord[] = [];
  for (let minute = 0; minute < 24 * 60; minute += RATE_EVERY_MINUTES) {
    const base = minute < wakes ? profile.restingRate - 3 : profile.restingRate + 20;
    const at = day.at(minute) + wholeBetween(random, 0, 500) * SECOND_MS;
    records.push(rateRecord(at, Math.round(base + between(random, -6, 14))));
  }
  if (!worksOut(profile, day)) return records;
  const { startMinutes, kilometres, minutesPerKilometre, rate } = profile.workout;
  const seconds = kilometres * minutesPerKilometre * 60;
  for (let second = 0; second < seconds; second += RATE_IN_WORKOUT_EVERY_SECONDS) {
    const warm = Math.min(1, 0.7 + second / 1_200);
    const at = day.at(startMinutes) + (second + 30) * SECOND_MS;
    records.push(rateRecord(at, Math.round(rate * warm + between(random, -5, 5))));
  }
  return records.sort((a, b) => a.startMs - b.startMs);
}

function rateRecord(atMs: number, rate: number): SampleRecord {
  return sample("HeartRate", String(rate), "count/min", atMs, atMs, WATCH);
}

function restingRates(profile: SampleProfile, day: SampleDay, random: Random): SampleRecord[] {
  const rate = Math.round(profile.restingRate + between(random, -2, 2));
  return [sample("RestingHeartRate", String(rate), "count/min", day.at(1), day.at(23 * 60), WATCH)];
}

/** Watch and phone are carried at once for some hours of the day, and both count the same steps then. */
function steps(profile: SampleProfile, day: SampleDay, random: Random): SampleRecord[] {
  const hours = Array.from({ length: 15 }, (_, i) => 8 + i);
  return hours.flatMap((hour) => {
    const count = Math.round((profile.stepsPerDay / hours.length) * between(random, 0.4, 1.6));
    const startMs = day.at(hour * 60 + wholeBetween(random, 0, 30));
    const endMs = startMs + wholeBetween(random, 6, 25) * MINUTE_MS;
    const watch = sample("StepCount", String(count), "count", startMs, endMs, WATCH);
    const seen = Math.round(count * between(random, 0.85, 1));
    const isCarried = random() < 0.35;
    return isCarried ? [watch, sample("StepCount", String(seen), "count", startMs, endMs, PHONE)] : [watch];
  });
}

function weighings(profile: SampleProfile, day: SampleDay, random: Random, index: number): SampleRecord[] {
  if (index % WEIGHING_EVERY_DAYS !== 0) return [];
  const kilograms = profile.weightKilograms + between(random, -0.7, 0.7);
  const [value, unit] = profile.isImperial ? [kilograms / KILOGRAMS_PER_POUND, "lb"] : [kilograms, "kg"];
  const atMs = day.at(7 * 60 + wholeBetween(random, 0, 40));
  return [sample("BodyMass", value.toFixed(1), unit, atMs, atMs, PHONE)];
}

/** The night that ends on a date: the phone says in bed, the watch tells the stages. */
function nights(profile: SampleProfile, day: SampleDay, random: Random): SampleRecord[] {
  const bedMs = day.at(profile.bedtimeMinutes + wholeBetween(random, -25, 25));
  const asleepMs = profile.hoursAsleep * HOUR_MS * between(random, 0.9, 1.1);
  const records: SampleRecord[] = [];
  let atMs = bedMs + 12 * MINUTE_MS;
  for (let cycle = 0; cycle < SLEEP_CYCLES; cycle++) {
    for (const [stage, share] of SLEEP_CYCLE) {
      const endMs =
        atMs + Math.round(((asleepMs / SLEEP_CYCLES) * share * between(random, 0.9, 1.1)) / SECOND_MS) * SECOND_MS;
      records.push(sleepRecord(stage, atMs, endMs, WATCH));
      atMs = endMs;
    }
  }
  return [sleepRecord("InBed", bedMs, atMs + 5 * MINUTE_MS, PHONE), ...records];
}

function sleepRecord(stage: string, startMs: number, endMs: number, device: SampleDevice): SampleRecord {
  const value = `HKCategoryValueSleepAnalysis${stage}`;
  return { type: "CategoryTypeIdentifierSleepAnalysis", value, startMs, endMs, device };
}

function workoutOf(profile: SampleProfile, day: SampleDay, seed: number): SampleWorkout | null {
  if (!worksOut(profile, day)) return null;
  const { appleType, startMinutes, minutesPerKilometre, rate, kilocaloriesPerKilometre } = profile.workout;
  const random = seededRandom(seed * 31 + Date.parse(day.date) / 86_400_000);
  const kilometres = profile.workout.kilometres * between(random, 0.75, 1.25);
  const startMs = day.at(startMinutes) + wholeBetween(random, 0, 1_500) * SECOND_MS;
  return {
    appleType,
    startMs,
    endMs: startMs + Math.round(kilometres * minutesPerKilometre * 60) * SECOND_MS,
    distance: profile.isImperial
      ? { value: kilometres / KILOMETRES_PER_MILE, unit: "mi" }
      : { value: kilometres, unit: "km" },
    kilocalories: kilometres * kilocaloriesPerKilometre,
    rate: { average: rate, minimum: rate - 38, maximum: rate + 17 },
  };
}

function worksOut(profile: SampleProfile, { weekday }: SampleDay): boolean {
  return profile.workout.weekdays.includes(weekday);
}
