import { existsSync } from "node:fs";
import type { Environment } from "../shared/environment.js";
import { clearUnfinishedDemo, demoFile, readDemo, seedDemo } from "../demo/demo.js";
import { printDemo } from "../demo/print-demo.js";
import { startEmbedded, type Embedded } from "./embedded.js";

/** Starts the embedded topology and stays up until it is told to stop. */
export async function start(environment: Environment, { demo }: { demo: boolean }): Promise<number> {
  if (demo) clearUnfinishedDemo(environment);
  const confide = await startEmbedded(environment);
  try {
    console.log(`Confide is starting at ${confide.url}`);
    if (demo) await showDemo(confide, environment);
    console.log(`\nReady: ${confide.url}/graphql`);
    const isServer = "server" in environment.databases;
    const kept = isServer ? "Keys are" : "Keys and databases are";
    console.log(`${kept} in ${environment.dataDir}; a copy of it includes the keys.`);
    await untilStopped();
    console.log("Stopping; what is in flight is answered first.");
    return 0;
  } finally {
    await confide.close();
  }
}

async function showDemo(confide: Embedded, environment: Environment): Promise<void> {
  if (confide.isNew) {
    console.log("Making the demo: three people bring their exports in, three brands publish ...");
    await seedDemo(confide, environment);
  }
  if (existsSync(demoFile(environment))) printDemo(readDemo(environment));
  else console.log("There is data of its own here already: the demo was not added to it.");
}

function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGINT", () => resolve());
    process.once("SIGTERM", () => resolve());
  });
}
