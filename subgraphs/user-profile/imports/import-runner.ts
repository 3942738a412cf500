import { MINUTE_MS, type Clock } from "../../../shared/clock.js";
import type { Database } from "../../../shared/database.js";
import { isOutage } from "../../../shared/database-error.js";
import { PersonErasedError } from "../../../shared/erased-person.js";
import type { Log } from "../../../shared/log.js";
import type { ImportOutcome } from "../importers/import-file.js";
import { ImportRefusedError } from "../importers/importer.js";
import { Zone } from "../vault/local-day.js";
import type { Vault } from "../vault/vault.js";
import { READERS_MAX, type FileReaders, type ReadOptions } from "./file-readers.js";
import { ImportStatus, type ImportDetail } from "./import.js";
import { PROLONG_EVERY_MS, type ImportHolds } from "./import-holds.js";
import { HOLD_MS, ImportLostError, type ImportKey, type ImportStore } from "./import-store.js";
import type { UploadSpool } from "./upload-spool.js";
import { VaultSink } from "./vault-sink.js";

const ARRIVED: readonly ImportStatus[] = [ImportStatus.QUEUED, ImportStatus.RUNNING];

/** A process that has an import's file and is away for longer will not come back with it. */
export const LOST_AFTER_MS = 10 * MINUTE_MS;

/** Reads uploaded files into vaults, READERS_MAX at once, in the order of their arrival. */
export class ImportRunner {
  private readonly waiting: ImportKey[] = [];
  /** What is being read, by its import's id. */
  private readonly current = new Map<string, AbortController>();
  /** How many read at the moment, and the end of them all. */
  private busy = 0;
  private lanes: Promise<unknown> = Promise.resolve();
  private looking: Promise<void> | null = null;
  private timer: NodeJS.Timeout | null = null;
  private isStopping = false;

