import type { EntityManager } from "typeorm";
import { DAY_MS } from "../../../shared/clock.js";
import type { Database } from "../../../shared/database.js";
import { dateMs, dateOf } from "../generalise/calendar.js";
import { generaliseHome, homeOf } from "../generalise/home.js";
import { generaliseNumber, type NumberRange } from "../generalise/number-range.js";
import { generaliseWorkPattern, workDays, type WorkPattern } from "../generalise/work-pattern.js";
import type { Grant } from "../licensing/access.js";
import type { Metric, SampleMetric } from "../observation.js";
import type { DayRange } from "../generalise/days-to-load.js";
import { leaveValue } from "./leaving.js";
import type { FieldRead } from "./licensed-field.js";
import type { VaultReader } from "./vault-reader.js";
import type { Place } from "./values.js";

/** What somebody does now is told by the last quarter of a year that has any of it: holidays and moves are shorter and longer. */
const LATELY_DAYS = 90;

/** Zones are up to 26 hours apart: who crosses them may have measured last on a date that is two before the newest. */
const NEWEST_DAYS = 3;

const CENTIMETRES_PER_METRE = 100;
const ALL_TIME_MS = -Infinity;

interface Newest {
  atMs: number;
  value: number;
}

/**
 * Reads what somebody is at present, of their newest observations. Nothing from before the licensed history is read,
 * but for height, which people measure once: it is told whenever it was measured.
 */
export class StateReader {
  constructor(
    private readonly database: Database,
    private readonly vault: VaultReader,
  ) {}

  async height(read: FieldRead): Promise<NumberRange | null> {
    return leaveValue(read, await this.tellHeight(read.grant));
  }

  async bodyMassIndex(read: FieldRead): Promise<NumberRange | null> {
    return leaveValue(read, await this.tellBodyMassIndex(read.grant));
  }

  async home(read: FieldRead): Promise<Place | null> {
    return leaveValue(read, await this.tellHome(read.grant));
  }

  async workPattern(read: FieldRead): Promise<WorkPattern | null> {
    return leaveValue(read, await this.tellWorkPattern(read.grant));
  }

  async tellHeight(grant: Grant): Promise<NumberRange | null> {
    const height = await this.database.read((manager) => this.newest(manager, grant, "body.height", ALL_TIME_MS));
    return height === null ? null : generaliseNumber("body.height", grant, height.value);
  }

  /** The newer of what a source says and what the newest weight and height make. */
  async tellBodyMassIndex(grant: Grant): Promise<NumberRange | null> {
    const index = await this.database.read(async (manager) => {
      const said = await this.newest(manager, grant, "body.bodyMassIndex");
      const weight = await this.newest(manager, grant, "body.weight");
      const height = await this.newest(manager, grant, "body.height", ALL_TIME_MS);
      const isNewer = weight !== null && height !== null && weight.atMs >= (said?.atMs ?? -Infinity);
      return isNewer ? weight.value / (height.value / CENTIMETRES_PER_METRE) ** 2 : (said?.value ?? null);
    });
    return index === null ? null : generaliseNumber("body.bodyMassIndex", grant, index);
  }

  async tellHome(grant: Grant): Promise<Place | null> {
    const home = await this.database.read(async (manager) => {
      const days = await this.lately(manager, grant, "location.visits");
      const visits = days ? await this.vault.localVisits(manager, grant.personId, days) : [];
      return homeOf(visits.filter(isKnown(grant)));
    });
    return home === null ? null : generaliseHome(grant.precision, home);
  }

  async tellWorkPattern(grant: Grant): Promise<WorkPattern | null> {
    const events = await this.database.read(async (manager) => {
      const days = await this.lately(manager, grant, "work.workingHours");
      return days ? this.vault.localWork(manager, grant.personId, days) : [];
    });
    return generaliseWorkPattern(grant, workDays(events.filter(isKnown(grant))));
  }

  private async newest(
    manager: EntityManager,
    grant: Grant,
    metric: SampleMetric,
    fromMs = grant.historyFromMs,
  ): Promise<Newest | null> {
    const days = await this.lately(manager, grant, metric, fromMs, NEWEST_DAYS);
    const samples = days ? await this.vault.samples(manager, grant.personId, metric, days) : [];
    const last = samples
      .filter(isKnown(grant, fromMs))
      .sort((a, b) => a.startMs - b.startMs)
      .at(-1);
    return last ? { atMs: last.startMs, value: last.value } : null;
  }

  /** The last days, up to the newest on which something is known; null where there is none. */
  private async lately(
    manager: EntityManager,
    grant: Grant,
    metric: Metric,
    fromMs = grant.historyFromMs,
    days = LATELY_DAYS,
  ): Promise<DayRange | null> {
    const known = this.vault.knownDays(fromMs, grant.period.toMs);
    const lastDay = await this.newestKnownDay(manager, grant, metric, known, fromMs);
    if (lastDay === null) return null;
    const firstDay = dateOf(dateMs(lastDay) - (days - 1) * DAY_MS);
    return { firstDay: firstDay < known.firstDay ? known.firstDay : firstDay, lastDay };
  }

  /** What lies ahead must not hide what is known: a day of plans alone makes way for the one before it. */
  private async newestKnownDay(
    manager: EntityManager,
    grant: Grant,
    metric: Metric,
    days: DayRange,
    fromMs: number,
  ): Promise<string | null> {
    for (let { lastDay } = days; ;) {
      const day = await this.vault.newestDay(manager, grant.personId, metric, { ...days, lastDay });
      if (day === null) return null;
      const starts = await this.vault.startsOn(manager, grant.personId, metric, day);
      if (starts.some(isKnown(grant, fromMs))) return day;
      lastDay = dateOf(dateMs(day) - DAY_MS);
    }
  }
}

/** A calendar has plans, and a clock may have run ahead: what has not happened is not known, nor what is out of reach. */
function isKnown(
  { historyFromMs, period }: Grant,
  fromMs = historyFromMs,
): (observation: { startMs: number }) => boolean {
  return ({ startMs }) => startMs >= fromMs && startMs <= period.toMs;
}
