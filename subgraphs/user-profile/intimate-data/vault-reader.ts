import type { EntityManager } from "typeorm";
import type { Period } from "../../../shared/licensing/decide.js";
import type { Precision } from "../../../shared/licensing/precision.js";
import { DAY_MS } from "../../../shared/clock.js";
import { dateMs } from "../generalise/calendar.js";
import { daysToLoad, type DayRange } from "../generalise/days-to-load.js";
import type { VisitReading } from "../generalise/places.js";
import type { Reading } from "../generalise/series.js";
import { sleepNights, type StageSegment } from "../generalise/sleep-nights.js";
import type { WorkoutReading } from "../generalise/workouts.js";
import type { Activity, FactField, FactValues, Metric, SleepStageKind } from "../observation.js";
import type { StoredObservation } from "../vault/stored-observation.js";
import type { Vault } from "../vault/vault.js";

type Filed = StoredObservation & { day: string };

/** What generalisers need of a vault: whole days, so that no bucket is cut by the period. */
export class VaultReader {
  constructor(private readonly vault: Vault) {}

  async readings(
    manager: EntityManager,
    personId: string,
    field: string,
    told: { licensed: Precision; precision: Precision },
    period: Period,
  ): Promise<Reading[]> {
    const metric: Metric = field === "sleep.duration" ? "sleep.stages" : (field as Metric);
    const filed = await this.vault.observations(manager, personId, metric, wholeDays(field, told, period));
    if (field === "sleep.duration") return sleepNights(filed.map(segment));
    return filed.map(({ startMs, endMs, day, value = 0 }) => ({ startMs, endMs, day, value }));
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
    return filed.map(({ startMs, endMs, day, activity, distanceMetres = null, energyKilocalories = null }) => ({
      startMs,
      endMs,
      day,
      activity: activity as Activity,
      distanceMetres,
      energyKilocalories,
    }));
  }

  birthYear(manager: EntityManager, personId: string): Promise<number | null> {
    return this.fact(manager, personId, "demographics.birthYear");
  }

  async fact<F extends FactField>(manager: EntityManager, personId: string, field: F): Promise<FactValues[F] | null> {
    const { facts } = await this.vault.profile(manager, personId);
    return facts[field] ?? null;
  }

  private load(
    manager: EntityManager,
    personId: string,
    metric: Metric,
    field: string,
    precision: Precision,
    { fromMs, toMs }: Period,
  ): Promise<Filed[]> {
    return this.vault.observations(manager, personId, metric, daysToLoad(field, precision, fromMs, toMs));
  }
}

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

function segment({ startMs, endMs, day, stage }: Filed): StageSegment {
  return { startMs, endMs, day, stage: stage as SleepStageKind };
}
