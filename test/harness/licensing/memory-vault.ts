import type { EntityManager } from "typeorm";
import type { Database } from "../../../shared/database.js";
import type { Metric } from "../../../subgraphs/user-profile/observation.js";
import { DayBatches } from "../../../subgraphs/user-profile/vault/day-batches.js";
import { summaryOf, type DaySummary } from "../../../subgraphs/user-profile/vault/day-summary.js";
import { Zone } from "../../../subgraphs/user-profile/vault/local-day.js";
import type { PersonProfile } from "../../../subgraphs/user-profile/vault/person-profile.js";
import { inOrder, type FiledObservation } from "../../../subgraphs/user-profile/vault/stored-observation.js";
import type { Vault } from "../../../subgraphs/user-profile/vault/vault.js";
import { FIXED_ZONES, NO_DATA, type VaultContents } from "./vault-contents.js";

const zones = new Map(Object.keys(FIXED_ZONES).map((name) => [name, new Zone(name)]));

type Days = { firstDay: string; lastDay: string };

/** The vault's reading side over contents in memory: filed by the same rules, neither stored nor sealed. */
class MemoryVault implements Pick<Vault, "profile" | "observations" | "summaries" | "newestDay"> {
  private readonly filed = new Map<string, FiledObservation[]>();
  private people: ReadonlyMap<string, VaultContents> = new Map();

  hold(people: ReadonlyMap<string, VaultContents>): void {
    this.people = people;
    this.filed.clear();
    for (const [personId, { timeZone, observations }] of people) {
      const batches = new DayBatches(zones.get(timeZone)!);
      for (const observation of observations) batches.add(observation);
      for (const { metric, day, observations: own } of batches.take()) {
        const key = `${personId} ${metric}`;
        const filed = this.filed.get(key) ?? [];
        filed.push(...[...own].sort(inOrder).map((observation) => ({ ...observation, day })));
        this.filed.set(key, filed);
      }
    }
    for (const filed of this.filed.values()) filed.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
  }

  async profile(_manager: EntityManager, personId: string): Promise<PersonProfile> {
    const { timeZone, facts } = this.people.get(personId) ?? NO_DATA;
    return { timeZone, facts, sources: [] };
  }

  async observations(_m: EntityManager, personId: string, metric: string, days: Days): Promise<FiledObservation[]> {
    const filed = this.filed.get(`${personId} ${metric}`) ?? [];
    return filed.filter(({ day }) => days.firstDay <= day && day <= days.lastDay);
  }

  async summaries(
    manager: EntityManager,
    personId: string,
    metric: Metric,
    days: Days,
  ): Promise<{ day: string; summary: DaySummary }[]> {
    const filed = await this.observations(manager, personId, metric, days);
    return [...new Set(filed.map(({ day }) => day))].flatMap((day) => {
      const summary = summaryOf(
        metric,
        filed.filter((observation) => observation.day === day),
      );
      return summary ? [{ day, summary }] : [];
    });
  }

  async newestDay(_m: EntityManager, personId: string, metric: string, days: Days): Promise<string | null> {
    const filed = this.filed.get(`${personId} ${metric}`) ?? [];
    return filed.findLast(({ day }) => days.firstDay <= day && day <= days.lastDay)?.day ?? null;
  }
}

export function memoryVault(): { vault: Vault; hold: MemoryVault["hold"] } {
  const memory = new MemoryVault();
  return { vault: memory as unknown as Vault, hold: (people) => memory.hold(people) };
}

/** A unit of work around nothing: what is read comes from memory. */
export const NO_DATABASE = {
  read: <T>(work: (manager: EntityManager) => Promise<T>) => work(undefined as never),
  glance: <T>(work: (manager: EntityManager) => Promise<T>) => work(undefined as never),
} as Database;
