import type { Database } from "../../../shared/database.js";
import { generaliseMacronutrients, type MacronutrientValue } from "../generalise/macronutrients.js";
import { generaliseVisits, type VisitValue } from "../generalise/places.js";
import { generaliseWithin, type IntervalValue } from "../generalise/series.js";
import { generaliseWorkouts, type WorkoutValue } from "../generalise/workouts.js";
import { isIn } from "../generalise/calendar.js";
import type { Grant } from "../licensing/access.js";
import type { Activity } from "../observation.js";
import { leaveList } from "./leaving.js";
import type { FieldRead } from "./licensed-field.js";
import type { VaultReader } from "./vault-reader.js";
import type { Interval, Macronutrients, SleepStage, Visit, Workout } from "./values.js";

/** Reads granted lists over time and tells them at the grant's precision, for the grant's period. */
export class FieldReader {
  constructor(
    private readonly database: Database,
    private readonly vault: VaultReader,
  ) {}

  async series(read: FieldRead): Promise<Interval[]> {
    const { grant, field } = read;
    const told = await this.tellSeries(field, grant);
    return leaveList(read, told).map((value) => interval(value, grant.isOwn));
  }

  async visits(read: FieldRead): Promise<Visit[]> {
    return leaveList(read, await this.tellVisits(read.grant)).map(timed);
  }

  async workouts(read: FieldRead): Promise<Workout[]> {
    const { grant } = read;
    const { activity } = read.args as { activity?: Activity | null };
    const told = (await this.tellWorkouts(grant)).filter((workout) => !activity || workout.activity === activity);
    return leaveList(read, told).map((workout) => ({ ...timed(workout), access: read.access }));
  }

  async stages(read: FieldRead): Promise<SleepStage[]> {
    const { personId, period } = read.grant;
    const segments = await this.database.glance((manager) => this.vault.stages(manager, personId, period));
    const told = segments.filter(({ startMs }) => isIn(period, startMs)).sort((a, b) => a.startMs - b.startMs);
    return leaveList(read, told).map(timed);
  }

  async macronutrients(read: FieldRead): Promise<Macronutrients[]> {
    return leaveList(read, await this.tellMacronutrients(read.grant)).map(timed);
  }

  tellSeries(field: string, grant: Grant): Promise<IntervalValue[]> {
    return this.database.glance(async (manager) => {
      const readings = await this.vault.readings(manager, grant.personId, field, grant, grant.period);
      return generaliseWithin(field, grant, readings, grant.period);
    });
  }

  tellVisits(grant: Grant): Promise<VisitValue[]> {
    return this.database.glance(async (manager) => {
      const visits = await this.vault.visits(manager, grant.personId, grant.precision, grant.period);
      return generaliseVisits(grant.precision, visits, grant.period);
    });
  }

  tellWorkouts(grant: Grant): Promise<WorkoutValue[]> {
    return this.database.glance(async (manager) => {
      const workouts = await this.vault.workouts(manager, grant.personId, grant.precision, grant.period);
      return generaliseWorkouts(grant, workouts, grant.period);
    });
  }

  tellMacronutrients(grant: Grant): Promise<MacronutrientValue[]> {
    return this.database.glance(async (manager) => {
      const days = await this.vault.macronutrients(manager, grant.personId, grant.precision, grant.period);
      return generaliseMacronutrients(grant, days, grant.period);
    });
  }
}

/** What is told of a span, with instants in place of milliseconds. */
function timed<T extends { startMs: number; endMs: number }>({
  startMs,
  endMs,
  ...rest
}: T): Omit<T, "startMs" | "endMs"> & { start: Date; end: Date } {
  return { ...rest, start: new Date(startMs), end: new Date(endMs) };
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
