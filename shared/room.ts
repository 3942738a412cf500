import type { SubgraphLink } from "./link.js";
import type { Envelope } from "./outbox.js";

/** A subgraph with its database, as the entry starts and stops it. */
export interface Room {
  link: SubgraphLink;
  /** Takes in another room's event; returns once it is kept. */
  takeIn(envelope: Envelope): Promise<void>;
  /** Delivers every waiting event; tests and the demo call it to be sure. Returns how many were left. */
  drain(): Promise<number>;
  /** Does now what is done every hour: begins a new epoch when it is time, and destroys keys that are over. */
  rotateKeys(): Promise<void>;
  isReady(): Promise<boolean>;
  close(): Promise<void>;
}
