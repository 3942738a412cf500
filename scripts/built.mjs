import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));
export const dist = join(root, "dist");
export const builtStamp = join(dist, ".built");

const SOURCES = [
  "confide.ts",
  "tsconfig.json",
  "package-lock.json",
  "shared",
  "identity",
  "gateway",
  "subgraphs",
  "demo",
  "topology",
  "explorer",
];

/** Builds when nothing is built, or a source is newer than what is. */
export function buildIfNeeded() {
  if (existsSync(builtStamp) && newest(SOURCES) <= statSync(builtStamp).mtimeMs) return;
  console.log("Building (once; some seconds) ...");
  execFileSync(process.execPath, [join(root, "scripts", "build.mjs")], { cwd: root, stdio: "inherit" });
}

function newest(names) {
  return Math.max(...names.map((name) => newestIn(join(root, name))));
}

function newestIn(path) {
  if (!existsSync(path)) return 0;
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  return Math.max(mtimeMs, ...readdirSync(path).map((name) => newestIn(join(path, name))));
}
