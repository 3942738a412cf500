import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { appleHealthExport, RUNNER } from "../../../../../demo/sample-exports.js";
import { importFile } from "../../../../../subgraphs/user-profile/importers/import-file.js";
import { ImportRefusedError } from "../../../../../subgraphs/user-profile/importers/importer.js";
import { FileReaders } from "../../../../../subgraphs/user-profile/imports/file-readers.js";
import { Zone } from "../../../../../subgraphs/user-profile/vault/local-day.js";
import { CollectingSink } from "../importers/collecting-sink.js";

const NOW = new Date("2026-03-01T12:00:00Z");

describe("reading files in threads of their own", () => {
  let folder: string;
  let large: string;
  let readers: FileReaders;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "confide-readers-"));
    large = join(folder, "large.xml");
    writeFileSync(large, appleHealthExport({ seed: 1, now: NOW, days: 45, profile: RUNNER }));
  });
  afterEach(() => readers.close());
  afterAll(() => rmSync(folder, { recursive: true }));

  const file = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const options = (signal = new AbortController().signal) => ({ timeZone: "Europe/Vienna", now: NOW, signal });

  it("tells exactly what reading them here tells", async () => {
    readers = new FileReaders();
    const [here, there] = [new CollectingSink(), new CollectingSink()];
    const zone = new Zone("Europe/Vienna");
    const outcome = await importFile(large, here, { zone, clock: () => NOW });
    expect(await readers.read(large, there, options())).toEqual(outcome);
    // Samples come before what else there is of their batch.
    const others = (sink: CollectingSink): unknown[] => sink.items.filter(({ kind }) => kind !== "sample");
    expect(there.items.filter(({ kind }) => kind === "sample")).toEqual(
      here.items.filter(({ kind }) => kind === "sample"),
    );
    expect(others(there)).toEqual(others(here));
    expect([there.records, there.skippedRecords, there.problems, there.progressed.at(-1)]).toEqual([
      here.records,
      here.skippedRecords,
      here.problems,
      here.progressed.at(-1),
    ]);
    // A second file, in the same thread.
    expect(await readers.read(large, new CollectingSink(), options())).toEqual(outcome);
  });

  it("reads no faster than the sink takes", async () => {
    readers = new FileReaders();
    class SlowSink extends CollectingSink {
      waiting = 0;
      most = 0;
      override async add(item: Parameters<CollectingSink["add"]>[0]): Promise<void> {
        void super.add(item);
        this.waiting += 1;
        this.most = Math.max(this.most, this.waiting);
        if (this.items.length % 2_000 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
        this.waiting -= 1;
      }
    }
    const sink = new SlowSink();
    await readers.read(large, sink, options());
    expect(sink.most).toBe(1);
    expect(sink.items.length).toBeGreaterThan(6_000);
  });

  it("leaves the room free to do something else", async () => {
    readers = new FileReaders();
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 5);
    let added = 0;
    const sink = new CollectingSink();
    sink.add = () => {
      added += 1;
    };
    await readers.read(large, sink, options());
    clearInterval(timer);
    expect(added).toBeGreaterThan(6_000);
    expect(turns).toBeGreaterThan(10);
  });

  it("refuses with the sentence that the importer has for the person", async () => {
    readers = new FileReaders();
    const sink = new CollectingSink();
    const unknown = file("unknown", "nothing that anybody knows");
    await expect(readers.read(unknown, sink, options())).rejects.toThrow(
      new ImportRefusedError("The file is of no format that is read here."),
    );
  });

  it("stops when it is told to, and reads the next file", async () => {
    readers = new FileReaders();
    const abort = new AbortController();
    class StoppingSink extends CollectingSink {
      override add(item: Parameters<CollectingSink["add"]>[0]): void | Promise<void> {
        if (this.items.length === 3_000) abort.abort(new Error("stopped"));
        return super.add(item);
      }
    }
    await expect(readers.read(large, new StoppingSink(), options(abort.signal))).rejects.toThrow("stopped");
    const sink = new CollectingSink();
    await readers.read(large, sink, options());
    expect(sink.items.length).toBeGreaterThan(6_000);
  });

  it("gives up on a reader that is silent for too long", async () => {
    readers = new FileReaders({ silenceMs: 1, memoryMb: 512 });
    const reading = readers.read(large, new CollectingSink(), options());
    await expect(reading).rejects.toThrow(
      new ImportRefusedError("The file takes longer to be read than any file may."),
    );
  });

  it("gives up on one that is silent later on, and counts no time in which the sink is slow", async () => {
    const none = { items: [], samples: { metrics: [], origins: [], numbers: [] } };
    const batch = { kind: "batch", ...none, records: 1, skipped: 0, problems: [], timeZone: null, bytesRead: 1 };
    const mute = file(
      "mute.mjs",
      `import { parentPort } from "node:worker_threads";
       let batches = 0;
       parentPort.on("message", () => { if (batches++ < 3) parentPort.postMessage(${JSON.stringify(batch)}); });`,
    );
    readers = new FileReaders({ silenceMs: 300, memoryMb: 512 }, mute);
    const sink = new CollectingSink();
    sink.progress = (bytes) => {
      sink.progressed.push(bytes);
      const until = performance.now() + 400;
      while (performance.now() < until);
    };
    await expect(readers.read(large, sink, options())).rejects.toThrow("longer to be read");
    expect([sink.records, sink.progressed]).toEqual([3, [1, 1, 1]]);
  });

  it("loses the reader and not itself to a file that fills the memory", async () => {
    readers = new FileReaders({ silenceMs: 60_000, memoryMb: 3 });
    const reading = readers.read(large, new CollectingSink(), options());
    await expect(reading).rejects.toThrow(
      new ImportRefusedError("The file needs more memory to be read than any file may."),
    );
  });

  it("passes on what a sink throws", async () => {
    readers = new FileReaders();
    const sink = new CollectingSink();
    sink.add = () => Promise.reject(new Error("the database is gone"));
    await expect(readers.read(large, sink, options())).rejects.toThrow("the database is gone");
  });
});
