import { DEFAULT_PERIOD_MS } from "../limits.js";
import type { CapabilityTerm, VaultCapability } from "./capability.js";
import { Precision } from "./precision.js";
import { resolvePrecision } from "./resolve-precision.js";
import type { WithheldReason } from "./withheld.js";

/** Half-open, epoch milliseconds. */
export interface Period {
  fromMs: number;
  toMs: number;
}

/** What a query says of one field. Null: left out. */
export interface Asked {
  precision: Precision | null;
  during: Period | null;
}

export interface Granted {
  outcome: "GRANTED";
  licence: string;
  price: number;
  precision: Precision;
  /** The cell that the licence grants; what is asked coarser is made from what this would tell. */
  licensed: Precision;
  /** Where the licensed history begins. */
  historyFromMs: number;
  /** What may be told: the asked period, cut where the licensed history begins. */
  period: Period;
  /** True when the licence makes the answer coarser than what was asked. */
  isCoarser: boolean;
  /** True when the licensed history begins later than the asked period. */
  isShorter: boolean;
}

export interface Withheld {
  outcome: "WITHHELD";
  reason: WithheldReason;
}

/** The asked precision has no cell in FIELDS.md, nor has a coarser one: the query is wrong whoever asks. */
export interface NoCell {
  outcome: "NO_CELL";
}

/** VALUE leaves to the brand and costs the licence's price; a DECISION of offers is free (FIELDS.md). */
export type Use = "VALUE" | "DECISION";

/**
 * May this field leave, how finely and from when? Pure: a capability that did not open is null. Everything that
 * lets a value out of a vault asks here, before anything is read (ARCHITECTURE 4).
 */
export function decide(
  capability: VaultCapability | null,
  field: string,
  asked: Asked,
  now: Date,
  use: Use = "VALUE",
): Granted | Withheld | NoCell {
  // The precision argument is judged from the catalogue alone, so that a wrong query reads the same for everybody.
  if (asked.precision !== null && resolvePrecision(field, Precision.EXACT, asked.precision) === "NO_CELL") {
    return { outcome: "NO_CELL" };
  }
  const term = capability && now.getTime() < capability.expMs ? readableTerm(capability, field) : null;
  if (!capability || !term) return { outcome: "WITHHELD", reason: "NO_LICENCE" };
  if (term.state !== "GRANTED") return { outcome: "WITHHELD", reason: term.state };
  if (term.precision === Precision.PREDICATE) return { outcome: "WITHHELD", reason: "PRECISION_TOO_COARSE" };
  const licence = capability.licences.find(({ id }) => id === term.licence);
  // A price that consent does not hold would never be paid: what the operation did not announce does not leave.
  const isUnpaid =
    use === "VALUE" && capability.mode === "DISCLOSE" && licence !== undefined && licence.price > 0 && !licence.held;
  if (!licence || isUnpaid) {
    return { outcome: "WITHHELD", reason: "ESCROW_EXHAUSTED" };
  }
  const resolved = resolvePrecision(field, term.precision, asked.precision);
  const licensed = resolvePrecision(field, term.precision, null);
  if (resolved === "NO_CELL" || licensed === "NO_CELL") return { outcome: "NO_CELL" };
  const wanted = asked.during ?? defaultPeriod(now);
  const fromMs = Math.max(wanted.fromMs, term.historyFromMs);
  return {
    outcome: "GRANTED",
    licence: term.licence,
    price: licence.price,
    precision: resolved.precision,
    licensed: licensed.precision,
    historyFromMs: term.historyFromMs,
    // A period that lies before the history is empty, and begins where the history does.
    period: { fromMs, toMs: Math.max(fromMs, wanted.toMs) },
    isCoarser: resolved.capped,
    isShorter: wanted.fromMs < term.historyFromMs,
  };
}

export function defaultPeriod(now: Date): Period {
  return { fromMs: now.getTime() - DEFAULT_PERIOD_MS, toMs: now.getTime() };
}

/** Consent put the term that answers a field into the capability; a predicate's stands beside it at most. */
function readableTerm(capability: VaultCapability, field: string): CapabilityTerm | null {
  const terms = capability.terms.filter((term) => term.field === field);
  return terms.find((term) => term.precision !== Precision.PREDICATE) ?? terms[0] ?? null;
}
