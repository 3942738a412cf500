import { existsSync, readFileSync } from "node:fs";
import { besidePath, describeWith } from "./beside.js";

const FILE = besidePath("design/API.graphql");

/** A suite over the public contract: skipped with a notice where it is absent, failing where it is required. */
export function describeWithContract(name: string, suite: () => void): void {
  describeWith("contract", existsSync(FILE), name, suite);
}

/** The public supergraph as it was promised. */
export function contractText(): string {
  return readFileSync(FILE, "utf8");
}
