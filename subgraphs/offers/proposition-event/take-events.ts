import type { Display } from "../frequency-cap/displays.js";
import { EVENT_GRACE_MS } from "../slot/slot-limits.js";
import type { PropositionDetail } from "../slot/proposition-row.js";
import { PropositionEventKind, type PropositionEventInput } from "./proposition-event.js";

/** A proposition that somebody tells of. */
export interface ToldOf {
  detail: PropositionDetail;
  createdAt: Date;
  expiresAt: Date;
}

export interface Taken {
  detail: PropositionDetail;
  count: number;
  /** What a frequency cap counts. */
  display: Display | null;
}

/**
 * What `audience` tells of one proposition, in the order that it tells it; what is not taken is ignored. Only what was
 * made for that audience, once for each kind, a display before an interaction, until a little after it has expired. A
 * client's clock may be wrong: no event is kept as older than the proposition or as later than now.
 */
export function takeEvents(
  { detail, createdAt, expiresAt }: ToldOf,
  told: readonly PropositionEventInput[],
  audience: string,
  now: Date,
): Taken {
  const isOver = now.getTime() > expiresAt.getTime() + EVENT_GRACE_MS;
  if (detail.audience !== audience || isOver) return { detail, count: 0, display: null };
  const events = { ...detail.events };
  let count = 0;
  for (const { kind, at } of told) {
    const isEarly = kind === PropositionEventKind.INTERACT && events.DISPLAY === undefined;
    if (events[kind] !== undefined || isEarly) continue;
    events[kind] = Math.min(Math.max(at.getTime(), createdAt.getTime()), now.getTime());
    count += 1;
  }
  return { detail: { ...detail, events }, count, display: displayOf(detail, events) };
}

function displayOf(
  { offerId, cap, events: before }: PropositionDetail,
  after: PropositionDetail["events"],
): Display | null {
  const atMs = after.DISPLAY;
  return cap && atMs !== undefined && before.DISPLAY === undefined ? { offerId, cap, atMs } : null;
}
