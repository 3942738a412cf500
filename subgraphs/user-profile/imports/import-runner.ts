import type { Clock } from "../../../shared/clock.js";
import type { Database } from "../../../shared/database.js";
import type { Log } from "../../../shared/log.js";
import { importFile, type ImportOutcome } from "../importers/import-file.js";
import { ImportRefusedError } from "../importers/importer.js";
import { Zone } from "../vault/local-day.js";
import type { Vault } from "../vault/vault.js";
import { ImportStatus, type ImportDetail } from "./import.js";
import type { ImportStore } from "./import-store.js";
import type { UploadSpool } from "./upload-spool.js";
import { VaultSink } from "./vault-sink.js";

interface Job {
  personId: string;
  id: string;
}

/** Reads uploaded files into vaults, one after the other: reading two at once only makes both slower. */
export class ImportRunner {
  private readonly waiting: Job[] = [];
  private current: { job: Job; abort: AbortController } | null = null;
  private running: Promise<void> | null = null;
  private isStopping = false;

  constructor(
    private readonly database: Database,
    private readonly store: ImportStore,
    private readonly spool: UploadSpool,
    private readonly vault: Vault,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Takes up what a stop interrupted: a file that has arrived is read again, which adds nothing twice. */
  async resume(): Promise<void> {
    const arrived = [ImportStatus.QUEUED, ImportStatus.RUNNING];
    for (const { personId, id, status } of await this.store.unfinished()) {
      if (arrived.includes(status) && this.spool.has(id)) this.queue({ personId, id });
      else if (arrived.includes(status))
        await this.fail({ personId, id }, "The server stopped and the file was lost; send it again.");
      else if (status === ImportStatus.RECEIVING) {
        await this.store.move(personId, id, [status], ImportStatus.AWAITING_UPLOAD, this.clock());
        await this.spool.remove(id);
      }
    }
  }

  queue(job: Job): void {
    this.waiting.push(job);
    this.running ??= this.runAll().finally(() => {
      this.running = null;
    });
  }

  cancel(id: string): void {
    if (this.current?.job.id === id) this.current.abort.abort();
  }

  /** Ends the running import where it stands; it is taken up again at the next start. */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.current?.abort.abort();
    await this.running;
  }

  private async runAll(): Promise<void> {
    for (let job = this.waiting.shift(); job && !this.isStopping; job = this.waiting.shift()) {
      try {
        await this.run(job);
      } catch (error) {
        this.log.error({ err: error, import: job.id }, "an import failed");
        await this.fail(job, "Something went wrong on our side; send the file again.").catch((again: unknown) =>
          this.log.error({ err: again, import: job.id }, "an import's failure could not be noted"),
        );
      }
    }
  }

  private async run(job: Job): Promise<void> {
    const { personId, id } = job;
    const begun = await this.store.move(
      personId,
      id,
      [ImportStatus.QUEUED, ImportStatus.RUNNING],
      ImportStatus.RUNNING,
      this.clock(),
    );
    if (!begun) return this.spool.remove(id);
    const abort = new AbortController();
    this.current = { job, abort };
    const profile = await this.database.read((manager) => this.vault.profile(manager, personId));
    const zone = new Zone(profile.timeZone);
    const sink = new VaultSink(this.database, this.vault, this.store, this.clock, zone, personId, id);
    try {
      const outcome = await importFile(this.spool.path(id), sink, { zone, clock: this.clock, signal: abort.signal });
      await sink.flush();
      await this.finish(job, sink, outcome);
    } catch (error) {
      if (!abort.signal.aborted && !(error instanceof ImportRefusedError)) throw error;
      if (error instanceof ImportRefusedError) await this.fail(job, error.message, sink.counts());
    } finally {
      this.current = null;
      if (!this.isStopping) await this.spool.remove(id);
    }
  }

  private async finish(job: Job, sink: VaultSink, { sources, isComplete }: ImportOutcome): Promise<void> {
    const counts = sink.counts();
    // A broken file of which no record was good has failed; one that broke later is done, with its problems.
    const hasFailed = !isComplete && counts.recordsRead === counts.recordsSkipped;
    const to = hasFailed ? ImportStatus.FAILED : ImportStatus.DONE;
    await this.store.move(job.personId, job.id, [ImportStatus.RUNNING], to, this.clock(), { ...counts, sources });
  }

  private async fail({ personId, id }: Job, message: string, counts: Partial<ImportDetail> = {}): Promise<void> {
    const open = [ImportStatus.QUEUED, ImportStatus.RUNNING];
    const problems = [...(counts.problems ?? []), { where: "file", message }];
    await this.store.move(personId, id, open, ImportStatus.FAILED, this.clock(), { ...counts, problems });
    await this.spool.remove(id);
  }
}
