import { existsSync, readFileSync } from "node:fs";
import { besidePath, describeWith, isRequired } from "./beside.js";

/** Real-format exports with the figures they hold; they lie beside the repository, not in it. */
const areThere = existsSync(samplePath("expected.json"));

/** What expected.json says of one file; see FORMATS.md beside it. */
export interface ExpectedSample {
  kind: "valid" | "edge" | "stress" | "malformed" | "hostile";
  expect: "parse" | "partial-or-reject" | "reject" | "contain";
  metrics?: Record<string, unknown>;
  must?: string;
}

/** A suite over the sample files: skipped with a notice where they are absent, failing where they are required. */
export function describeWithSamples(name: string, suite: () => void): void {
  describeWith("samples", areThere, name, suite);
}

/** The path of a sample such as "gpx/strava-run.gpx". */
export function samplePath(name: string): string {
  return besidePath(`data/dev/${name}`);
}

/** All samples whose name begins so, such as "gpx/", with what is expected of them; empty where they are absent and not required. */
export function samplesIn(folder: string): readonly (readonly [name: string, expected: ExpectedSample])[] {
  if (!areThere && !isRequired("samples")) return [];
  const text = readFileSync(samplePath("expected.json"), "utf8");
  const all = JSON.parse(text) as Record<string, ExpectedSample>;
  return Object.entries(all).filter(([name]) => name.startsWith(folder));
}
