import { setImmediate as nextTurn } from "node:timers/promises";
import type { EntityManager } from "typeorm";
import type { Clock } from "../../../shared/clock.js";
import { SECOND_MS } from "../../../shared/clock.js";
import type { Database } from "../../../shared/database.js";
import type { ImportProblem, ImportSink } from "../importers/importer.js";
import type { Fact, Observation, Origin } from "../observation.js";
import { DayBatches, type DayBatch } from "../vault/day-batches.js";
import type { Zone } from "../vault/local-day.js";
import type { Vault } from "../vault/vault.js";
import type { ImportKey, ImportStore } from "./import-store.js";

/** Observations held before they are sorted into chunks: some 4 MB, and a day is rarely opened twice. */
const BUFFERED_OBSERVATIONS = 15_000;
/** What one unit of work writes: other writers, and everything else, wait some 20 ms at most. */
const DAYS_PER_WRITE = 100;
const OBSERVATIONS_PER_WRITE = 10_000;
/** How often a running import tells how far it is. */
const PROGRESS_MS = SECOND_MS;

/** Where an importer's observations go: gathered by day, then added to the vault with what is known of the import. */
export class VaultSink implements ImportSink {
  private readonly batches: DayBatches;
  private readonly origins = new WeakMap<Origin, Origin>();
  private facts: Fact[] = [];
  private problems: ImportProblem[] = [];
  private zoneName: string | null = null;
  private bytesRead = 0;
  private recordsRead = 0;
  private recordsAdded = 0;
  private recordsSkipped = 0;
  private toldAtMs: number;
  private isTellingDue = false;

  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly store: ImportStore,
    private readonly clock: Clock,
    zone: Zone,
    private readonly key: ImportKey,
    private readonly holder: string,
  ) {
    this.batches = new DayBatches(zone);
    this.toldAtMs = clock().getTime();
  }

  record(): void {
    this.recordsRead += 1;
  }

  add(item: Observation | Fact): void | Promise<void> {
    const { kind } = item;
    const brought = { ...item, origin: this.brought(item.origin) };
    if (kind === "fact") {
      this.facts.push(brought as Fact);
      return;
    }
    this.batches.add(brought as Observation);
    if (this.batches.size >= BUFFERED_OBSERVATIONS) return this.flush();
    if (this.isTellingDue) return this.database.write((manager) => this.tell(manager, this.recordsAdded));
  }

  /** The origin with this import in it; importers share one among many observations. */
  private brought(origin: Origin): Origin {
    const known = this.origins.get(origin) ?? { ...origin, importId: this.key.id };
    this.origins.set(origin, known);
    return known;
  }

  skipped(count = 1): void {
    this.recordsSkipped += count;
  }

  problem(problem: ImportProblem): void {
    this.problems.push(problem);
  }

  timeZone(name: string): void {
    this.zoneName = name;
  }

  progress(bytesRead: number): void {
    this.bytesRead = bytesRead;
    this.isTellingDue = this.clock().getTime() - this.toldAtMs > PROGRESS_MS;
  }

  counts(): {
    bytesRead: number;
    recordsRead: number;
    recordsAdded: number;
    recordsSkipped: number;
    problems: ImportProblem[];
  } {
    const { bytesRead, recordsRead, recordsAdded, recordsSkipped, problems } = this;
    return { bytesRead, recordsRead, recordsAdded, recordsSkipped, problems };
  }

  /** Writes what is buffered. A chunk is written whole or not at all, so that no record is ever half there. */
  async flush(): Promise<void> {
    const units = unitsOf(this.batches.take());
    // Facts and counts are written even where no observation came with them.
    if (units.length === 0) units.push([]);
    for (const days of units) {
      await this.write(days);
      await nextTurn();
    }
  }

  /** One unit of work: some days, what they bring, and how far the import is with them. */
  private async write(days: readonly DayBatch[]): Promise<void> {
    const facts = this.facts;
    this.facts = [];
    // A unit of work may be run again, so what it brings is only counted once it stands.
    this.recordsAdded = await this.database.write(async (manager) => {
      const added = await this.vault.addDays(manager, this.key.personId, days);
      const factsAdded = await this.vault.noteAdded(manager, this.key.personId, added, facts, this.zoneName);
      const recordsAdded = this.recordsAdded + added.reduce((sum, { count }) => sum + count, factsAdded);
      await this.tell(manager, recordsAdded);
      return recordsAdded;
    });
  }

  private async tell(manager: EntityManager, recordsAdded: number): Promise<void> {
    this.toldAtMs = this.clock().getTime();
    this.isTellingDue = false;
    await this.store.amend(manager, this.key, { ...this.counts(), recordsAdded }, this.holder);
  }
}

/** Days in portions that a unit of work may hold; a day's chunk is never parted. */
function unitsOf(days: readonly DayBatch[]): DayBatch[][] {
  const units: DayBatch[][] = [];
  let held = 0;
  for (const day of days) {
    const unit = units.at(-1);
    const isFull = unit?.length === DAYS_PER_WRITE || held + day.observations.length > OBSERVATIONS_PER_WRITE;
    if (unit && !isFull) unit.push(day);
    else {
      units.push([day]);
      held = 0;
    }
    held += day.observations.length;
  }
  return units;
}
