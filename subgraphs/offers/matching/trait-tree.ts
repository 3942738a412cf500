import { rank } from "./rank.js";
import { RankedList } from "./ranked-list.js";
import type { Segment } from "./segment.js";

interface Node {
  segments: RankedList<Segment>;
  next: Map<string, Node>;
}

const node = (): Node => ({ segments: new RankedList((a, b) => rank(a.best, b.best)), next: new Map() });

/** Segments by the traits that they ask for, each way in the traits' own order: only known traits lead on, so that what asks for an unknown one is never met. */
export class TraitTree {
  private readonly root = node();

  add(segment: Segment): void {
    let at = this.root;
    for (const trait of segment.traits) {
      const next = at.next.get(trait) ?? node();
      at.next.set(trait, next);
      at = next;
    }
    at.segments.add(segment);
  }

  /** As it was when it was added: a segment's place is its best offer's. */
  remove(segment: Segment): void {
    removeFrom(this.root, segment, 0);
  }

  /**
   * Every list whose traits are all among the known ones, which come in order. Those of more traits first, since what
   * asks for more is ranked higher: the sooner the best are found, the less of the others is looked at.
   */
  each(known: readonly string[], use: (segments: RankedList<Segment>) => void): void {
    visit(this.root, known, 0, use);
  }
}

function visit(at: Node, known: readonly string[], from: number, use: (segments: RankedList<Segment>) => void): void {
  for (let index = from; at.next.size > 0 && index < known.length; index += 1) {
    const next = at.next.get(known[index] as string);
    if (next) visit(next, known, index + 1, use);
  }
  if (at.segments.first) use(at.segments);
}

/** Ways that lead nowhere any more go. */
function removeFrom(at: Node, segment: Segment, depth: number): void {
  const trait = segment.traits[depth];
  if (trait === undefined) return at.segments.remove(segment);
  const next = at.next.get(trait);
  if (!next) return;
  removeFrom(next, segment, depth + 1);
  if (!next.segments.first && next.next.size === 0) at.next.delete(trait);
}
