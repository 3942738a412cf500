import type { Fact, Observation } from "../observation.js";

/** What became of an element or a row: kept, of a kind that is not kept, or without what it needs to be kept. */
export enum Outcome {
  KEPT = "KEPT",
  SKIPPED = "SKIPPED",
  UNREADABLE = "UNREADABLE",
}

/** Takes one thing that an element told. */
export type Push = (item: Observation | Fact) => void;
