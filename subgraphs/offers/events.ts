import { unlessErased } from "../../shared/erasure.js";
import type { EventHandler } from "../../shared/outbox.js";
import { takeStanding } from "./brand/suspended-brand.js";
import type { Funding } from "./funding/funding.js";
import type { PartnerPlacements } from "./placement/partner-placements.js";

/** What other rooms tell offers. A handler changes nothing when it is told the same thing again. */
export function offersEvents(funding: Funding, placements: PartnerPlacements, erase: EventHandler): EventHandler {
  return unlessErased(async (manager, event) => {
    if (event.type === "erased") return erase(manager, event);
    if (event.type === "placements-registered") return placements.registered(manager, event);
    if (event.type === "brand-standing") return takeStanding(manager, event.payload);
    if (event.type !== "funding-answered") throw new Error(`offers knows no event ${event.type}`);
    await funding.answered(manager, event.payload);
  });
}
