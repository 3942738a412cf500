import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Benchmark } from "./benchmark.js";
import { freePort } from "./free-port.js";
import { inTemporaryFolder } from "./temporary-folder.js";

const CONFIDE = fileURLToPath(new URL("../dist/confide.js", import.meta.url));
const ASKED_EVERY_MS = 10;
const GIVEN_UP_AFTER_MS = 60_000;

/** From the command to a server that answers, on an empty folder: keys, migrations and federation included. */
export const start: Benchmark = {
  name: "start",
  title: "a built server on an empty DATA_DIR, from the command to /readyz",
  unit: "ms",
  goal: 10_000,
  runs: 5,
  ours: () =>
    inTemporaryFolder(async (folder) => {
      const port = String(await freePort());
      const startMs = performance.now();
      const options = ["start", "--no-demo", "--port", port, "--data-dir", folder];
      const server = spawn(process.execPath, [CONFIDE, ...options], {
        stdio: ["ignore", "ignore", "inherit"],
        env: { ...process.env, LOG_LEVEL: "silent" },
      });
      const ended = once(server, "exit");
      try {
        await untilReady(`http://127.0.0.1:${port}/readyz`, startMs + GIVEN_UP_AFTER_MS);
        return performance.now() - startMs;
      } finally {
        server.kill("SIGTERM");
        await ended;
      }
    }),
  peer: null,
};

async function untilReady(url: string, deadlineMs: number): Promise<void> {
  while (performance.now() < deadlineMs) {
    const isReady = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    await pause(ASKED_EVERY_MS);
  }
  throw new Error("the server was not ready in a minute");
}
