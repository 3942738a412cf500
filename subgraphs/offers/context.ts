import type { Viewer } from "../../shared/viewer.js";
import type { Displays } from "./frequency-cap/displays.js";
import type { Offer } from "./offer/offer.js";
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
  /** Read once per fetch: a page of fifty customers is decided from the same offers. */
  liveOffers: Map<string, Promise<Offer[]>>;
  placements: Map<string, Promise<boolean>>;
  /** By person: what frequency caps are counted by. */
  displays: Map<string, Promise<Displays>>;
}
