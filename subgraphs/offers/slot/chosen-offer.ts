import type { Purpose } from "../../../shared/licensing/purpose.js";
import type { SealedTrait, SealedTraits } from "../../../shared/licensing/traits-seal.js";
import type { Cap } from "../frequency-cap/displays.js";

/** A licensed field that a chosen offer's traits came from. */
export type TraitSource = SealedTrait["sources"][number];

/** An offer chosen for somebody, about to be recorded. */
export interface ChosenOffer {
  id: string;
  /** Null for a visitor whom no account is linked to. */
  personId: string | null;
  /** principalOf() of who is shown it, and may tell what became of it. */
  audience: string;
  brandId: string;
  purpose: Purpose;
  offerId: string;
  placement: string;
  position: number;
  because: readonly string[];
  /** The fields that `because` used, each under one licence. */
  sources: readonly TraitSource[];
  /** The offer's, so that a display can be counted without looking for the offer. */
  cap: Cap | null;
  expiresAt: Date;
}

/** The sources of those traits, each field and licence once, over the whole period that was looked at. */
export function sourcesOf(because: readonly string[], traits: SealedTraits): TraitSource[] {
  return mergeSources(because.flatMap((id) => traits[id]?.sources ?? []));
}

export function mergeSources(sources: readonly TraitSource[]): TraitSource[] {
  const merged = new Map<string, TraitSource>();
  for (const source of sources) {
    const key = sourceKey(source);
    const known = merged.get(key);
    const fromMs = Math.min(source.fromMs, known?.fromMs ?? source.fromMs);
    const toMs = Math.max(source.toMs, known?.toMs ?? source.toMs);
    merged.set(key, { ...source, fromMs, toMs });
  }
  return [...merged.values()];
}

/** One line of a disclosure: what was used of which field under which licence. */
export function sourceKey({ field, licence, precision }: TraitSource): string {
  return `${licence} ${field} ${precision}`;
}
