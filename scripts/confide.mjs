/** Runs the command line from dist/, building it first where needed: `npm run confide -- start --no-demo`. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { buildIfNeeded, dist } from "./built.mjs";

buildIfNeeded();
const child = spawn(process.execPath, ["--enable-source-maps", join(dist, "confide.js"), ...process.argv.slice(2)], {
  stdio: "inherit",
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
