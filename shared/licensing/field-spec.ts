import { Precision } from "./precision.js";
import type { IntimacyTier } from "./tier.js";

/** One licensable field of the vault, as a person is told about it and as a licence may name it. */
export interface FieldSpec {
  /** Its path in `IntimateData`, which is its id. */
  path: string;
  /** Plain English, for a consent screen. */
  title: string;
  tier: IntimacyTier;
  /** Special category of personal data, as GDPR Article 9 has it. */
  specialCategory: boolean;
  /** Names or reaches the person by itself, at its only precision. */
  identifying: boolean;
  /** The category's IRI: DPV's personal data extension, or our own where DPV has no term. */
  iri: string;
  /** The DPV term of which an IRI of our own is a kind; null where `iri` is DPV's. */
  broader: string | null;
  /** "LOINC 8867-4" or "omh geoposition 1.0" (Open mHealth); null where neither knows the measure. */
  code: string | null;
  /** UCUM; null where the value is not a quantity. */
  unit: string | null;
  /** The cells of FIELDS.md, each with what it gives in one plain sentence. A missing one is `–`. */
  precisions: Partial<Record<Precision, string>>;
  /** What `satisfies` may compare with, in `unit`: edges of BAND, at most three; empty where PREDICATE does not exist. */
  thresholds: readonly number[];
  /** Cells that no term may name: "the person only". */
  personOnly: readonly Precision[];
}

/** https://w3id.org/dpv/pd, version 2.2: personal data categories of the W3C's DPV community group. */
export function dpv(term: string): Pick<FieldSpec, "iri" | "broader"> {
  return { iri: `https://w3id.org/dpv/pd#${term}`, broader: null };
}

/** A category that DPV lacks, under a reserved name (RFC 2606) until the project has a home of its own. */
export function ours(term: string, broader: string): Pick<FieldSpec, "iri" | "broader"> {
  return { iri: `https://confide.example/vocabulary#${term}`, broader: dpv(broader).iri };
}

/** PREDICATE's cell and its thresholds, said in one sentence. */
export function comparable(
  precisions: Partial<Record<Precision, string>>,
  thresholds: readonly [number, number, number],
  unit: string,
): Pick<FieldSpec, "precisions" | "thresholds"> {
  const [low, middle, high] = thresholds.map((threshold) => threshold.toLocaleString("en"));
  const sentence = `Only yes or no: whether the mean of the last 30 days is at least ${low}, ${middle} or ${high} ${unit}.`;
  return { precisions: { ...precisions, [Precision.PREDICATE]: sentence }, thresholds };
}

/** What most fields are: no identifier, no predicate, no cell for the person only. */
export const PLAIN = { identifying: false, thresholds: [], personOnly: [] } as const;
