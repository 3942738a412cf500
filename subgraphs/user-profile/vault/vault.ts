import { In, type EntityManager } from "typeorm";
import { canonicalHash } from "../../../shared/canonical-json.js";
import type { PersonKey, PersonKeys, Place } from "../../../shared/person-keys.js";
import { findRow } from "../../../shared/rows.js";
import type { Fact, Metric } from "../observation.js";
import { AddedTally, withAdded, type AddedObservations } from "./data-source.js";
import type { DayBatch } from "./day-batches.js";
import { decodeDay, encodeDay } from "./day-codec.js";
import { correctedBy } from "./corrections.js";
import { packSummary, readSummary, summaryOf, type DaySummary } from "./day-summary.js";
import type { LocalDay } from "./local-day.js";
import { ObservationDay } from "./observation-day.js";
import { DEFAULT_TIME_ZONE, emptyProfile, PersonProfileRow, type PersonProfile } from "./person-profile.js";
import { inOrder, type FiledObservation, type StoredObservation } from "./stored-observation.js";

/** MariaDB takes statements of 16 MB, and a chunk is written in hexadecimal: half of it, for what stands around it. */
const STATEMENT_BYTES = 4 * 1024 ** 2;

/** Chunks that are read at once; the densest days have some hundred kB. */
const DAYS_AT_A_TIME = 50;

/** What one person has of one metric on one day. */
export interface DayOfMetric {
  metric: Metric;
  day: LocalDay;
  observations: StoredObservation[];
}

/** Where somebody who reads all days has come to. */
export type DayPlace = Pick<ObservationDay, "metric" | "day">;

/** Before every day. */
export const FIRST_PLACE: DayPlace = { metric: "", day: "" };

/** Where to go on behind a page of days; null when it was the last. */
export function nextPlace(page: readonly DayOfMetric[]): DayPlace | null {
  return page.length < DAYS_AT_A_TIME ? null : (page.at(-1) ?? null);
}

/**
 * All that Confide keeps of a person's data, in day chunks under the person's key. Every call takes the unit of
 * work's manager: the caller decides what is atomic.
 */
export class Vault {
  constructor(private readonly keys: PersonKeys) {}

  async profile(manager: EntityManager, personId: string): Promise<PersonProfile> {
    const row = await findRow(manager, PersonProfileRow, { personId });
    const key = row && (await this.keys.forReading(manager, personId));
    return row && key ? (key.openJson(profilePlace(personId), row.sealed) as PersonProfile) : emptyProfile();
  }

  /** The same to whoever saves it again: nobody else does before the unit of work has ended. */
  async profileToChange(manager: EntityManager, personId: string): Promise<PersonProfile> {
    await this.keys.forChanging(manager, personId);
    return this.profile(manager, personId);
  }

  async saveProfile(manager: EntityManager, personId: string, profile: PersonProfile): Promise<void> {
    const key = await this.keys.forWriting(manager, personId);
    await manager.upsert(PersonProfileRow, { personId, sealed: key.sealJson(profilePlace(personId), profile) }, [
      "personId",
    ]);
  }

  /** A metric's observations on the days from first to last, both included, in order of their start. */
  async observations(
    manager: EntityManager,
    personId: string,
    metric: Metric,
    days: { firstDay: LocalDay; lastDay: LocalDay },
  ): Promise<FiledObservation[]> {
    const key = await this.keys.forReading(manager, personId);
    if (!key) return [];
    const rows = await manager.query<ObservationDay[]>(
      "SELECT metric, day, chunk FROM observation_day WHERE personId = ? AND metric = ? AND day BETWEEN ? AND ? ORDER BY day",
      [personId, metric, days.firstDay, days.lastDay],
    );
    return rows.flatMap((row) => open(key, row));
  }

