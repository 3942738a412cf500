/** One thing that is measured. Every run of every side is a process of its own: none profits from what another warmed up. */
export interface Benchmark {
  name: string;
  /** What one run measures, for the table. */
  title: string;
  unit: "ms" | "MB";
  /** Made once for all runs of both sides, in a folder that is theirs; its path is handed to each. */
  prepare?: (folder: string) => Promise<string>;
  /** The most that ours may be: times the peer where there is one, else in the unit. Null where none is set. */
  goal: number | null;
  runs: number;
  ours: (prepared: string) => Promise<number>;
  /** Somebody else's way to the same, measured in turn with ours. */
  peer: { title: string; measure: (prepared: string) => Promise<number> } | null;
}

/** A row of results.json. */
export interface Result {
  name: string;
  /** Medians. */
  ours: number;
  peer: number | null;
  unit: string;
  ratio: number | null;
  goal: number | null;
  holds: boolean | null;
  runs: number;
}

export function resultOf(
  { name, unit, goal, runs }: Benchmark,
  measured: { ours: readonly number[]; peer: readonly number[] },
): Result {
  const ours = rounded(median(measured.ours));
  const peer = measured.peer.length > 0 ? rounded(median(measured.peer)) : null;
  const ratio = peer === null ? null : rounded(ours / peer);
  return { name, ours, peer, unit, ratio, goal, holds: goal === null ? null : (ratio ?? ours) <= goal, runs };
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? NaN) + (sorted[Math.floor(middle)] ?? NaN)) / 2;
}

function rounded(number: number): number {
  return Math.round(number * 100) / 100;
}
