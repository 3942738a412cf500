import type { Named } from "./contract-fields.js";
import type { VaultContents } from "./vault-contents.js";

/**
 * One random case: who is there and what their vaults hold, who granted what, and what is asked. People and brands are
 * named by their place in the lists.
 */
export interface Triple {
  graph: Graph;
  licences: readonly LicenceFact[];
  question: Question;
}

export interface Graph {
  /** When the capability is minted. */
  nowMs: number;
  people: readonly VaultContents[];
  brands: readonly BrandFact[];
}

export interface BrandFact {
  trust: "REGISTERED" | "VERIFIED" | "TRUSTED" | "SUSPENDED";
  purposes: readonly string[];
  /** Whether escrow bears every price; otherwise it bears none. */
  canPay: boolean;
}

export interface LicenceFact {
  person: number;
  brand: number;
  purpose: string;
  status: "ACTIVE" | "SUSPENDED" | "WITHDRAWN" | "REVOKED" | "EXHAUSTED";
  suspendedBy: "PERSON" | "OPERATOR" | "LAW" | null;
  grantedAtMs: number;
  expiresAtMs: number;
  price: number;
  /** How many uses are left of how many; null: without a limit. */
  uses: { limit: number; left: number } | null;
  /** Every use that is left is promised to an operation that still runs. */
  isBusy: boolean;
  terms: readonly TermFact[];
}

export interface TermFact {
  field: string;
  precision: Named;
  historyDays: number;
}

export const PURPOSES = ["SERVICE_PERSONALISATION", "PERSONALISED_OFFERS", "ACADEMIC_RESEARCH"] as const;

/** What is done to the key between minting and reading; every one must make it worthless, but for `null`. */
export const TAMPERINGS = [
  "shown by another brand",
  "shown by a person",
  "shown by nobody",
  "shown by a member of the brand",
  "replayed in another operation",
  "altered",
  "forged",
  "turned around",
] as const;
export type Tampering = (typeof TAMPERINGS)[number];

export interface Question {
  /** `own` is the person's own view; the others are what a brand reads, or its person's preview of it. */
  road: "customer" | "customers" | "preview" | "own";
  brand: number;
  purpose: string;
  /** For `customer` one root each; for `preview` and `own` the first alone. */
  people: readonly number[];
  /** Whether the gateway told consent which fields the operation asks; what it did not tell must not leave unpaid. */
  isAnnounced: boolean;
  /** From minting to reading. */
  delayMs: number;
  tampering: Tampering | null;
  selections: readonly Selection[];
}

/** References that a brand may try and that are nobody's to it: a made-up one, and another brand's of the first person. */
export const MADE_UP = -1;
export const OTHER_BRANDS = -2;

export const STYLES = ["plain", "inline", "fragment", "variables", "include", "skipped"] as const;

/** One licensed field, asked once. */
export interface Selection {
  path: string;
  precision: Named | null;
  during: { fromMs: number; toMs: number } | null;
  activity: "RUN" | "RIDE" | null;
  /** Whether the part that needs another field's licence is asked too, where there is one. */
  isCrossing: boolean;
  style: (typeof STYLES)[number];
  /** Whether it shares its branch with the other selections or has one of its own, under an alias. */
  isMerged: boolean;
}

export const CAPABILITY_LIFETIME_MS = 10_000;

export function licenceId(index: number): string {
  return `licence-${index}`;
}

export function personId(index: number): string {
  return `person-${index}`;
}

export function brandId(index: number): string {
  return `brand-${index}`;
}
