import type { Viewer } from "../../shared/viewer.js";
import type { Displays } from "./frequency-cap/displays.js";
import type { OfferIndex } from "./matching/offer-index.js";
import type { FreshOffers } from "./offer/fresh-offers.js";
import type { OffersServices } from "./services.js";
import type { ChosenOffer } from "./slot/chosen-offer.js";

/** Made fresh for every fetch. */
export interface OffersContext {
  viewer: Viewer;
  operationId: string;
  operationName: string | null;
  now: Date;
  services: OffersServices;
  /** What was chosen in this fetch: recorded in one transaction before the answer leaves. */
  chosen: ChosenOffer[];
  /** One look per fetch: a page of fifty customers is decided from the same offers. */
  liveOffers: Map<"index", Promise<OfferIndex>>;
  freshOffers: FreshOffers;
  placements: Map<string, Promise<boolean>>;
  /** By person: what frequency caps are counted by. */
  displays: Map<string, Promise<Displays>>;
}
