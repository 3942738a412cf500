import type { EntityManager } from "typeorm";
import type { Period } from "../../../shared/licensing/decide.js";
import { Precision } from "../../../shared/licensing/precision.js";
import { DAY_MS } from "../../../shared/clock.js";
import { dateMs } from "../generalise/calendar.js";
import { daysToLoad, type DayRange } from "../generalise/days-to-load.js";
import type { LocalVisit } from "../generalise/home.js";
import type { MacronutrientDay } from "../generalise/macronutrients.js";
import type { PhotoReading } from "../generalise/photo-moments.js";
import type { VisitReading } from "../generalise/places.js";
import { isToldByDay, type Reading } from "../generalise/series.js";
import { sleepNights, type StageSegment } from "../generalise/sleep-nights.js";
import { eventHours, hoursWorked, type WorkEvent } from "../generalise/working-hours.js";
import type { WorkoutReading } from "../generalise/workouts.js";
import type { Activity, FactField, FactValues, Metric, SampleMetric, SleepStageKind } from "../observation.js";
import type { DaySummary } from "../vault/day-summary.js";
import { Zone } from "../vault/local-day.js";
import { mergeOrigins } from "../vault/merge-origins.js";
import type { FiledObservation } from "../vault/stored-observation.js";
import type { Vault } from "../vault/vault.js";

/** What generalisers need of a vault: whole days, so that no bucket is cut by the period. */
export class VaultReader {
  constructor(private readonly vault: Vault) {}

  async readings(
    manager: EntityManager,
    personId: string,
    field: string,
    told: { licensed: Precision; precision: Precision; isCountedOnce?: boolean },
    period: Period,
  ): Promise<Reading[]> {
    const days = wholeDays(field, told, period);
    if (field === "sleep.duration") {
      return sleepNights((await this.vault.observations(manager, personId, "sleep.stages", days)).map(segment));
    }
    if (field === "work.workingHours") {
      const events = await this.vault.observations(manager, personId, field, days);
      return told.precision === Precision.EXACT ? eventHours(events) : hoursWorked(events);
    }
    if (isToldByDay(field, told)) {
      return (await this.vault.summaries(manager, personId, field as Metric, days)).map(wholeDay);
    }
    const filed = await this.vault.observations(manager, personId, field as Metric, days);
    // At EXACT the person is told what each device says; every sum is of what happened once.
    const isEach = told.precision === Precision.EXACT && !told.isCountedOnce;
    const counted = isEach ? filed : mergeOrigins(field as Metric, filed);
    return counted.map(reading);
  }

  async visits(
    manager: EntityManager,
    personId: string,
    precision: Precision,
    period: Period,
  ): Promise<VisitReading[]> {
    const filed = await this.load(manager, personId, "location.visits", "location.visits", precision, period);
    return filed.map(({ startMs, endMs, day, latitude, longitude }) => ({
      startMs,
      endMs,
      day,
      latitude: latitude ?? 0,
      longitude: longitude ?? 0,
    }));
  }

  async workouts(
    manager: EntityManager,
    personId: string,
    precision: Precision,
    period: Period,
  ): Promise<WorkoutReading[]> {
    const filed = await this.load(manager, personId, "fitness.workouts", "fitness.workouts", precision, period);
    const once = precision === Precision.EXACT ? filed : mergeOrigins("fitness.workouts", filed);
    return once.map(({ startMs, endMs, day, activity, distanceMetres = null, energyKilocalories = null }) => ({
      startMs,
      endMs,
      day,
      activity: activity as Activity,
      distanceMetres,
      energyKilocalories,
    }));
  }

  async stages(manager: EntityManager, personId: string, period: Period): Promise<StageSegment[]> {
    const filed = await this.load(manager, personId, "sleep.stages", "sleep.stages", Precision.EXACT, period);
    return filed.map(segment);
  }

  async photos(
    manager: EntityManager,
    personId: string,
    field: string,
    precision: Precision,
    period: Period,
  ): Promise<PhotoReading[]> {
    const filed = await this.load(manager, personId, "photos.moments", field, precision, period);
    return filed.map(({ startMs, day, latitude = null, longitude = null, camera = null }) => ({
      takenMs: startMs,
      day,
      latitude,
      longitude,
      camera,
    }));
  }

