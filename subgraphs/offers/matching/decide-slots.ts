import { isOn, type Candidate, type KnownTraits } from "./eligibility.js";
import type { OfferIndex, PlacementIndex } from "./offer-index.js";
import { rank } from "./rank.js";
import type { Segment, SegmentGroup } from "./segment.js";

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

const NOTHING: KnownTraits = new Map();

/**
 * The decision: the best `count` of the live offers that may be shown here and now, best first (rank.ts); fewer where
 * there are no more. Each brand's offers are judged by what is licensed to that brand, and by nothing else: a pure
 * function of its arguments, so what is not among `traits` cannot sway it. What an offer has spent and how often
 * somebody saw it move too fast to stand in an index: whoever asks looks at that for the few that are chosen.
 */
export function decideSlots(index: OfferIndex, request: SlotRequest): Choice[] {
  const placement = index.at(request.placement);
  const { suspended } = index;
  if (!placement || (request.brandId !== null && suspended.has(request.brandId))) return [];
  const best = new Best(request.count, request.now);
  for (const offer of untargeted(placement, request.brandId)) {
    if (!suspended.has(offer.brandId) && !best.take(offer)) break;
  }
  const brands = request.brandId === null ? [...request.traits.keys()] : [request.brandId];
  for (const brandId of brands.filter((id) => !suspended.has(id))) {
    const traits = request.traits.get(brandId) ?? NOTHING;
    for (const group of placement.shelves.get(brandId)?.groups.values() ?? []) {
      if (group.isKnownTo(traits)) takeFrom(group, traits, best);
    }
  }
  return best.offers.map((offer) => ({ offer, because: [...new Set(offer.targeting.map(({ trait }) => trait))] }));
}

function untargeted(placement: PlacementIndex, brandId: string | null): Iterable<Candidate> {
  return (brandId === null ? placement.untargeted : placement.shelves.get(brandId)?.untargeted) ?? [];
}

/** Segments and their offers come best first: what cannot be among the best ends the search. */
function takeFrom({ segments }: SegmentGroup, traits: KnownTraits, best: Best): void {
  for (const segment of segments) {
    if (!best.hasRoomFor(segment.best)) return;
    if (segment.isMetBy(traits)) takeAll(segment, best);
  }
}

function takeAll({ offers }: Segment, best: Best): void {
  for (const offer of offers) if (!best.take(offer)) return;
}

/** The best so far, in order. */
class Best {
  readonly offers: Candidate[] = [];

  constructor(
    private readonly count: number,
    private readonly now: Date,
  ) {}

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
