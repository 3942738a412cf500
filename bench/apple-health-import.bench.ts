import type { Benchmark } from "./benchmark.js";
import { barePassMs } from "./bare-pass.js";
import { openImportRoom } from "./import-room.js";
import { appleHealthStressFile } from "./stress-files.js";
import { inTemporaryFolder } from "./temporary-folder.js";

/** A large Apple Health export into an empty vault, beside what its XML costs to read and throw away. */
export const appleHealthImport: Benchmark = {
  name: "apple-health-import",
  title: "Apple Health export of 18.8 MB into an empty vault",
  unit: "ms",
  goal: 3,
  runs: 7,
  ours: () =>
    inTemporaryFolder(async (folder) => {
      const path = await appleHealthStressFile(folder);
      const room = await openImportRoom(folder);
      const startMs = performance.now();
      const added = await room.importInto(path);
      const tookMs = performance.now() - startMs;
      await room.close();
      if (added === 0) throw new Error("the import added nothing");
      return tookMs;
    }),
  peer: {
    title: "a bare pass of saxes",
    measure: () =>
      inTemporaryFolder(async (folder) => {
        const path = await appleHealthStressFile(folder);
        return barePassMs(path);
      }),
  },
};