  async macronutrients(
    manager: EntityManager,
    personId: string,
    precision: Precision,
    period: Period,
  ): Promise<MacronutrientDay[]> {
    const days = new Map<string, MacronutrientDay>();
    for (const [nutrient, metric] of MACRONUTRIENTS) {
      const filed = await this.load(manager, personId, metric, "diet.macronutrients", precision, period);
      for (const { day, value = 0 } of filed) {
        const known = days.get(day) ?? { day, proteinGrams: null, carbohydrateGrams: null, fatGrams: null };
        known[nutrient] = (known[nutrient] ?? 0) + value;
        days.set(day, known);
      }
    }
    return [...days.values()];
  }

  samples(manager: EntityManager, personId: string, metric: SampleMetric, days: DayRange): Promise<Reading[]> {
    return this.vault.observations(manager, personId, metric, days).then((filed) => filed.map(reading));
  }

  async localVisits(manager: EntityManager, personId: string, days: DayRange): Promise<LocalVisit[]> {
    const filed = await this.local(manager, personId, "location.visits", days);
    return filed.map(({ startMs, endMs, offsetMinutes, latitude, longitude }) => ({
      startMs,
      endMs,
      offsetMinutes,
      latitude: latitude ?? 0,
      longitude: longitude ?? 0,
    }));
  }

  localWork(
    manager: EntityManager,
    personId: string,
    days: DayRange,
  ): Promise<(WorkEvent & { offsetMinutes: number })[]> {
    return this.local(manager, personId, "work.workingHours", days);
  }

  newestDay(manager: EntityManager, personId: string, metric: Metric, days: DayRange): Promise<string | null> {
    return this.vault.newestDay(manager, personId, metric, days);
  }

  /** When the observations of one day begin. */
  startsOn(manager: EntityManager, personId: string, metric: Metric, day: string): Promise<{ startMs: number }[]> {
    return this.vault.observations(manager, personId, metric, { firstDay: day, lastDay: day });
  }

  /** The days on which something may stand that happened between two moments. */
  knownDays(fromMs: number, toMs: number): DayRange {
    return daysToLoad("", Precision.EXACT, fromMs, toMs);
  }

  async fact<F extends FactField>(manager: EntityManager, personId: string, field: F): Promise<FactValues[F] | null> {
    const { facts } = await this.vault.profile(manager, personId);
    return facts[field] ?? null;
  }

  /** With the offset of the clock on the wall: the source's, else that of the person's zone. */
  private async local(
    manager: EntityManager,
    personId: string,
    metric: Metric,
    days: DayRange,
  ): Promise<(FiledObservation & { offsetMinutes: number })[]> {
    const zone = Zone.of((await this.vault.profile(manager, personId)).timeZone);
    const filed = await this.vault.observations(manager, personId, metric, days);
    return filed.map((observation) => ({
      ...observation,
      offsetMinutes: observation.offsetMinutes ?? zone.offsetMinutes(observation.startMs),
    }));
  }

  private load(
    manager: EntityManager,
    personId: string,
    metric: Metric,
    field: string,
    precision: Precision,
    { fromMs, toMs }: Period,
  ): Promise<FiledObservation[]> {
    return this.vault.observations(manager, personId, metric, daysToLoad(field, precision, fromMs, toMs));
  }
}

const MACRONUTRIENTS = [
  ["proteinGrams", "diet.protein"],
  ["carbohydrateGrams", "diet.carbohydrate"],
  ["fatGrams", "diet.fat"],
] as const;

/** The days of every bucket that is asked, and of every licensed bucket that one of those is made from. */
function wholeDays(
  field: string,
  { licensed, precision }: { licensed: Precision; precision: Precision },
  { fromMs, toMs }: Period,
): DayRange {
  const asked = daysToLoad(field, precision, fromMs, toMs);
  const { lastDay } = daysToLoad(field, licensed, dateMs(asked.firstDay), dateMs(asked.lastDay) + DAY_MS);
  return { firstDay: asked.firstDay, lastDay };
}

function wholeDay({ day, summary: { sum, ...many } }: { day: string; summary: DaySummary }): Reading {
  const startMs = dateMs(day);
  return { startMs, endMs: startMs + DAY_MS, day, value: sum, many };
}

function reading({ startMs, endMs, day, value = 0 }: FiledObservation): Reading {
  return { startMs, endMs, day, value };
}

function segment({ startMs, endMs, day, stage }: FiledObservation): StageSegment {
  return { startMs, endMs, day, stage: stage as SleepStageKind };
}
