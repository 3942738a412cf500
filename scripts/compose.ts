/**
 * Generates what is committed: each subgraph's schema.graphql, supergraph.graphql and shared/catalogue.json.
 * `--check` writes nothing and fails when one of them is stale.
 */
import "reflect-metadata";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generatedFiles } from "./generated-files.js";
import { projectRoot } from "../shared/project-root.js";

const isCheck = process.argv.includes("--check");
const stale: string[] = [];
for (const [name, text] of await generatedFiles()) {
  const file = join(projectRoot, name);
  if (read(file) === text) continue;
  stale.push(name);
  if (!isCheck) writeFileSync(file, text);
}
if (stale.length === 0) console.log("Generated files are current.");
else if (!isCheck) console.log(`Written: ${stale.join(", ")}`);
else {
  console.error(`Stale: ${stale.join(", ")}. Run: npm run compose`);
  process.exitCode = 1;
}

function read(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
