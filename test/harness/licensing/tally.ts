import { CONTRACT_FIELDS, rank, type Cell } from "./contract-fields.js";
import type { Fate } from "./oracle.js";

/** What a run of random cases has met, so that one which only met refusals does not pass for a good one. */
export class Tally {
  private readonly counts = new Map<string, number>();

  count(key: string): void {
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
  }

  note(path: string, fate: Fate, cells: { licensed: Cell; told: Cell } | null): void {
    if ("withheld" in fate) this.count(fate.withheld);
    if ("error" in fate) this.count(fate.error);
    if (!("told" in fate) || !cells) return;
    if (fate.capped) this.count(fate.capped.from === null ? "coarser" : "coarser or shorter");
    const isEmpty = fate.told === null || (Array.isArray(fate.told) && fate.told.length === 0);
    if (!isEmpty) this.count(pairKey(path, cells.licensed, cells.told));
  }

  /** Of the outcomes that a run must meet, those that it did not. */
  missing(keys: readonly string[]): string[] {
    return keys.filter((key) => !this.counts.has(key));
  }
}

/** Every way to refuse, and every way to ask. */
export const OUTCOMES: readonly string[] = [
  ...["NO_LICENCE", "PRECISION_TOO_COARSE", "USE_LIMIT_REACHED", "ESCROW_EXHAUSTED", "BRAND_SUSPENDED", "TIER_LOCKED"],
  ...["BAD_USER_INPUT", "coarser", "coarser or shorter", "nobody", "customer", "customers", "preview", "own"],
];

/** Every field at every licensed precision, told at it and at every coarser one. */
export const TOLD_PAIRS: readonly string[] = CONTRACT_FIELDS.flatMap(({ path, cells, licensable }) =>
  cells
    .filter((licensed) => licensable.includes(licensed))
    .flatMap((licensed) =>
      cells.filter((told) => rank(told) >= rank(licensed)).map((told) => pairKey(path, licensed, told)),
    ),
);

function pairKey(path: string, licensed: Cell, told: Cell): string {
  return `${path} ${licensed} as ${told}`;
}
