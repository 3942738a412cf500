import { setImmediate as nextTurn } from "node:timers/promises";
import type { Clock } from "../../../shared/clock.js";
import { SECOND_MS } from "../../../shared/clock.js";
import type { Database } from "../../../shared/database.js";
import type { ImportProblem, ImportSink } from "../importers/importer.js";
import type { Fact, Observation } from "../observation.js";
import type { AddedObservations } from "../vault/data-source.js";
import type { Zone } from "../vault/local-day.js";
import { DayBatches, type DayBatch, type Vault } from "../vault/vault.js";
import type { ImportStore } from "./import-store.js";

/** Observations held before they are sorted into chunks: some 10 MB, and a day is rarely opened twice. */
const BUFFERED_OBSERVATIONS = 50_000;
/** Day chunks written in one unit of work: other writers wait some 20 ms at most. */
const DAYS_PER_WRITE = 50;
/** How often a running import tells how far it is. */
const PROGRESS_MS = SECOND_MS;

/** Where an importer's observations go: gathered by day, then added to the vault with what is known of the import. */
export class VaultSink implements ImportSink {
  private readonly batches: DayBatches;
  private facts: Fact[] = [];
  private problems: ImportProblem[] = [];
  private bytesRead = 0;
  private recordsRead = 0;
  private recordsAdded = 0;
  private recordsSkipped = 0;
  private toldAtMs = 0;

  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly store: ImportStore,
    private readonly clock: Clock,
    zone: Zone,
    private readonly personId: string,
    private readonly importId: string,
  ) {
    this.batches = new DayBatches(zone);
  }

  record(): void {
    this.recordsRead += 1;
  }

  add(item: Observation | Fact): void | Promise<void> {
    if (item.kind === "fact") {
      this.facts.push(item);
      return;
    }
    this.batches.add(item);
    if (this.batches.size >= BUFFERED_OBSERVATIONS) return this.flush();
    if (this.clock().getTime() - this.toldAtMs > PROGRESS_MS) return this.tell();
  }

  skipped(count = 1): void {
    this.recordsSkipped += count;
  }

  problem(problem: ImportProblem): void {
    this.problems.push(problem);
  }

  progress(bytesRead: number): void {
    this.bytesRead = bytesRead;
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
    const days = this.batches.take();
    for (let at = 0; at < days.length; at += DAYS_PER_WRITE) {
      await this.writeDays(days.slice(at, at + DAYS_PER_WRITE));
      await nextTurn();
    }
    const facts = this.facts;
    this.facts = [];
    await this.database.write((manager) => this.vault.noteAdded(manager, this.personId, [], facts));
    await this.tell();
  }

  private async writeDays(days: readonly DayBatch[]): Promise<void> {
    await this.database.write(async (manager) => {
      const added: AddedObservations[] = [];
      for (const day of days) added.push(...(await this.vault.addToDay(manager, this.personId, day)));
      await this.vault.noteAdded(manager, this.personId, added, []);
      this.recordsAdded += added.reduce((sum, { count }) => sum + count, 0);
    });
  }

  private async tell(): Promise<void> {
    this.toldAtMs = this.clock().getTime();
    await this.database.write((manager) => this.store.amend(manager, this.personId, this.importId, this.counts()));
  }
}