  constructor(
    private readonly database: Database,
    private readonly store: ImportStore,
    private readonly holds: ImportHolds,
    private readonly spool: UploadSpool,
    private readonly vault: Vault,
    private readonly readers: FileReaders,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /**
   * Takes up what a stop interrupted, and looks after its own and others' imports from then on. Who is alone on its
   * database knows that nobody holds anything any more, and waits for nobody.
   */
  async start({ isAlone }: { isAlone: boolean }): Promise<void> {
    await this.takeOver({ lapsedBy: isAlone ? HOLD_MS : 0, lostAfter: isAlone ? 0 : LOST_AFTER_MS });
    await this.removeLeftFiles();
    this.timer = setInterval(() => {
      this.looking ??= this.look()
        .catch((error: unknown) => this.log.error({ err: error }, "imports were not looked after"))
        .finally(() => {
          this.looking = null;
        });
    }, PROLONG_EVERY_MS);
    this.timer.unref();
  }

  /** Prolongs what is held here, and takes over what nobody holds any more. */
  async look(): Promise<void> {
    await this.holds.prolong();
    await this.takeOver({ lapsedBy: 0, lostAfter: LOST_AFTER_MS });
  }

  /** A file that has arrived; it is held here. */
  queue(key: ImportKey): void {
    this.holds.add(key, () => this.cancel(key.id));
    this.waiting.push(key);
    if (this.busy < READERS_MAX) this.lanes = Promise.all([this.lanes, this.runAll()]);
  }

  cancel(id: string): void {
    this.current.get(id)?.abort();
  }

  /** Ends the running imports where they stand; they are taken up again at the next start. */
  async stop(): Promise<void> {
    this.isStopping = true;
    if (this.timer) clearInterval(this.timer);
    for (const abort of this.current.values()) abort.abort();
    await this.lanes;
    await this.looking;
    await this.readers.close();
    await this.holds.release();
  }

  /** A file that is here is read again, which adds nothing twice; one that was still being sent may be sent again. */
  private async takeOver(after: { lapsedBy: number; lostAfter: number }): Promise<void> {
    const now = this.clock();
    const lapsedBy = new Date(now.getTime() + after.lapsedBy);
    const by = this.holds.holder;
    for (const { personId, id, status, heldUntil } of await this.store.lapsed(lapsedBy)) {
      const key = { personId, id };
      const isLost = heldUntil !== null && heldUntil.getTime() + after.lostAfter <= lapsedBy.getTime();
      if (status === ImportStatus.RECEIVING) {
        const to = ImportStatus.AWAITING_UPLOAD;
        if (await this.store.move(key, { from: [status], to, by, now, lapsedBy })) await this.spool.remove(id);
      } else if (this.spool.has(id)) {
        const isTaken = await this.store.move(key, { from: ARRIVED, to: ImportStatus.QUEUED, by, now, lapsedBy });
        if (isTaken) this.queue(key);
      } else if (isLost) await this.fail(key, "The server stopped and the file was lost; send it again.", {}, lapsedBy);
    }
  }

  /** What a process that ended left of imports that have come to their end without it. */
  private async removeLeftFiles(): Promise<void> {
    // In this order: a file comes after its hold.
    const ids = await this.spool.importIds();
    const held = await this.store.allHeld();
    for (const id of ids) if (!held.has(id)) await this.spool.remove(id);
  }

  private async runAll(): Promise<void> {
    this.busy += 1;
    // What a stop interrupts is taken up again.
    for (let key = this.waiting.shift(); key && !this.isStopping; key = this.waiting.shift()) {
      try {
        await this.run(key);
        await this.end(key);
      } catch (error) {
        this.log.error({ err: error, import: key.id }, "an import was interrupted");
        await this.setAside(key, error);
      }
    }
    // At once, and not when somebody has seen the end: what is queued from here on wants another.
    this.busy -= 1;
  }

  /** Without a database nobody can say what became of an import: its hold lapses, and it is taken up when it is back. */
  private async setAside(key: ImportKey, error: unknown): Promise<void> {
    try {
      if (isOutage(error)) return;
      await this.fail(key, "Something went wrong on our side; send the file again.");
      await this.end(key);
    } catch (again) {
      this.log.error({ err: again, import: key.id }, "an import's failure could not be noted");
    } finally {
      this.holds.delete(key);
    }
  }

  private async run(key: ImportKey): Promise<void> {
    const by = this.holds.holder;
    const abort = new AbortController();
    this.current.set(key.id, abort);
    try {
      const begin = { from: ARRIVED, to: ImportStatus.RUNNING, by, now: this.clock() };
      if (!(await this.store.move(key, begin))) return;
      const profile = await this.database.read((manager) => this.vault.profile(manager, key.personId));
      const { timeZone } = profile;
      const sink = new VaultSink(this.database, this.vault, this.store, this.clock, new Zone(timeZone), key, by);
      await this.read(key, sink, { timeZone, now: this.clock(), signal: abort.signal });
    } catch (error) {
      const isOver = abort.signal.aborted || error instanceof ImportLostError || error instanceof PersonErasedError;
      if (!isOver) throw error;
    } finally {
      this.current.delete(key.id);
    }
  }

  private async read(key: ImportKey, sink: VaultSink, options: ReadOptions): Promise<void> {
    try {
      const outcome = await this.readers.read(this.spool.path(key.id), sink, options);
      await sink.flush();
      await this.finish(key, sink, outcome);
    } catch (error) {
      if (!(error instanceof ImportRefusedError)) throw error;
      await this.fail(key, error.message, sink.counts());
    }
  }

  private async finish(key: ImportKey, sink: VaultSink, { sources, isComplete }: ImportOutcome): Promise<void> {
    const counts = sink.counts();
    // A broken file of which no record was good has failed; one that broke later is done, with its problems.
    const hasFailed = !isComplete && counts.recordsRead === counts.recordsSkipped;
    const to = hasFailed ? ImportStatus.FAILED : ImportStatus.DONE;
    const move = { from: [ImportStatus.RUNNING], to, by: this.holds.holder, now: this.clock() };
    await this.store.move(key, move, { ...counts, sources });
  }

  private async fail(
    key: ImportKey,
    message: string,
    counts: Partial<ImportDetail> = {},
    lapsedBy = this.clock(),
  ): Promise<void> {
    const problems = [...(counts.problems ?? []), { where: "file", message }];
    const move = { from: ARRIVED, to: ImportStatus.FAILED, by: this.holds.holder, now: this.clock(), lapsedBy };
    await this.store.move(key, move, { ...counts, problems });
  }

  /** Nothing stays of a file that nobody reads any more; whoever took it over has it on a disk that may be this one. */
  private async end(key: ImportKey): Promise<void> {
    if (this.isStopping) return;
    this.holds.delete(key);
    if (!(await this.store.isHeld(key))) await this.spool.remove(key.id);
  }
}
