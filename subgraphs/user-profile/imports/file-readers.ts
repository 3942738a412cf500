import { on } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { MINUTE_MS } from "../../../shared/clock.js";
import { projectRoot } from "../../../shared/project-root.js";
import type { ImportOutcome } from "../importers/import-file.js";
import { ImportRefusedError, type ImportSink } from "../importers/importer.js";
import { unpacked } from "./sample-columns.js";
import type { Batch, FromReader, ReadRequest } from "./reader-messages.js";

/** Files that are read at once: a large one must not keep everybody else waiting, and two parsers fill two cores. */
export const READERS_MAX = 2;

/** The largest importer holds some 50 MB; a file that makes one hold three times that is hostile. */
const READER_MEMORY_MB = 160;

/** Short-lived objects, of which parsing makes many: more room for them makes fewer collections. */
const READER_YOUNG_MB = 48;

/** A reader tells every 200 ms how far it is; one that is silent for so long is caught in something it will not leave. */
export const SILENCE_MS = 2 * MINUTE_MS;

/** A thread takes 100 ms to start and holds 30 MB. */
const IDLE_MS = MINUTE_MS;

/** Beside this file where it is compiled; what is run from source reads with what was built. */
const WORKER_FILE = import.meta.url.endsWith(".ts")
  ? join(projectRoot, "dist", "subgraphs", "user-profile", "imports", "reader-worker.js")
  : fileURLToPath(new URL("./reader-worker.js", import.meta.url));

export interface ReadOptions {
  /** IANA, the person's own. */
  timeZone: string;
  now: Date;
  signal: AbortSignal;
}

/** Reads files in threads of their own: whatever a file does to its reader, the room answers others meanwhile. */
export class FileReaders {
  private readonly idle: { worker: Worker; timer: NodeJS.Timeout }[] = [];
  private readonly all = new Set<Worker>();

  constructor(
    private readonly limits = { silenceMs: SILENCE_MS, memoryMb: READER_MEMORY_MB },
    private readonly workerFile = WORKER_FILE,
  ) {}

  /**
   * Hands everything that is in a file to the sink. Rejects with the signal's reason when it is stopped.
   *
   * @throws ImportRefusedError when the file is of no known format, hostile as a whole, or more than can be read
   */
  async read(path: string, sink: ImportSink, options: ReadOptions): Promise<ImportOutcome> {
    options.signal.throwIfAborted();
    const worker = this.take();
    try {
      const outcome = await this.readWith(worker, path, sink, options);
      this.giveBack(worker);
      return outcome;
    } catch (error) {
      await this.end(worker);
      options.signal.throwIfAborted();
      if (isOutOfMemory(error))
        throw new ImportRefusedError("The file needs more memory to be read than any file may.");
      throw error;
    }
  }

  async close(): Promise<void> {
    for (const { timer } of this.idle.splice(0)) clearTimeout(timer);
    for (const worker of this.all) await this.end(worker);
  }

  private async readWith(
    worker: Worker,
    path: string,
    sink: ImportSink,
    { timeZone, now, signal }: ReadOptions,
  ): Promise<ImportOutcome> {
    const silence = new AbortController();
    const messages = on(worker, "message", { signal: AbortSignal.any([signal, silence.signal]), close: ["exit"] });
    const request: ReadRequest = { kind: "read", path, timeZone, nowMs: now.getTime() };
    worker.postMessage(request);
    const listen = (): NodeJS.Timeout => setTimeout(() => silence.abort(), this.limits.silenceMs);
    let timer = listen();
    try {
      for await (const [message] of messages as AsyncIterable<[FromReader]>) {
        clearTimeout(timer);
        if (message.kind === "done") return message.outcome;
        if (message.kind === "refused") throw new ImportRefusedError(message.message);
        await take(message, sink);
        worker.postMessage({ kind: "taken" });
        timer = listen();
      }
      throw new Error("a file's reader ended without a word");
    } catch (error) {
      if (!silence.signal.aborted) throw error;
      throw new ImportRefusedError("The file takes longer to be read than any file may.");
    } finally {
      clearTimeout(timer);
    }
  }

  private take(): Worker {
    const free = this.idle.pop();
    if (!free) return this.open();
    clearTimeout(free.timer);
    return free.worker;
  }

  private open(): Worker {
    // Nothing of this process's environment is for whoever reads strangers' files.
    const worker = new Worker(this.workerFile, {
      name: "import",
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: this.limits.memoryMb, maxYoungGenerationSizeMb: READER_YOUNG_MB },
    });
    worker.unref();
    this.all.add(worker);
    return worker;
  }

  private giveBack(worker: Worker): void {
    const timer = setTimeout(() => {
      this.idle.splice(
        this.idle.findIndex((one) => one.worker === worker),
        1,
      );
      void this.end(worker);
    }, IDLE_MS);
    timer.unref();
    this.idle.push({ worker, timer });
  }

  private async end(worker: Worker): Promise<void> {
    this.all.delete(worker);
    await worker.terminate();
  }
}

async function take(
  { samples, items, records, skipped, problems, timeZone, bytesRead }: Batch,
  sink: ImportSink,
): Promise<void> {
  for (let record = 0; record < records; record += 1) sink.record();
  if (skipped > 0) sink.skipped(skipped);
  for (const problem of problems) sink.problem(problem);
  if (timeZone !== null) sink.timeZone(timeZone);
  for (const sample of unpacked(samples)) {
    const accepted = sink.add(sample);
    if (accepted instanceof Promise) await accepted;
  }
  for (const item of items) {
    const accepted = sink.add(item);
    if (accepted instanceof Promise) await accepted;
  }
  sink.progress(bytesRead);
}

function isOutOfMemory(error: unknown): boolean {
  return (error as { code?: unknown }).code === "ERR_WORKER_OUT_OF_MEMORY";
}
