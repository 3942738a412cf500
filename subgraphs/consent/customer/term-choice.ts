import { reachesOverPredicate } from "../../../shared/licensing/answering-term.js";
import type { CapabilityTerm } from "../../../shared/licensing/capability.js";
import { fieldSpec } from "../../../shared/licensing/field.js";
import { coarseness, Precision } from "../../../shared/licensing/precision.js";
import type { WithheldReason } from "../../../shared/licensing/withheld.js";

export interface LivingTerm {
  field: string;
  precision: Precision;
  historyMs: number;
}

/** A live licence as a capability is made from it. */
export interface LivingLicence {
  id: string;
  grantedAtMs: number;
  /** Points for one disclosure. */
  price: number;
  /** True where disclosures are limited in number. */
  isLimited: boolean;
  terms: readonly LivingTerm[];
}

/** Why a licence cannot let a field out at present; null when it can. */
export type Obstacle = (licence: LivingLicence, field: string) => WithheldReason | null;

interface Candidate {
  licence: LivingLicence;
  term: LivingTerm;
  obstacle: WithheldReason | null;
}

/**
 * One term per field, so that a field is answered by, and charged to, one licence: of those that can answer the finest,
 * then the longest history, then the oldest licence. Where none can, the same order gives the reason. Behind a readable
 * one stands the term that answers a predicate, or says why none does, where the readable one cannot answer it itself.
 */
export function chooseTerms(licences: readonly LivingLicence[], obstacle: Obstacle, nowMs: number): CapabilityTerm[] {
  const byField = new Map<string, Candidate[]>();
  for (const licence of licences) {
    for (const term of licence.terms) {
      const candidates = byField.get(term.field) ?? [];
      candidates.push({ licence, term, obstacle: obstacle(licence, term.field) });
      byField.set(term.field, candidates);
    }
  }
  return [...byField.values()].flatMap(chooseForField).map((candidate) => capabilityTerm(candidate, nowMs));
}

function chooseForField(candidates: Candidate[]): Candidate[] {
  candidates.sort(better);
  const [first] = candidates;
  const reading = candidates.find(({ term }) => term.precision !== Precision.PREDICATE) ?? first;
  const comparing = candidates.find(({ term }) => isComparable(term)) ?? reading;
  return [...new Set([reading, comparing])].filter((candidate) => candidate !== undefined);
}

function isComparable({ field, historyMs }: LivingTerm): boolean {
  return fieldSpec(field)?.precisions[Precision.PREDICATE] !== undefined && reachesOverPredicate(historyMs);
}

function better(a: Candidate, b: Candidate): number {
  return (
    Number(a.obstacle !== null) - Number(b.obstacle !== null) ||
    coarseness(a.term.precision) - coarseness(b.term.precision) ||
    b.term.historyMs - a.term.historyMs ||
    a.licence.grantedAtMs - b.licence.grantedAtMs ||
    (a.licence.id < b.licence.id ? -1 : 1)
  );
}

function capabilityTerm({ licence, term, obstacle }: Candidate, nowMs: number): CapabilityTerm {
  return {
    licence: licence.id,
    field: term.field,
    precision: term.precision,
    historyFromMs: nowMs - term.historyMs,
    state: obstacle ?? "GRANTED",
  };
}
