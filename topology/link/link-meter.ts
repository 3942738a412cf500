import type { RoomName } from "../../shared/outbox.js";

/** How a request to a room ended: a closed list, since it is a label of metrics. */
export const LINK_OUTCOMES = ["answered", "refused", "garbage", "tooLarge", "late", "unreachable", "shed"] as const;
export type LinkOutcome = (typeof LINK_OUTCOMES)[number];

/** Told of every request to a room: when it begins, and then how it ended. */
export interface LinkMeter {
  begin(room: RoomName): (outcome: LinkOutcome) => void;
}

export const NO_LINK_METER: LinkMeter = { begin: () => () => undefined };
