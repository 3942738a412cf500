import { Between, type EntityManager } from "typeorm";
import type { PersonKey, PersonKeys } from "../../../shared/person-keys.js";
import type { Fact, Metric, Observation } from "../observation.js";
import { withAdded, type AddedObservations } from "./data-source.js";
import { decodeDay, encodeDay } from "./day-codec.js";
import type { Zone } from "./local-day.js";
import { localDay, type LocalDay } from "./local-day.js";
import { ObservationDay } from "./observation-day.js";
import { emptyProfile, PersonProfileRow, type PersonProfile } from "./person-profile.js";
import { identity, metricOf, stored, type StoredObservation } from "./stored-observation.js";

/** Observations of one metric that fall on one day, on their way into its chunk. */
export interface DayBatch {
  metric: Metric;
  day: LocalDay;
  observations: StoredObservation[];
}

/**
 * All that Confide keeps of a person's data, in day chunks under the person's key. Every call takes the unit of
 * work's manager: the caller decides what is atomic.
 */
export class Vault {
  constructor(private readonly keys: PersonKeys) {}

  async profile(manager: EntityManager, personId: string): Promise<PersonProfile> {
    const row = await manager.findOneBy(PersonProfileRow, { personId });
    const key = row && (await this.keys.forReading(manager, personId));
    return row && key ? (key.openJson(profilePlace(personId), row.sealed) as PersonProfile) : emptyProfile();
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
  ): Promise<(StoredObservation & { day: LocalDay })[]> {
    const key = await this.keys.forReading(manager, personId);
    if (!key) return [];
    const rows = await manager.find(ObservationDay, {
      where: { personId, metric, day: Between(days.firstDay, days.lastDay) },
      order: { day: "ASC" },
    });
    return rows.flatMap((row) => open(key, row).map((observation) => ({ ...observation, day: row.day })));
  }

  /** Adds what is not there yet to a day's chunk and says how much that was, by where it comes from. */
  async addToDay(manager: EntityManager, personId: string, batch: DayBatch): Promise<AddedObservations[]> {
    const { metric, day } = batch;
    const key = await this.keys.forWriting(manager, personId);
    const row = await manager.findOneBy(ObservationDay, { personId, metric, day });
    const present = row ? open(key, row) : [];
    const added = missing(present, batch.observations);
    if (added.length === 0) return [];
    const all = [...present, ...added].sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs);
    const chunk = key.seal(chunkPlace(metric, day), encodeDay(all));
    await manager.upsert(ObservationDay, { personId, metric, day, chunk }, ["personId", "metric", "day"]);
    return summarise(metric, added);
  }

  /** Notes in the profile what an import brought. */
  async noteAdded(
    manager: EntityManager,
    personId: string,
    added: readonly AddedObservations[],
    facts: readonly Fact[],
  ): Promise<void> {
    if (added.length === 0 && facts.length === 0) return;
    const profile = await this.profile(manager, personId);
    for (const one of added) profile.sources = withAdded(profile.sources, one);
    for (const fact of facts) profile.facts[fact.field] = fact.value;
    await this.saveProfile(manager, personId, profile);
  }
}

/** The person's calendar day of an observation: of its start, a sleep's of its end (ARCHITECTURE 6). */
export function dayOf(observation: Observation, zone: Zone): LocalDay {
  const instant = observation.kind === "sleep" ? observation.endMs : observation.startMs;
  return localDay(instant, observation.offsetMinutes ?? zone.offsetMinutes(instant));
}

/** Sorts observations into the day chunks they belong to. */
export class DayBatches {
  private batches = new Map<string, DayBatch>();
  size = 0;

  constructor(private readonly zone: Zone) {}

  add(observation: Observation): void {
    const metric = metricOf(observation);
    const day = dayOf(observation, this.zone);
    const key = `${metric} ${day}`;
    let batch = this.batches.get(key);
    if (!batch) {
      batch = { metric, day, observations: [] };
      this.batches.set(key, batch);
    }
    batch.observations.push(stored(observation));
    this.size += 1;
  }

  /** What was gathered; starts anew. */
  take(): DayBatch[] {
    const taken = [...this.batches.values()];
    this.batches = new Map();
    this.size = 0;
    return taken;
  }
}

/**
 * What a day lacks of a batch. A recorder may write one reading twice in one second: both are kept, and importing the
 * same again finds as many as it brings.
 */
function missing(present: readonly StoredObservation[], batch: readonly StoredObservation[]): StoredObservation[] {
  const known = new Map<string, number>();
  for (const observation of present) {
    const id = identity(observation);
    known.set(id, (known.get(id) ?? 0) + 1);
  }
  return batch.filter((observation) => {
    const id = identity(observation);
    const left = known.get(id) ?? 0;
    if (left > 0) known.set(id, left - 1);
    return left === 0;
  });
}

function open(key: PersonKey, row: ObservationDay): StoredObservation[] {
  return decodeDay(key.open(chunkPlace(row.metric, row.day), row.chunk));
}

function chunkPlace(metric: string, day: LocalDay): { table: string; row: string; column: string } {
  return { table: "observation_day", row: `${metric}/${day}`, column: "chunk" };
}

function profilePlace(personId: string): { table: string; row: string; column: string } {
  return { table: "person_profile", row: personId, column: "sealed" };
}

function summarise(metric: Metric, added: readonly StoredObservation[]): AddedObservations[] {
  const byOrigin = new Map<string, AddedObservations>();
  for (const { origin, startMs, endMs } of added) {
    const key = JSON.stringify([origin.source, origin.device, origin.grade]);
    const sum = byOrigin.get(key);
    if (!sum) {
      byOrigin.set(key, { origin, metric, fromMs: startMs, toMs: endMs, count: 1 });
    } else {
      sum.fromMs = Math.min(sum.fromMs, startMs);
      sum.toMs = Math.max(sum.toMs, endMs);
      sum.count += 1;
    }
  }
  return [...byOrigin.values()];
}
