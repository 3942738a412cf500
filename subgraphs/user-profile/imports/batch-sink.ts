import type { ImportProblem, ImportSink } from "../importers/importer.js";
import type { Fact, Observation } from "../observation.js";
import type { Batch } from "./reader-messages.js";
import { SampleColumns } from "./sample-columns.js";

/** Copied to the room at a time: some ms of its time. */
const BATCH_ITEMS = 2_000;
/** Batches that were not taken yet: while some are written the next are read, and memory is bounded. */
const UNTAKEN_MAX = 8;
/** How often is told how far the file is, whatever it holds. */
const TELL_EVERY_MS = 200;

/** Gathers what importers tell, and hands it on in batches, no faster than they are taken. */
export class BatchSink implements ImportSink {
  private batch = newBatch(0);
  private samples = new SampleColumns(BATCH_ITEMS);
  private untaken = 0;
  private waiting: (() => void)[] = [];
  private toldAtMs = performance.now();

  constructor(private readonly tell: (batch: Batch) => void) {}

  record(): void {
    this.batch.records += 1;
  }

  add(item: Observation | Fact): void | Promise<void> {
    if (item.kind === "sample") this.samples.push(item);
    else this.batch.items.push(item);
    if (this.samples.isFull || this.batch.items.length >= BATCH_ITEMS) return this.flush();
  }

  skipped(count = 1): void {
    this.batch.skipped += count;
  }

  problem(problem: ImportProblem): void {
    this.batch.problems.push(problem);
  }

  timeZone(name: string): void {
    this.batch.timeZone = name;
  }

  progress(bytesRead: number): void {
    this.batch.bytesRead = bytesRead;
    if (performance.now() - this.toldAtMs >= TELL_EVERY_MS && this.untaken < UNTAKEN_MAX) this.send();
  }

  /** The room has taken the oldest batch. */
  taken(): void {
    this.untaken -= 1;
    this.waiting.shift()?.();
  }

  /** What is left; returns when all of it was taken. */
  async end(): Promise<void> {
    this.send();
    while (this.untaken > 0) await this.oneTaken();
  }

  private async flush(): Promise<void> {
    this.send();
    while (this.untaken >= UNTAKEN_MAX) await this.oneTaken();
  }

  private send(): void {
    const batch = { ...this.batch, samples: this.samples.pack() };
    this.batch = newBatch(batch.bytesRead);
    this.samples = new SampleColumns(BATCH_ITEMS);
    this.untaken += 1;
    this.toldAtMs = performance.now();
    this.tell(batch);
  }

  private oneTaken(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}

function newBatch(bytesRead: number): Omit<Batch, "samples"> {
  return { kind: "batch", items: [], records: 0, skipped: 0, problems: [], timeZone: null, bytesRead };
}
