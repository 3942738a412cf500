import type { Candidate } from "./eligibility.js";
import { rank } from "./rank.js";
import { RankedList } from "./ranked-list.js";
import { Segment, segmentKey } from "./segment.js";
import { TraitTree } from "./trait-tree.js";

/** Segments of so many criteria each. */
export interface SegmentClass {
  criteria: number;
  tree: TraitTree;
}

/** One brand's offers of one placement: those for everybody, and the targeted ones by what they ask for. */
export class Shelf {
  readonly untargeted = new RankedList<Candidate>(rank);
  /** Most criteria first, as offers are ranked. */
  readonly classes: SegmentClass[] = [];
  private readonly segments = new Map<string, Segment>();

  get isEmpty(): boolean {
    return this.untargeted.first === undefined && this.segments.size === 0;
  }

  add(offer: Candidate): void {
    if (offer.targeting.length === 0) return this.untargeted.add(offer);
    const key = segmentKey(offer);
    const known = this.segments.get(key);
    // Its place among the others is its best offer's, so it is taken out before that may change.
    if (known) this.treeOf(offer).remove(known);
    const segment = known ?? new Segment(key, offer);
    this.segments.set(key, segment);
    segment.offers.add(offer);
    this.place(segment);
  }

  remove(offer: Candidate): void {
    if (offer.targeting.length === 0) return this.untargeted.remove(offer);
    const segment = this.segments.get(segmentKey(offer));
    if (!segment) return;
    this.treeOf(offer).remove(segment);
    segment.offers.remove(offer);
    this.place(segment);
  }

  private place(segment: Segment): void {
    const best = segment.offers.first;
    if (!best) return void this.segments.delete(segment.key);
    segment.best = best;
    this.treeOf(best).add(segment);
  }

  private treeOf({ targeting: { length: criteria } }: Candidate): TraitTree {
    const at = this.classes.findIndex((known) => known.criteria <= criteria);
    const found = this.classes[at];
    if (found?.criteria === criteria) return found.tree;
    const tree = new TraitTree();
    this.classes.splice(at < 0 ? this.classes.length : at, 0, { criteria, tree });
    return tree;
  }
}
