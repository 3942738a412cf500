/** How a visit to a room ended: a closed list, since it is a label of metrics. */
export const REFUSALS = ["unsigned", "forged", "late", "replayed", "altered", "full", "tooLarge", "broken"] as const;
export type Refusal = (typeof REFUSALS)[number];
export type VisitOutcome = Refusal | "answered" | "failed";

/** Told of every visit: when it begins, and then how it ended. `door` is one of the room's own paths. */
export interface RoomMeter {
  begin(door: string): (outcome: VisitOutcome) => void;
}

export const NO_ROOM_METER: RoomMeter = { begin: () => () => undefined };
