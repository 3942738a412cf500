import { CAPABILITY_LIFETIME_MS, DEFAULT_PERIOD_MS } from "../limits.js";
import { comparingTerm, readingTerm } from "./answering-term.js";
import type { CapabilityLicence, VaultCapability } from "./capability.js";
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
  const term = isAlive(capability, now) ? readingTerm(capability.terms, field) : null;
  if (!capability || !term) return withheld("NO_LICENCE");
  if (term.state !== "GRANTED") return withheld(term.state);
  if (term.precision === Precision.PREDICATE) return withheld("PRECISION_TOO_COARSE");
  const licence = paidLicence(capability, term.licence, use);
  if (!licence) return withheld("ESCROW_EXHAUSTED");
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

/** What a predicate may compare: the values that `precision` would let out, or all that there is where it is PREDICATE. */
export interface Comparable {
  outcome: "GRANTED";
  licence: string;
  price: number;
  precision: Precision;
  period: Period;
}

/** May a predicate of this field be answered? Pure, and asked before anything is read, as `decide` is. */
export function decidePredicate(capability: VaultCapability | null, field: string, now: Date): Comparable | Withheld {
  if (!isAlive(capability, now)) return withheld("NO_LICENCE");
  // Counted from when consent chose: its clock and this one may differ, and P30D must not become a moment less.
  const term = comparingTerm(capability.terms, field, capability.expMs - CAPABILITY_LIFETIME_MS);
  if (!term) return withheld("NO_LICENCE");
  if (term.state !== "GRANTED") return withheld(term.state);
  const licence = paidLicence(capability, term.licence, "VALUE");
  if (!licence) return withheld("ESCROW_EXHAUSTED");
  const { fromMs, toMs } = defaultPeriod(now);
  const period = { fromMs: Math.max(fromMs, term.historyFromMs), toMs };
  return { outcome: "GRANTED", licence: licence.id, price: licence.price, precision: term.precision, period };
}

export function defaultPeriod(now: Date): Period {
  return { fromMs: now.getTime() - DEFAULT_PERIOD_MS, toMs: now.getTime() };
}

function isAlive(capability: VaultCapability | null, now: Date): capability is VaultCapability {
  return capability !== null && now.getTime() < capability.expMs;
}

/** Null for a price that consent does not hold: it would never be paid, so what was not announced does not leave. */
function paidLicence({ licences, mode }: VaultCapability, id: string, use: Use): CapabilityLicence | null {
  const licence = licences.find((one) => one.id === id);
  const isUnpaid =
    use === "VALUE" && mode === "DISCLOSE" && licence !== undefined && licence.price > 0 && !licence.held;
  return isUnpaid ? null : (licence ?? null);
}

function withheld(reason: WithheldReason): Withheld {
  return { outcome: "WITHHELD", reason };
}