  /**
   * What each day comes to, from first to last, both included, by day. Chunks stay closed, but for days from before
   * there were summaries.
   */
  async summaries(
    manager: EntityManager,
    personId: string,
    metric: Metric,
    days: { firstDay: LocalDay; lastDay: LocalDay },
  ): Promise<{ day: LocalDay; summary: DaySummary }[]> {
    const key = await this.keys.forReading(manager, personId);
    if (!key) return [];
    const rows = await manager.query<Pick<ObservationDay, "day" | "summary">[]>(
      "SELECT day, summary FROM observation_day WHERE personId = ? AND metric = ? AND day BETWEEN ? AND ? ORDER BY day",
      [personId, metric, days.firstDay, days.lastDay],
    );
    const told: { day: LocalDay; summary: DaySummary }[] = [];
    for (const { day, summary: sealed } of rows) {
      const summary = sealed
        ? readSummary(key.open(summaryPlace(metric, day), sealed))
        : summaryOf(metric, await this.observations(manager, personId, metric, { firstDay: day, lastDay: day }));
      if (summary) told.push({ day, summary });
    }
    return told;
  }

  /** The last day from first to last, both included, on which a metric has observations; null when it has none. */
  async newestDay(
    manager: EntityManager,
    personId: string,
    metric: Metric,
    days: { firstDay: LocalDay; lastDay: LocalDay },
  ): Promise<LocalDay | null> {
    const [row] = await manager.query<{ day: LocalDay | null }[]>(
      "SELECT MAX(day) AS day FROM observation_day WHERE personId = ? AND metric = ? AND day BETWEEN ? AND ?",
      [personId, metric, days.firstDay, days.lastDay],
    );
    return row?.day ?? null;
  }

  /**
   * Adds what is not there yet to the chunks of some days, in place of what it corrects, and says how much more there
   * is, by where it comes from.
   */
  async addDays(manager: EntityManager, personId: string, batches: readonly DayBatch[]): Promise<AddedObservations[]> {
    if (batches.length === 0) return [];
    const key = await this.keys.forChanging(manager, personId);
    const chunks = await this.chunksOf(manager, personId, batches);
    const rows: ObservationDay[] = [];
    const added = new AddedTally();
    for (const { metric, day, observations } of batches) {
      const row = chunks.get(`${metric} ${day}`);
      const present = row ? open(key, row) : [];
      const fresh = missing(present, [...observations].sort(inOrder));
      if (fresh.length === 0) continue;
      const corrected = correctedBy(metric, present, fresh);
      const all = [...present.filter((one) => !corrected.has(one)), ...fresh].sort(inOrder);
      rows.push({ personId, metric, day, ...sealedDay(key, metric, day, all) });
      added.count(metric, fresh);
      added.uncount(metric, corrected);
    }
    for (const some of inStatements(rows)) await manager.upsert(ObservationDay, some, ["personId", "metric", "day"]);
    return added.all;
  }

  /** Notes in the profile what an import brought; answers how many facts are news. */
  async noteAdded(
    manager: EntityManager,
    personId: string,
    added: readonly AddedObservations[],
    facts: readonly Fact[],
    timeZone: string | null = null,
  ): Promise<number> {
    if (added.length === 0 && facts.length === 0) return 0;
    const profile = await this.profileToChange(manager, personId);
    // Whoever has said nothing yet lives where their other vault did.
    if (timeZone !== null && profile.sources.length === 0 && profile.timeZone === DEFAULT_TIME_ZONE) {
      profile.timeZone = timeZone;
    }
    for (const one of added) profile.sources = withAdded(profile.sources, one);
    const news = facts.filter(
      ({ field, value }) => canonicalHash(profile.facts[field] ?? null) !== canonicalHash(value),
    );
    for (const { field, value, origin } of news) {
      Object.assign(profile.facts, { [field]: value });
      profile.factOrigins = { ...profile.factOrigins, [field]: origin };
    }
    await this.saveProfile(manager, personId, profile);
    return news.length;
  }

  /** Every day of every metric that somebody has, some at a time; what is done to a day meanwhile is not seen again. */
  async *days(manager: EntityManager, personId: string): AsyncGenerator<DayOfMetric> {
    for (let last: DayPlace | null = FIRST_PLACE; last !== null;) {
      const days: DayOfMetric[] = await this.daysAfter(manager, personId, last);
      yield* days;
      last = nextPlace(days);
    }
  }

