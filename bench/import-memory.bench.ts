import type { Benchmark } from "./benchmark.js";
import { openImportRoom } from "./import-room.js";
import { appleHealthStressFile, gpxStressFile } from "./stress-files.js";
import { inTemporaryFolder } from "./temporary-folder.js";

const BYTES_PER_MB = 1_000_000;
const SAMPLED_EVERY_MS = 5;

/** How much larger the process grows while it imports both stress files, one after the other. */
export const importMemory: Benchmark = {
  name: "import-memory",
  title: "growth of resident memory over both stress files",
  unit: "MB",
  goal: 200,
  runs: 3,
  ours: () =>
    inTemporaryFolder(async (folder) => {
      const paths = [await appleHealthStressFile(folder), await gpxStressFile(folder)];
      const room = await openImportRoom(folder);
      const before = process.memoryUsage.rss();
      let most = before;
      const look = (): void => {
        most = Math.max(most, process.memoryUsage.rss());
      };
      const timer = setInterval(look, SAMPLED_EVERY_MS);
      for (const path of paths) await room.importInto(path);
      clearInterval(timer);
      look();
      await room.close();
      return (most - before) / BYTES_PER_MB;
    }),
  peer: null,
};
