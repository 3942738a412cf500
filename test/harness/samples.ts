import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe } from "@jest/globals";

/** Real-format exports with the figures they hold; they lie beside the repository, not in it. */
const SAMPLES_FOLDER = fileURLToPath(new URL("../../../shared/data/dev/", import.meta.url));
const areThere = existsSync(join(SAMPLES_FOLDER, "expected.json"));
const areRequired = (process.env["CONFIDE_TEST_REQUIRE"] ?? "").split(",").includes("samples");

/** What expected.json says of one file; see FORMATS.md beside it. */
export interface ExpectedSample {
  kind: "valid" | "edge" | "stress" | "malformed" | "hostile";
  expect: "parse" | "partial-or-reject" | "reject" | "contain";
  metrics?: Record<string, unknown>;
  must?: string;
}

/** A suite over the sample files: skipped with a notice where they are absent, failing where they are required. */
export function describeWithSamples(name: string, suite: () => void): void {
  if (areThere || areRequired) {
    describe(name, suite);
    return;
  }
  console.warn(`Skipped "${name}": the sample files are not beside the repository.`);
  describe.skip(name, suite);
}

/** The path of a sample such as "gpx/strava-run.gpx". */
export function samplePath(name: string): string {
  return join(SAMPLES_FOLDER, name);
}

/** All samples whose name begins so, such as "gpx/", with what is expected of them; empty where they are absent and not required. */
export function samplesIn(folder: string): readonly (readonly [name: string, expected: ExpectedSample])[] {
  if (!areThere && !areRequired) return [];
  const text = readFileSync(join(SAMPLES_FOLDER, "expected.json"), "utf8");
  const all = JSON.parse(text) as Record<string, ExpectedSample>;
  return Object.entries(all).filter(([name]) => name.startsWith(folder));
}
