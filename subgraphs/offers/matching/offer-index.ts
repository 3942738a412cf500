import { isOn, type Candidate } from "./eligibility.js";
import { rank } from "./rank.js";
import { RankedList } from "./ranked-list.js";
import { Shelf } from "./shelf.js";

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

/** The live offers, arranged so that a decision looks at those first that may be shown: by placement, brand and traits, best first. */
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
