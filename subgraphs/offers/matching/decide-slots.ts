import { isOn, type Candidate, type KnownTraits } from "./eligibility.js";
import type { OfferIndex } from "./offer-index.js";
import { rank } from "./rank.js";
import type { Shelf } from "./shelf.js";

/** An offer that may fill a slot, with the traits that chose it: none for an untargeted one. */
export interface Choice {
  offer: Candidate;
  because: string[];
}

export interface SlotRequest {
  placement: string;
  /** Whose offers compete; null: every brand's. */
  brandId: string | null;
  /** By brand, what it has a licence to choose by; of who is not in it nothing is known. */
  traits: ReadonlyMap<string, KnownTraits>;
  count: number;
  now: Date;
}

/**
 * The decision: the best `count` of the live offers that may be shown here and now, best first (rank.ts); fewer where
 * there are no more. Each brand's offers are judged by what is licensed to that brand, and by nothing else: a pure
 * function of its arguments, so what is not among `traits` cannot sway it. What an offer has spent and how often
 * somebody saw it move too fast to stand in an index: whoever asks looks at that for the few that are chosen.
 */
export function decideSlots(index: OfferIndex, request: SlotRequest): Choice[] {
  const { brandId, count, now } = request;
  const placement = index.at(request.placement);
  const { suspended } = index;
  if (!placement || (brandId !== null && suspended.has(brandId))) return [];
  const best = new Best(count, now);
  for (const [id, traits] of request.traits) {
    const isAsked = (brandId === null || id === brandId) && !suspended.has(id);
    const shelf = isAsked ? placement.shelves.get(id) : undefined;
    if (shelf && traits.size > 0) takeTargeted(shelf, traits, best);
  }
  const untargeted = brandId === null ? placement.untargeted : placement.shelves.get(brandId)?.untargeted;
  untargeted?.each((offer) => suspended.has(offer.brandId) || best.take(offer));
  return best.offers.map((offer) => ({ offer, because: [...new Set(offer.targeting.map(({ trait }) => trait))] }));
}

/** Classes, segments and their offers come best first: what cannot be among the best ends the search. */
function takeTargeted({ classes }: Shelf, traits: KnownTraits, best: Best): void {
  const known = [...traits.keys()].sort();
  for (const { criteria, tree } of classes) {
    if (!best.hasRoomForCriteria(criteria)) return;
    tree.each(known, (segments) => {
      segments.each((segment) => {
        if (!best.hasRoomFor(segment.best)) return false;
        if (segment.isMetBy(traits)) segment.offers.each((offer) => best.take(offer));
        return true;
      });
    });
  }
}

/** The best so far, in order. */
class Best {
  readonly offers: Candidate[] = [];

  constructor(
    private readonly count: number,
    private readonly now: Date,
  ) {}

  /** Whether an offer of so many criteria can be among them. */
  hasRoomForCriteria(criteria: number): boolean {
    const last = this.offers[this.count - 1];
    return last === undefined || last.isFallback || last.targeting.length <= criteria;
  }

  hasRoomFor(offer: Candidate): boolean {
    const last = this.offers[this.count - 1];
    return last === undefined || rank(offer, last) < 0;
  }

  /** False: neither this one nor any after it is among the best. */
  take(offer: Candidate): boolean {
    if (!this.hasRoomFor(offer)) return false;
    if (!isOn(offer, this.now)) return true;
    const at = this.offers.findIndex((other) => rank(offer, other) < 0);
    this.offers.splice(at < 0 ? this.offers.length : at, 0, offer);
    if (this.offers.length > this.count) this.offers.pop();
    return true;
  }
}
