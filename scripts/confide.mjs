/** Runs the command line from dist/, building it first where needed: `npm run confide -- start --no-demo`. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildIfNeeded, dist } from "./built.mjs";

buildIfNeeded();
process.setSourceMapsEnabled(true);
// In this process and not in a child of it, so that whoever ends this process ends Confide.
await import(pathToFileURL(join(dist, "confide.js")).href);
