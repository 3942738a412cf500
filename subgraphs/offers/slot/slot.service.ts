import type { Database } from "../../../shared/database.js";
import { clientError } from "../../../shared/errors.js";
import { newOpaqueId, type RandomBytes } from "../../../shared/identifier.js";
import type { CapabilityClaims } from "../../../shared/licensing/capability.js";
import { Purpose } from "../../../shared/licensing/purpose.js";
import { findRow } from "../../../shared/rows.js";
import {
  unsealTraits,
  unsealVisitorTraits,
  type SealedTraits,
  type VisitorTraits,
} from "../../../shared/licensing/traits-seal.js";
import type { TraitValue } from "../../../shared/trait-match.js";
import type { OffersContext } from "../context.js";
import type { DisplayedOffers } from "../frequency-cap/displayed-offers.js";
import { capOf, isCapReached } from "../frequency-cap/displays.js";
import { decideSlots } from "../matching/decide-slots.js";
import { canPay, type KnownTraits } from "../matching/eligibility.js";
import type { LiveOffers } from "../offer/live-offers.js";
import { OfferStatus } from "../offer/offer-status.js";
import type { Offer } from "../offer/offer.js";
import { PLACEMENT_ID, PlacementRow } from "../placement/placement.js";
import type { Audience } from "./audience.js";
import { sourcesOf } from "./chosen-offer.js";
import type { Customer } from "./customer.js";
import { emptySlot, emptySlots } from "./empty-slots.js";
import { NoOfferReason, type OfferSlot } from "./proposition.js";
import { PROPOSITION_LIFETIME_MS, SLOTS_MAX } from "./slot-limits.js";
import type { Visitor } from "./visitor.js";

export interface SlotsWanted {
  placement: string;
  count: number;
}

interface Chosen {
  offer: Offer;
  because: string[];
}

interface Place {
  placement: string;
  position: number;
}

export class SlotService {
  constructor(
    private readonly database: Database,
    private readonly live: LiveOffers,
    private readonly displayed: DisplayedOffers,
    private readonly random: RandomBytes,
  ) {}

  /** A customer's slots, with the brand's own offers. Null without a capability that opens, and in a preview. */
  async fill(context: OffersContext, { claims, traits }: Customer, wanted: SlotsWanted): Promise<OfferSlot[] | null> {
    refuseCount(wanted);
    const audience = claims && audienceOf(claims, traits);
    return audience && this.show(context, audience, wanted);
  }

  /**
   * A visitor's, with offers of all brands: for the person behind a screen, or for nobody. Why one was chosen is for the
   * person's own screen, and for no partner app.
   */
  async fillVisitor(context: OffersContext, visitor: Visitor, wanted: SlotsWanted): Promise<OfferSlot[] | null> {
    refuseCount(wanted);
    const { claims } = visitor;
    if (!claims || claims.mode !== "DECIDE") return null;
    const { viewer: principal, person: personId, purpose } = claims;
    const traits = new Map(Object.entries(visitorTraits(claims, visitor.traits)));
    const isToldWhy = context.viewer.kind === "person";
    return this.show(context, { principal, personId, purpose, brandId: null, traits, isToldWhy }, wanted);
  }

  /**
   * Fills a placement's slots and notes what was chosen, to be recorded before the answer leaves (ARCHITECTURE 2).
   */
  async show(context: OffersContext, audience: Audience, wanted: SlotsWanted): Promise<OfferSlot[]> {
    const { placement, count } = wanted;
    refuseCount(wanted);
    if (!(await this.isKnown(context, placement))) return emptySlots(count, NoOfferReason.UNKNOWN_PLACEMENT);
    const chosen = await this.choose(context, audience, wanted);
    return Array.from({ length: count }, (_, index) => {
      const choice = chosen[index];
      return choice
        ? this.propose(context, audience, { ...choice, placement, position: index + 1 })
        : emptySlot(index + 1, NoOfferReason.NO_ELIGIBLE_OFFER);
    });
  }

  /**
   * The best of the index, each looked at as it is now: it may have been paused or spent since, or been seen often
   * enough. Where some fall out, as many more are looked at again.
   */
  private async choose(context: OffersContext, audience: Audience, wanted: SlotsWanted): Promise<Chosen[]> {
    const { freshOffers, now } = context;
    const index = await remembered(context.liveOffers, "index", () => this.live.current(now));
    const traits = new Map([...audience.traits].map(([brandId, known]) => [brandId, valuesOf(known)]));
    for (let count = wanted.count; ; count *= 2) {
      const best = decideSlots(index, { placement: wanted.placement, brandId: audience.brandId, traits, count, now });
      const fresh = await freshOffers.of(best.map(({ offer }) => offer.id));
      const payable = best.flatMap(({ because }, at) => {
        const offer = fresh[at];
        return offer && this.isPayable(offer) ? [{ offer, because }] : [];
      });
      const shown = await this.uncapped(context, audience, payable);
      if (shown.length >= wanted.count || best.length < count) return shown.slice(0, wanted.count);
    }
  }

