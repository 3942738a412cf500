import type { Database } from "../../../shared/database.js";
import { clientError } from "../../../shared/errors.js";
import { formatDuration } from "../../../shared/duration.js";
import { LIST_MAX } from "../../../shared/limits.js";
import { generaliseBirthYear } from "../generalise/birth-year.js";
import { generaliseHomeArea } from "../generalise/home-area.js";
import { generaliseVisits, type VisitValue } from "../generalise/places.js";
import { generaliseWithin, type IntervalValue } from "../generalise/series.js";
import { generaliseWorkouts, type WorkoutValue } from "../generalise/workouts.js";
import type { Grant } from "../licensing/access.js";
import type { Activity, FactField, FactValues } from "../observation.js";
import type { FieldRead } from "./licensed-field.js";
import type { VaultReader } from "./vault-reader.js";
import type { Interval, NumberRange, Place, Visit, Workout } from "./values.js";

/** Reads a granted field and tells it at the grant's precision, for the grant's period; nothing else leaves a vault. */
export class FieldReader {
  constructor(
    private readonly database: Database,
    private readonly vault: VaultReader,
  ) {}

  async series(read: FieldRead): Promise<Interval[]> {
    const { grant, field } = read;
    const told = await this.tellSeries(field, grant);
    return leave(read, told).map((value) => interval(value, grant.isOwn));
  }

  async visits(read: FieldRead): Promise<Visit[]> {
    const { grant } = read;
    return leave(read, await this.tellVisits(grant)).map(({ startMs, endMs, place }) => ({
      place,
      start: new Date(startMs),
      end: new Date(endMs),
    }));
  }

  async workouts(read: FieldRead): Promise<Workout[]> {
    const { grant } = read;
    const { activity } = read.args as { activity?: Activity | null };
    const told = (await this.tellWorkouts(grant)).filter((workout) => !activity || workout.activity === activity);
    return leave(read, told).map(({ startMs, endMs, ...workout }) => ({
      ...workout,
      start: new Date(startMs),
      end: new Date(endMs),
      meanHeartRate: null,
    }));
  }

  async birthYear(read: FieldRead): Promise<NumberRange | null> {
    const told = await this.tellBirthYear(read.grant, read.context.now);
    noteFact(read, told);
    return told;
  }

  /** A fact that has no coarser form than itself. */
  async fact<F extends FactField>(read: FieldRead, fact: F): Promise<FactValues[F] | null> {
    const told = await this.database.read((manager) => this.vault.fact(manager, read.grant.personId, fact));
    noteFact(read, told);
    return told;
  }

  async homeArea(read: FieldRead): Promise<Place | null> {
    const { personId, precision } = read.grant;
    const area = await this.database.read((manager) => this.vault.fact(manager, personId, "demographics.homeArea"));
    const told = area === null ? null : generaliseHomeArea(precision, area);
    noteFact(read, told);
    return told;
  }

  tellSeries(field: string, grant: Grant): Promise<IntervalValue[]> {
    return this.database.read(async (manager) => {
      const readings = await this.vault.readings(manager, grant.personId, field, grant, grant.period);
      return generaliseWithin(field, grant, readings, grant.period);
    });
  }

  tellVisits(grant: Grant): Promise<VisitValue[]> {
    return this.database.read(async (manager) => {
      const visits = await this.vault.visits(manager, grant.personId, grant.precision, grant.period);
      return generaliseVisits(grant.precision, visits, grant.period);
    });
  }

  tellWorkouts(grant: Grant): Promise<WorkoutValue[]> {
    return this.database.read(async (manager) => {
      const workouts = await this.vault.workouts(manager, grant.personId, grant.precision, grant.period);
      return generaliseWorkouts(grant, workouts, grant.period);
    });
  }

  async tellBirthYear(grant: Grant, now: Date): Promise<NumberRange | null> {
    const year = await this.database.read((manager) => this.vault.birthYear(manager, grant.personId));
    return year === null ? null : generaliseBirthYear(grant, year, now);
  }
}

function noteFact({ grant, field, context, info }: FieldRead, told: unknown): void {
  const items = told === null ? 0 : 1;
  context.note(info, grant, { field, precision: grant.precision, fromMs: null, toMs: null, items });
}

/** Notes what leaves; refuses a list that is too long, with a period that fits. */
function leave<T extends { startMs: number }>({ grant, field, context, info }: FieldRead, told: T[]): T[] {
  if (told.length > LIST_MAX) {
    const longest = formatDuration(longestPeriodMs(told));
    throw clientError("LIST_TOO_LONG", `${field} has more than ${LIST_MAX} items in this period`, { longest });
  }
  const { fromMs, toMs } = grant.period;
  context.note(info, grant, { field, precision: grant.precision, fromMs, toMs, items: told.length });
  return told;
}

/** No window of this length, wherever it begins, holds more than LIST_MAX of them. */
function longestPeriodMs(told: readonly { startMs: number }[]): number {
  let shortest = Infinity;
  for (let i = 0; i + LIST_MAX < told.length; i += 1) {
    const window = (told[i + LIST_MAX]?.startMs ?? 0) - (told[i]?.startMs ?? 0);
    shortest = Math.min(shortest, window);
  }
  return shortest;
}

function interval({ startMs, endMs, mean, min, max, sum, unit, samples }: IntervalValue, isOwn: boolean): Interval {
  return {
    start: new Date(startMs),
    end: new Date(endMs),
    mean: mean ?? null,
    min: min ?? null,
    max: max ?? null,
    sum: sum ?? null,
    unit,
    samples: isOwn ? samples : null,
  };
}
