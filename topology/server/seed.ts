import { existsSync } from "node:fs";
import { demoFile, readDemo, seedDemo } from "../../demo/demo.js";
import { printDemo } from "../../demo/print-demo.js";
import { readSeedEnvironment } from "../../shared/server-environment.js";
import { openRoomsBeside } from "./rooms-beside.js";

/** `confide seed`: the demo, made through the gateway of a running installation that is empty. Exit 2 when it has one. */
export async function seed(given: NodeJS.ProcessEnv): Promise<number> {
  const environment = readSeedEnvironment(given);
  if (existsSync(demoFile(environment))) {
    console.error("There is a demo in DATA_DIR already; it is made once.");
    return 2;
  }
  const rooms = await openRoomsBeside(environment);
  try {
    await seedDemo(rooms, environment);
    printDemo(readDemo(environment));
    return 0;
  } finally {
    await rooms.close();
  }
}
