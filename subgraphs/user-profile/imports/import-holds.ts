import { SECOND_MS, type Clock } from "../../../shared/clock.js";
import type { ImportKey, ImportStore } from "./import-store.js";

/** A third of a hold: one that could not be prolonged twice is not lost yet. */
export const PROLONG_EVERY_MS = 10 * SECOND_MS;

/** The imports whose files lie on this process's disk. */
export class ImportHolds {
  private readonly held = new Map<string, { key: ImportKey; lost: () => void }>();

  constructor(
    private readonly store: ImportStore,
    /** This process, as others see it. */
    readonly holder: string,
    private readonly clock: Clock,
  ) {}

  /** `lost` is called when somebody cancelled it through another process, or took it over. */
  add(key: ImportKey, lost: () => void): void {
    this.held.set(key.id, { key, lost });
  }

  delete({ id }: ImportKey): void {
    this.held.delete(id);
  }

  async prolong(): Promise<void> {
    for (const { key, lost } of [...this.held.values()]) {
      if (await this.store.prolong(key, this.holder, this.clock())) continue;
      // Looked up again: it may have come to its end meanwhile.
      if (this.held.delete(key.id)) lost();
    }
  }

  /** Whoever has the files may go on with them at once. */
  async release(): Promise<void> {
    for (const { key } of this.held.values()) await this.store.release(key, this.holder, this.clock());
    this.held.clear();
  }
}
