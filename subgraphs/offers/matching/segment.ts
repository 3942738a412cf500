import type { TraitValue } from "../../../shared/trait-match.js";
import { compiled, type Criterion } from "./criterion-test.js";
import type { Candidate, KnownTraits, Targeted } from "./eligibility.js";
import { rank } from "./rank.js";
import { RankedList } from "./ranked-list.js";

/** Offers with the very same criteria, best first: who meets them for one meets them for all. */
export class Segment {
  readonly offers = new RankedList<Candidate>(rank);
  /** The best of them; there always is one while the segment stands anywhere. */
  best: Candidate;
  private readonly criteria: readonly Criterion[];

  constructor(
    readonly key: string,
    targeting: readonly Targeted[],
    first: Candidate,
  ) {
    this.criteria = targeting.map(compiled);
    this.best = first;
  }

  isMetBy(traits: KnownTraits): boolean {
    return this.criteria.every(({ trait, isMet }) => isMet(traits.get(trait) as TraitValue));
  }
}

/** Segments of one shelf that ask for the same traits: where one of these is unknown, none of them is looked at. */
export class SegmentGroup {
  readonly segments = new RankedList<Segment>((a, b) => rank(a.best, b.best));

  constructor(
    readonly key: string,
    private readonly traits: readonly string[],
  ) {}

  isKnownTo(traits: KnownTraits): boolean {
    return this.traits.every((id) => traits.has(id));
  }
}
