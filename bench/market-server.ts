/** A market in a process of its own, so that who asks does not take the time of who answers: `market-server.ts PEOPLE TOKENS`. */
import "reflect-metadata";
import { BenchWorld } from "./bench-world.js";
import { openMarket } from "./market.js";
import { inTemporaryFolder } from "./temporary-folder.js";

const [people, tokens] = process.argv.slice(2).map(Number);
await inTemporaryFolder(async (folder) => {
  const world = await BenchWorld.open(folder);
  process.send?.(await openMarket(world, people ?? 1, tokens ?? 1));
  await new Promise((resolve) => process.once("disconnect", resolve));
  await world.close();
});
