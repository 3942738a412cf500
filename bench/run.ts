/** `npm run bench [NAME ...]`: measures, prints a table and writes results.json. See README.md beside this. */
import { execFile } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { promisify } from "node:util";
import { fileURLToPath } from "node:url";
import { gigabyteImport, gigabyteMemory } from "./gigabyte-import.bench.js";
import { appleHealthImport } from "./apple-health-import.bench.js";
import { resultOf, type Benchmark, type Result } from "./benchmark.js";
import {
  dataSourceHttp,
  dataSourceHttpFloor,
  dataSourceHttpHive,
  dataSourceHttpTuned,
  dataSourceInProcess,
} from "./data-source.bench.js";
import { accepting } from "./accepting.bench.js";
import { decisionsCasbin, decisionsCedar } from "./decisions.bench.js";
import { importMemory } from "./import-memory.bench.js";
import { licensedQuery } from "./licensed-query.bench.js";
import { licensedQueryStock, mixedGrants, shield } from "./licensed-market.bench.js";
import { mariadbRead } from "./mariadb-read.bench.js";
import { offerRanking } from "./offer-ranking.bench.js";
import { offerInsert, slotAmongMany } from "./offer-slots.bench.js";
import { personDays } from "./person-days.bench.js";
import { start } from "./start.bench.js";
import { stressFilesAre } from "./stress-files.js";
import { inTemporaryFolder } from "./temporary-folder.js";
import { dayRead, daySize, vaultAge } from "./vault-day.bench.js";

const BENCHMARKS: readonly Benchmark[] = [
  appleHealthImport,
  importMemory,
  gigabyteImport,
  gigabyteMemory,
  daySize,
  dayRead,
  vaultAge,
  personDays,
  start,
  licensedQuery,
  licensedQueryStock,
  shield,
  mixedGrants,
  mariadbRead,
  accepting,
  decisionsCasbin,
  decisionsCedar,
  slotAmongMany,
  offerInsert,
  offerRanking,
  dataSourceInProcess,
  dataSourceHttp,
  dataSourceHttpTuned,
  dataSourceHttpHive,
  dataSourceHttpFloor,
];
const RESULTS_FILE = fileURLToPath(new URL("results.json", import.meta.url));
const THIS_FILE = fileURLToPath(import.meta.url);
const SIDES = ["ours", "peer"] as const;
type Side = (typeof SIDES)[number];

/** Measures the named benchmarks, all where none is named; exit code 1 when a goal is missed. */
async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !BENCHMARKS.some((benchmark) => benchmark.name === name));
  if (unknown.length > 0) {
    console.error(
      `There is no benchmark ${unknown.join(", ")}; there are ${BENCHMARKS.map((b) => b.name).join(", ")}.`,
    );
    return 2;
  }
  await buildIfNeeded();
  console.log(`Built code of dist/, Node ${process.versions.node}; stress files: ${stressFilesAre()}.`);
  const results: Result[] = [];
  for (const benchmark of BENCHMARKS.filter(({ name }) => names.length === 0 || names.includes(name))) {
    const result = resultOf(benchmark, await measureInTurn(benchmark));
    results.push(result);
    console.log(describe(benchmark, result));
  }
  console.table(results, ["name", "ours", "peer", "unit", "ratio", "goal", "holds", "runs"]);
  writeResults(results);
  return results.some(({ holds }) => holds === false) ? 1 : 0;
}

/** Ours and the peer in turn, so that a machine that slows down slows both. */
async function measureInTurn(benchmark: Benchmark): Promise<Record<Side, number[]>> {
  return inTemporaryFolder(async (folder) => {
    const prepared = (await benchmark.prepare?.(folder)) ?? "";
    return measureSides(benchmark, prepared);
  });
}

async function measureSides(benchmark: Benchmark, prepared: string): Promise<Record<Side, number[]>> {
  const measured: Record<Side, number[]> = { ours: [], peer: [] };
  for (let run = 0; run < benchmark.runs; run++) {
    for (const side of SIDES) {
      if (side === "peer" && benchmark.peer === null) continue;
      measured[side].push(await measureApart(benchmark.name, side, prepared));
    }
  }
  return measured;
}

async function measureApart(name: string, side: Side, prepared: string): Promise<number> {
  const child = [...process.execArgv, THIS_FILE, "--measure", name, side, prepared];
  const { stdout } = await promisify(execFile)(process.execPath, child);
  const figure = Number(stdout.trim().split("\n").at(-1));
  if (!(figure > 0)) throw new Error(`${name} of ${side} gave no figure`);
  return figure;
}

/** The child's part. */
async function measure([name, side, prepared = ""]: readonly string[]): Promise<number> {
  const benchmark = BENCHMARKS.find((candidate) => candidate.name === name);
  const run = side === "ours" ? benchmark?.ours : benchmark?.peer?.measure;
  if (!run) throw new Error("nothing of this name is measured");
  console.log(await run(prepared));
  return 0;
}

function describe({ title, goal, unit, peer }: Benchmark, { ours, peer: theirs, ratio, holds }: Result): string {
  const beside = peer && theirs !== null ? `; ${peer.title} ${theirs} ${unit}, ratio ${ratio ?? ""}` : "";
  const verdict =
    goal === null ? "" : `; goal: at most ${goal}${peer ? " times" : ` ${unit}`}, ${holds ? "holds" : "MISSED"}`;
  return `${title}: ${ours} ${unit}${beside}${verdict}`;
}

/** Results of benchmarks that were not run this time stay. */
function writeResults(results: readonly Result[]): void {
  const before = existsSync(RESULTS_FILE) ? (JSON.parse(readFileSync(RESULTS_FILE, "utf8")) as Result[]) : [];
  const all = BENCHMARKS.flatMap(({ name }) => [...results, ...before].find((result) => result.name === name) ?? []);
  writeFileSync(RESULTS_FILE, `${JSON.stringify(all, null, 2)}\n`);
}

async function buildIfNeeded(): Promise<void> {
  const builder = new URL("../scripts/built.mjs", import.meta.url).href;
  ((await import(builder)) as { buildIfNeeded(): void }).buildIfNeeded();
}

const [first, ...rest] = process.argv.slice(2);
process.exitCode = first === "--measure" ? await measure(rest) : await main(process.argv.slice(2));
