import type { Cell } from "./contract-fields.js";
import type { VaultContents } from "./vault-contents.js";

/** What is to be told of one field, once it is decided that it may be: how finely, and of which time. */
export interface Telling {
  vault: VaultContents;
  path: string;
  /** The licence's own cell; what is asked coarser is made from what this would tell. */
  licensed: Cell;
  told: Cell;
  historyFromMs: number;
  fromMs: number;
  toMs: number;
  nowMs: number;
  isOwn: boolean;
}

export function isIn({ fromMs, toMs }: Pick<Telling, "fromMs" | "toMs">, ms: number): boolean {
  return fromMs <= ms && ms < toMs;
}
