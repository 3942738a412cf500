import { barePassMs } from "./bare-pass.js";
import type { Benchmark } from "./benchmark.js";
import { gigabyteExport } from "./gigabyte-file.js";
import { openImportRoom } from "./import-room.js";
import { inTemporaryFolder } from "./temporary-folder.js";

const BYTES_PER_MB = 1_000_000;
const SAMPLED_EVERY_MS = 20;

/** Each takes minutes, over which what else the machine does evens out. */
const RUNS = 1;

/** An Apple Health export of a gigabyte into an empty vault, as it is shipped: read in a thread, written in the room. */
export const gigabyteImport: Benchmark = {
  name: "gigabyte-import",
  title: "Apple Health export of a gigabyte into an empty vault",
  unit: "ms",
  goal: 2.5,
  runs: RUNS,
  prepare: gigabyteExport,
  ours: async (path) => (await imported(path)).tookMs,
  peer: { title: "a bare pass of saxes", measure: barePassMs },
};

/** How much larger the process grows with it, its reader's thread included. */
export const gigabyteMemory: Benchmark = {
  name: "gigabyte-memory",
  title: "growth of resident memory over a gigabyte of Apple Health",
  unit: "MB",
  goal: 250,
  runs: RUNS,
  prepare: gigabyteExport,
  ours: async (path) => (await imported(path)).grownMb,
  peer: null,
};

function imported(path: string): Promise<{ tookMs: number; grownMb: number }> {
  return inTemporaryFolder(async (folder) => {
    const room = await openImportRoom(folder);
    const before = process.memoryUsage.rss();
    let most = before;
    const timer = setInterval(() => {
      most = Math.max(most, process.memoryUsage.rss());
    }, SAMPLED_EVERY_MS);
    const startMs = performance.now();
    const added = await room.importInto(path);
    const tookMs = performance.now() - startMs;
    clearInterval(timer);
    await room.close();
    if (added === 0) throw new Error("the import added nothing");
    return { tookMs, grownMb: (most - before) / BYTES_PER_MB };
  });
}
