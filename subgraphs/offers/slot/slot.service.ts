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
import { decideSlots, type Choice } from "../matching/decide-slots.js";
import type { KnownTraits } from "../matching/eligibility.js";
import type { Offer } from "../offer/offer.js";
import type { OfferService } from "../offer/offer.service.js";
import { PLACEMENT_ID, PlacementRow } from "../placement/placement.js";
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

/** Somebody before one brand: the capability of a Customer that a decision may be made for. */
interface Audience {
  /** principalOf() of who shows it, and tells what became of it. */
  principal: string;
  /** Null: nobody that is known. */
  personId: string | null;
  brandId: string;
  purpose: Purpose;
}

/** No brand's id. */
const ALL_BRANDS = "*";

const NOTHING_KNOWN: KnownTraits = new Map();

export class SlotService {
  constructor(
    private readonly database: Database,
    private readonly offers: OfferService,
    private readonly displayed: DisplayedOffers,
    private readonly random: RandomBytes,
  ) {}

  /**
   * Fills a placement's slots for one customer and notes what was chosen, to be recorded before the answer leaves.
   * Null without a capability that opens, and in a preview, which records nothing (ARCHITECTURE 2).
   */
  async fill(context: OffersContext, customer: Customer, wanted: SlotsWanted): Promise<OfferSlot[] | null> {
    const { placement, count } = wanted;
    if (count < 1 || count > SLOTS_MAX) throw clientError("BAD_USER_INPUT", `count is 1 to ${SLOTS_MAX}`);
    const audience = customer.claims && audienceOf(customer.claims);
    if (!customer.claims || !audience) return null;
    const traits = licensedTraits(customer.claims, customer.traits);
    if (!(await this.isKnown(context, placement))) return emptySlots(count, NoOfferReason.UNKNOWN_PLACEMENT);
    const offers = await this.uncapped(context, audience, await this.liveOffers(context, audience.brandId));
    const values = valuesOf(traits);
    const choices = decideSlots(offers, () => values, { placement, count, now: context.now });
    return choices.map((choice, index) =>
      choice
        ? this.propose(context, audience, { choice, traits, placement, position: index + 1, isExplained: true })
        : emptySlot(index + 1, NoOfferReason.NO_ELIGIBLE_OFFER),
    );
  }

  /**
   * The same across all brands, for the person behind a screen or for nobody: each brand's offers are judged by what is
   * licensed to that brand. Why one was chosen is for the person's own screen, and for no partner app.
   */
  async fillVisitor(context: OffersContext, visitor: Visitor, wanted: SlotsWanted): Promise<OfferSlot[] | null> {
    const { placement, count } = wanted;
    if (count < 1 || count > SLOTS_MAX) throw clientError("BAD_USER_INPUT", `count is 1 to ${SLOTS_MAX}`);
    const { claims } = visitor;
    if (!claims || claims.mode !== "DECIDE") return null;
    const traits = visitorTraits(claims, visitor.traits);
    if (!(await this.isKnown(context, placement))) return emptySlots(count, NoOfferReason.UNKNOWN_PLACEMENT);
    const whose = { principal: claims.viewer, personId: claims.person, purpose: claims.purpose };
    const offers = await this.uncapped(context, whose, await this.allLiveOffers(context));
    const values = new Map(Object.entries(traits).map(([brandId, own]) => [brandId, valuesOf(own)]));
    const choices = decideSlots(offers, ({ brandId }) => values.get(brandId) ?? NOTHING_KNOWN, {
      placement,
      count,
      now: context.now,
    });
    const isExplained = context.viewer.kind === "person";
    return choices.map((choice, index) => {
      const position = index + 1;
      if (!choice) return emptySlot(position, NoOfferReason.NO_ELIGIBLE_OFFER);
      const { brandId } = choice.offer;
      const filled = { choice, traits: traits[brandId] ?? {}, placement, position, isExplained };
      return this.propose(context, { ...whose, brandId }, filled);
    });
  }

  private propose(
    { chosen, now }: OffersContext,
    { principal, personId, brandId, purpose }: Audience,
    filled: { choice: Choice<Offer>; traits: SealedTraits; placement: string; position: number; isExplained: boolean },
  ): OfferSlot {
    const { choice, traits, placement, position, isExplained } = filled;
    const { offer, because } = choice;
    const id = newOpaqueId(this.random);
    const expiresAt = expiryOf(offer, now);
    const sources = sourcesOf(because, traits);
    chosen.push({
      id,
      personId,
      audience: principal,
      brandId,
      purpose,
      offerId: offer.id,
      placement,
      position,
      because,
      sources,
      cap: capOf(offer.frequencyCap),
      expiresAt,
    });
    return {
      position,
      proposition: { id, offer, because: isExplained ? because : null, expiresAt },
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

  /** Without those that this person has been displayed as often as they may be. */
  private async uncapped(
    { displays, now }: OffersContext,
    { personId }: Pick<Audience, "personId">,
    offers: Offer[],
  ): Promise<Offer[]> {
    if (personId === null || offers.every(({ frequencyCap }) => frequencyCap === null)) return offers;
    const seen = await remembered(displays, personId, () =>
      this.database.glance((manager) => this.displayed.of(manager, personId)),
    );
    return offers.filter(({ id }) => !isCapReached(seen, id, now.getTime()));
  }

  private allLiveOffers({ liveOffers }: OffersContext): Promise<Offer[]> {
    return remembered(liveOffers, ALL_BRANDS, () => this.offers.allLive());
  }

  private liveOffers({ liveOffers }: OffersContext, brandId: string): Promise<Offer[]> {
    return remembered(liveOffers, brandId, () => this.offers.liveOf(brandId));
  }
}

/** No later than its offer's end, when what is left of the budget goes back. */
function expiryOf({ endsAt }: Offer, now: Date): Date {
  return new Date(Math.min(now.getTime() + PROPOSITION_LIFETIME_MS, endsAt?.getTime() ?? Infinity));
}

/** Null where the capability is not one that offers are chosen with. */
function audienceOf({ viewer, person, brand, purpose, mode }: CapabilityClaims): Audience | null {
  return mode === "DISCLOSE" && person !== null && brand !== null
    ? { principal: viewer, personId: person, brandId: brand, purpose }
    : null;
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

function remembered<T>(known: Map<string, Promise<T>>, key: string, read: () => Promise<T>): Promise<T> {
  const value = known.get(key) ?? read();
  known.set(key, value);
  return value;
}
