import type { FactValues, Observation } from "../../../subgraphs/user-profile/observation.js";

/** All that a person's vault holds, as plainly as a test can write it down; what is expected is computed from this. */
export interface VaultContents {
  /** A zone that never changes its clock, so that its offset can be written beside it. */
  timeZone: FixedZone;
  observations: readonly Observation[];
  facts: Partial<FactValues>;
}

/** Minutes east of UTC. In the IANA database the sign of the Etc zones is the other way round. */
export const FIXED_ZONES = {
  UTC: 0,
  "Asia/Kolkata": 330,
  "Pacific/Kiritimati": 840,
  "Etc/GMT+12": -720,
} as const;
export type FixedZone = keyof typeof FIXED_ZONES;

export const NO_DATA: VaultContents = { timeZone: "UTC", observations: [], facts: {} };

export type ObservationOf<K extends Observation["kind"]> = Extract<Observation, { kind: K }>;

/** The offset that puts an observation on a day: its source's, else that of the person's zone. */
export function offsetOf({ offsetMinutes }: Observation, { timeZone }: VaultContents): number {
  return offsetMinutes ?? FIXED_ZONES[timeZone];
}

export function observationsOf<K extends Observation["kind"]>(vault: VaultContents, kind: K): ObservationOf<K>[] {
  return vault.observations.filter((observation): observation is ObservationOf<K> => observation.kind === kind);
}