  private isPayable(offer: Offer): boolean {
    if (!canPay(offer)) this.live.forget(offer.id);
    return offer.status === OfferStatus.LIVE && canPay(offer);
  }

  /** Without those that this person has been displayed as often as they may be. */
  private async uncapped(
    { displays, now }: OffersContext,
    { personId }: Audience,
    chosen: Chosen[],
  ): Promise<Chosen[]> {
    if (personId === null || chosen.every(({ offer }) => offer.frequencyCap === null)) return chosen;
    const seen = await remembered(displays, personId, () =>
      this.database.glance((manager) => this.displayed.of(manager, personId)),
    );
    return chosen.filter(({ offer }) => !isCapReached(seen, offer.id, now.getTime()));
  }

  private propose({ chosen, now }: OffersContext, audience: Audience, filled: Chosen & Place): OfferSlot {
    const { offer, because, placement, position } = filled;
    const { principal, personId, purpose, isToldWhy } = audience;
    const id = newOpaqueId(this.random);
    const expiresAt = expiryOf(offer, now);
    chosen.push({
      ...{ id, personId, audience: principal, purpose, placement, position, because, expiresAt },
      brandId: offer.brandId,
      offerId: offer.id,
      sources: sourcesOf(because, audience.traits.get(offer.brandId) ?? {}),
      cap: capOf(offer.frequencyCap),
    });
    return {
      position,
      proposition: { id, offer, because: isToldWhy ? because : null, expiresAt },
      noOfferReason: null,
    };
  }

  private isKnown({ placements }: OffersContext, id: string): Promise<boolean> {
    // A database may find "home" for "home "; and what cannot be an id need not be looked for.
    if (!PLACEMENT_ID.test(id)) return Promise.resolve(false);
    return remembered(placements, id, () =>
      this.database.glance(async (manager) => (await findRow(manager, PlacementRow, { id })) !== null),
    );
  }
}

function refuseCount({ count }: SlotsWanted): void {
  if (count < 1 || count > SLOTS_MAX) throw clientError("BAD_USER_INPUT", `count is 1 to ${SLOTS_MAX}`);
}

/** No later than its offer's end, when what is left of the budget goes back. */
function expiryOf({ endsAt }: Offer, now: Date): Date {
  return new Date(Math.min(now.getTime() + PROPOSITION_LIFETIME_MS, endsAt?.getTime() ?? Infinity));
}

/** Null where the capability is not one that offers are chosen with. */
function audienceOf(claims: CapabilityClaims, sealed: string | null): Audience | null {
  const { viewer: principal, person: personId, brand: brandId, purpose, mode } = claims;
  if (mode !== "DISCLOSE" || personId === null || brandId === null) return null;
  const traits = new Map([[brandId, licensedTraits(claims, sealed)]]);
  return { principal, personId, purpose, brandId, traits, isToldWhy: true };
}

/**
 * The traits that may choose. Only a licence for offers lets any be known. user-profile seals a string whenever it is
 * up, be it of no traits; without one the slots are not available (ARCHITECTURE 8). A string that was not sealed for
 * this capability tells nothing.
 */
function licensedTraits({ purpose, traitsKey, jti }: CapabilityClaims, sealed: string | null): SealedTraits {
  if (purpose !== Purpose.PERSONALISED_OFFERS) return {};
  if (sealed === null) throw clientError("UNAVAILABLE", "Offers cannot be chosen now.");
  return unsealTraits(traitsKey, jti, sealed) ?? {};
}

/** By brand. Without a string of user-profile's, personalised slots are not available; nobody's is a string of nothing. */
function visitorTraits({ traitsKey, jti }: CapabilityClaims, sealed: string | null): VisitorTraits {
  if (sealed === null) throw clientError("UNAVAILABLE", "Offers cannot be chosen now.");
  return unsealVisitorTraits(traitsKey, jti, sealed) ?? {};
}

function valuesOf(traits: SealedTraits): KnownTraits {
  return new Map(Object.entries(traits).map(([id, { value }]) => [id, value as TraitValue]));
}

function remembered<K, T>(known: Map<K, Promise<T>>, key: K, read: () => Promise<T>): Promise<T> {
  const value = known.get(key) ?? read();
  known.set(key, value);
  return value;
}
