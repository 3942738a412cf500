import { isOn, type Candidate } from "./eligibility.js";
import { rank } from "./rank.js";
import { RankedList } from "./ranked-list.js";
import { Segment, SegmentGroup } from "./segment.js";

/** One brand's offers of one placement: those for everybody, and the targeted ones by what they ask for. */
export class Shelf {
  readonly untargeted = new RankedList<Candidate>(rank);
  readonly groups = new Map<string, SegmentGroup>();
  private readonly segments = new Map<string, Segment>();

  get isEmpty(): boolean {
    return this.untargeted.first === undefined && this.segments.size === 0;
  }

  add(offer: Candidate): void {
    if (offer.targeting.length === 0) return this.untargeted.add(offer);
    const group = this.groupOf(offer);
    const key = segmentKey(offer);
    const known = this.segments.get(key);
    const segment = known ?? new Segment(key, offer.targeting, offer);
    // Its place among the others is its best offer's, so it is taken out before that may change.
    if (known) group.segments.remove(segment);
    this.segments.set(key, segment);
    segment.offers.add(offer);
    this.place(group, segment);
  }

  remove(offer: Candidate): void {
    if (offer.targeting.length === 0) return this.untargeted.remove(offer);
    const segment = this.segments.get(segmentKey(offer));
    if (!segment) return;
    const group = this.groupOf(offer);
    group.segments.remove(segment);
    segment.offers.remove(offer);
    this.place(group, segment);
  }

  private place(group: SegmentGroup, segment: Segment): void {
    const best = segment.offers.first;
    if (best) {
      segment.best = best;
      group.segments.add(segment);
    } else {
      this.segments.delete(segment.key);
      if (!group.segments.first) this.groups.delete(group.key);
    }
  }

  private groupOf({ targeting }: Candidate): SegmentGroup {
    const traits = [...new Set(targeting.map(({ trait }) => trait))].sort();
    const key = traits.join();
    const group = this.groups.get(key) ?? new SegmentGroup(key, traits);
    this.groups.set(key, group);
    return group;
  }
}

/** What one placement shows: each brand's shelf, and everybody's offers for everybody in one list. */
export class PlacementIndex {
  readonly untargeted = new RankedList<Candidate>(rank);
  readonly shelves = new Map<string, Shelf>();

  add(offer: Candidate): void {
    const shelf = this.shelves.get(offer.brandId) ?? new Shelf();
    this.shelves.set(offer.brandId, shelf);
    shelf.add(offer);
    if (offer.targeting.length === 0) this.untargeted.add(offer);
  }

  remove(offer: Candidate): void {
    const shelf = this.shelves.get(offer.brandId);
    shelf?.remove(offer);
    if (shelf?.isEmpty) this.shelves.delete(offer.brandId);
    if (offer.targeting.length === 0) this.untargeted.remove(offer);
  }
}

/** The live offers, arranged so that a decision looks at those first that may be shown: by placement, brand and criteria, best first. */
export class OfferIndex {
  /** Brands of which nothing is shown. */
  suspended: ReadonlySet<string> = new Set();
  private readonly placements = new Map<string, PlacementIndex>();
  private readonly offers = new Map<string, Candidate>();
  /** Those that are live and have not begun, soonest first: they are on no shelf, where they would only be passed over. */
  private readonly upcoming = new RankedList<Candidate>(bySooner);

  get size(): number {
    return this.offers.size;
  }

  at(placement: string): PlacementIndex | undefined {
    return this.placements.get(placement);
  }

  /** In the place of what was known of it. */
  put(offer: Candidate, now: Date): void {
    this.remove(offer.id);
    this.offers.set(offer.id, offer);
    if (offer.startsAt > now) this.upcoming.add(offer);
    else this.shelve(offer);
  }

  remove(id: string): void {
    const offer = this.offers.get(id);
    if (!offer) return;
    this.offers.delete(id);
    this.upcoming.remove(offer);
    for (const placement of offer.placements) this.placements.get(placement)?.remove(offer);
  }

  /** Puts on the shelves what has begun by now. */
  advance(now: Date): void {
    for (let next = this.upcoming.first; next && next.startsAt <= now; next = this.upcoming.first) {
      this.upcoming.remove(next);
      if (isOn(next, now)) this.shelve(next);
    }
  }

  private shelve(offer: Candidate): void {
    for (const placement of offer.placements) {
      const at = this.placements.get(placement) ?? new PlacementIndex();
      this.placements.set(placement, at);
      at.add(offer);
    }
  }
}

function bySooner(a: Candidate, b: Candidate): number {
  return a.startsAt.getTime() - b.startsAt.getTime() || rank(a, b);
}

/** The same for the same criteria in whatever order, and for no others. */
function segmentKey({ targeting }: Candidate): string {
  const texts = targeting.map(({ trait, operator, values }) => JSON.stringify([trait, operator, ...values]));
  return texts.sort().join();
}
