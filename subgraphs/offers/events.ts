import type { EventHandler } from "../../shared/outbox.js";
import type { Funding } from "./funding/funding.js";

/** What other rooms tell offers. A handler changes nothing when it is told the same thing again. */
export function offersEvents(funding: Funding): EventHandler {
  return async (manager, event) => {
    if (event.type !== "funding-answered") throw new Error(`offers knows no event ${event.type}`);
    await funding.answered(manager, event.payload);
  };
}