  /** The days behind a place, DAYS_AT_A_TIME at most, by metric and day. */
  async daysAfter(manager: EntityManager, personId: string, last: DayPlace): Promise<DayOfMetric[]> {
    const key = await this.keys.forReading(manager, personId);
    if (!key) return [];
    const rows = await manager.query<ObservationDay[]>(
      "SELECT metric, day, chunk FROM observation_day WHERE personId = ? AND (metric > ? OR (metric = ? AND day > ?)) " +
        `ORDER BY metric, day LIMIT ${DAYS_AT_A_TIME}`,
      [personId, last.metric, last.metric, last.day],
    );
    return rows.map((row) => ({ metric: row.metric as Metric, day: row.day, observations: open(key, row) }));
  }

  /** Puts a day's observations, in order, in place of those that it has; of none, the day goes. */
  async replaceDay(
    manager: EntityManager,
    personId: string,
    { metric, day, observations }: DayOfMetric,
  ): Promise<void> {
    if (observations.length === 0) {
      await manager.delete(ObservationDay, { personId, metric, day });
      return;
    }
    const key = await this.keys.forWriting(manager, personId);
    await manager.update(ObservationDay, { personId, metric, day }, sealedDay(key, metric, day, observations));
  }

  /** The chunks that the days of some batches have already, by metric and day. */
  private async chunksOf(
    manager: EntityManager,
    personId: string,
    batches: readonly DayBatch[],
  ): Promise<Map<string, ObservationDay>> {
    const metrics = new Set(batches.map(({ metric }) => metric));
    const where = [...metrics].map((metric) => {
      const days = batches.filter((batch) => batch.metric === metric).map(({ day }) => day);
      return { personId, metric, day: In(days) };
    });
    const rows = await manager.find(ObservationDay, { where });
    return new Map(rows.map((row) => [`${row.metric} ${row.day}`, row]));
  }
}

/**
 * What a day lacks of a batch, both in order. A recorder may write one reading twice in one second: both are kept, and
 * importing the same again finds as many as it brings.
 */
function missing(present: readonly StoredObservation[], batch: readonly StoredObservation[]): StoredObservation[] {
  let at = 0;
  return batch.filter((observation) => {
    for (let known = present[at]; known; known = present[++at]) {
      const order = inOrder(known, observation);
      if (order > 0) return true;
      if (order === 0) {
        at += 1;
        return false;
      }
    }
    return true;
  });
}

/** Rows in portions that one statement may carry; a chunk that is longer goes alone. */
function inStatements(rows: readonly ObservationDay[]): ObservationDay[][] {
  const portions: ObservationDay[][] = [];
  let bytes = STATEMENT_BYTES;
  for (const row of rows) {
    bytes += row.chunk.length;
    if (bytes > STATEMENT_BYTES) {
      portions.push([]);
      bytes = row.chunk.length;
    }
    portions.at(-1)?.push(row);
  }
  return portions;
}

function open(key: PersonKey, row: ObservationDay): FiledObservation[] {
  return decodeDay(key.open(chunkPlace(row.metric, row.day), row.chunk), row.day);
}

function sealedDay(
  key: PersonKey,
  metric: Metric,
  day: LocalDay,
  observations: readonly StoredObservation[],
): Pick<ObservationDay, "chunk" | "summary"> {
  const summary = summaryOf(metric, observations);
  return {
    chunk: key.seal(chunkPlace(metric, day), encodeDay(observations)),
    summary: summary && key.seal(summaryPlace(metric, day), packSummary(summary)),
  };
}

function summaryPlace(metric: string, day: LocalDay): Place {
  return { table: "observation_day", row: `${metric}/${day}`, column: "summary" };
}

function chunkPlace(metric: string, day: LocalDay): Place {
  return { table: "observation_day", row: `${metric}/${day}`, column: "chunk" };
}

function profilePlace(personId: string): Place {
  return { table: "person_profile", row: personId, column: "sealed" };
}
