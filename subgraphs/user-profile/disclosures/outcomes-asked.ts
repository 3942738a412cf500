import type { EntityManager } from "typeorm";
import { z } from "zod";
import { CAPABILITY_LIFETIME_MS } from "../../../shared/limits.js";
import type { Outbox, RoomEvent } from "../../../shared/outbox.js";

/** A fetch that opened its capability in the last moment may still be writing: longer than any deadline. */
const MARGIN_MS = 2 * CAPABILITY_LIFETIME_MS;

const OutcomesAsked = z.object({ upTo: z.iso.datetime() });

/**
 * consent holds prices without an outcome and asks up to when every disclosure has been told. The answer stands in
 * the outbox behind all disclosures that are there now, so it arrives after them; the clock alone must not free a
 * hold, or a stalled relay would let a brand read unpaid (ARCHITECTURE 5).
 */
export async function answerOutcomesAsked(
  manager: EntityManager,
  event: RoomEvent,
  outbox: Outbox,
  now: Date,
): Promise<void> {
  const asked = Date.parse(OutcomesAsked.parse(event.payload).upTo);
  const upTo = new Date(Math.min(asked, now.getTime() - MARGIN_MS)).toISOString();
  await outbox.enqueue(manager, "consent", "watermark", { upTo });
}
