import type { ClaimService } from "./claim/claim.service.js";
import type { ImageService } from "./image/image.service.js";
import type { OfferService } from "./offer/offer.service.js";
import type { PropositionEventService } from "./proposition-event/proposition-event.service.js";
import type { Propositions } from "./slot/propositions.js";
import type { SlotService } from "./slot/slot.service.js";

/** What the resolvers of offers delegate to. */
export interface OffersServices {
  /** Opens what consent sealed for this room. */
  capabilityKey: Buffer;
  offers: OfferService;
  slots: SlotService;
  images: ImageService;
  shown: Propositions;
  claims: ClaimService;
  propositionEvents: PropositionEventService;
}
