import { canonicalJson } from "../../../shared/canonical-json.js";
import type { LogKind } from "./log-entry.js";

/** What an entry of the log says, and all that it says. */
export interface EntryFacts {
  brandId: string;
  kind: LogKind;
  at: Date;
  hours: number | null;
  commitment: string | null;
}

/** An entry's bytes: the JCS form (RFC 8785). The day is the finest time it names: a moment would tell whose it is. */
export function entryBytes({ brandId, kind, at, hours, commitment }: EntryFacts): Buffer {
  return entryOf({ brand: brandId, kind, day: dayOf(at), hours, commitment });
}

export function entryOf(facts: {
  brand: string;
  kind: string;
  day: string;
  hours: number | null;
  commitment: string | null;
}): Buffer {
  const { brand, kind, day, hours, commitment } = facts;
  const said = { ...(hours !== null && { hours }), ...(commitment !== null && { commitment }) };
  return Buffer.from(canonicalJson({ v: 1, brand, kind, day, ...said }));
}

export function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}
