import type { TraitValue } from "../../../shared/trait-match.js";
import { compiled, type Criterion } from "./criterion-test.js";
import type { Candidate, KnownTraits } from "./eligibility.js";
import { rank } from "./rank.js";
import { RankedList } from "./ranked-list.js";

/** Offers with the very same criteria, best first: who meets them for one meets them for all. */
export class Segment {
  readonly offers = new RankedList<Candidate>(rank);
  /** What they ask for, each once and in order. */
  readonly traits: readonly string[];
  private readonly criteria: readonly Criterion[];

  constructor(
    readonly key: string,
    /** The best of them; there always is one while the segment stands anywhere. */
    public best: Candidate,
  ) {
    this.criteria = best.targeting.map(compiled);
    this.traits = [...new Set(best.targeting.map(({ trait }) => trait))].sort();
  }

  isMetBy(traits: KnownTraits): boolean {
    for (const { trait, isMet } of this.criteria) if (!isMet(traits.get(trait) as TraitValue)) return false;
    return true;
  }
}

/** The same for the same criteria in whatever order, and for no others. */
export function segmentKey({ targeting }: Candidate): string {
  const texts = targeting.map(({ trait, operator, values }) => JSON.stringify([trait, operator, ...values]));
  return texts.sort().join();
}
