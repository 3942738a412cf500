import { describe, expect, it } from "@jest/globals";
import { table } from "../../../harness/table.js";
import type { CapabilityTerm, VaultCapability } from "../../../../shared/licensing/capability.js";
import { decide, decidePredicate } from "../../../../shared/licensing/decide.js";
import { Precision } from "../../../../shared/licensing/precision.js";
import { Purpose } from "../../../../shared/licensing/purpose.js";

const NOW = new Date("2026-03-31T12:00:00Z");
const DAY_MS = 86_400_000;

const capabilityWith = (...terms: Omit<CapabilityTerm, "licence">[]): VaultCapability => ({
  jti: "jti",
  operation: "operation",
  viewer: "brand:b",
  person: "p",
  brand: "b",
  purpose: Purpose.SERVICE_PERSONALISATION,
  mode: "DISCLOSE",
  traitsKey: "",
  expMs: NOW.getTime() + 1,
  licences: [{ id: "licence", price: 3, held: true }],
  terms: terms.map((term) => ({ ...term, licence: "licence" })),
});

const daysAgo = (days: number): number => NOW.getTime() - days * DAY_MS;

/**
 * What a licence of one term answers to a question. "asked" is the precision argument; "from" the days before now at
 * which `during` begins; "-" is left out. "told" is the precision of the answer and the days before now it begins.
 */
const ROWS = table(`
  field                  | licensed  | history | state              | asked  | from | answer
  # as licensed, when nothing is asked
  heart.rate             | EXACT     | 30      | GRANTED            | -      | -    | EXACT 30
  heart.rate             | FINE      | 90      | GRANTED            | -      | -    | FINE 30
  heart.rate             | BAND      | 90      | GRANTED            | -      | 60   | BAND 60
  # coarser is answered as asked, finer as licensed and capped
  heart.rate             | FINE      | 30      | GRANTED            | COARSE | -    | COARSE 30
  heart.rate             | COARSE    | 30      | GRANTED            | COARSE | -    | COARSE 30
  heart.rate             | COARSE    | 30      | GRANTED            | EXACT  | -    | COARSE 30 capped
  # a precision without a cell takes the next coarser one, or is wrong whoever asks
  demographics.household | EXACT     | 30      | GRANTED            | FINE   | -    | BAND 30
  fitness.workouts       | FINE      | 30      | GRANTED            | BAND   | -    | NO_CELL
  sleep.stages           | EXACT     | 30      | GRANTED            | FINE   | -    | NO_CELL
  # no longer than licensed
  heart.rate             | FINE      | 7       | GRANTED            | -      | -    | FINE 7 capped
  heart.rate             | FINE      | 30      | GRANTED            | -      | 31   | FINE 30 capped
  heart.rate             | FINE      | 90      | GRANTED            | -      | 89   | FINE 89
  # a predicate is no value
  heart.rate             | PREDICATE | 30      | GRANTED            | -      | -    | PRECISION_TOO_COARSE
  heart.rate             | PREDICATE | 30      | GRANTED            | BAND   | -    | PRECISION_TOO_COARSE
  # what consent says of the licence
  heart.rate             | EXACT     | 30      | USE_LIMIT_REACHED  | -      | -    | USE_LIMIT_REACHED
  heart.rate             | EXACT     | 30      | ESCROW_EXHAUSTED   | -      | -    | ESCROW_EXHAUSTED
  heart.rate             | EXACT     | 30      | BRAND_SUSPENDED    | -      | -    | BRAND_SUSPENDED
  heart.rate             | EXACT     | 30      | TIER_LOCKED        | -      | -    | TIER_LOCKED
`);

describe("decide", () => {
  it.each(ROWS.map((row) => [Object.values(row).join(" · "), row] as const))("%s", (_name, row) => {
    const capability = capabilityWith({
      field: row["field"]!,
      precision: row["licensed"] as Precision,
      historyFromMs: daysAgo(Number(row["history"])),
      state: row["state"] as CapabilityTerm["state"],
    });
    const asked = {
      precision: row["asked"] === "-" ? null : (row["asked"] as Precision),
      during: row["from"] === "-" ? null : { fromMs: daysAgo(Number(row["from"])), toMs: NOW.getTime() },
    };
    expect(inWords(decide(capability, row["field"]!, asked, NOW))).toBe(row["answer"]);
  });

  const nothing = { precision: null, during: null };
  const granted = {
    field: "heart.rate",
    precision: Precision.EXACT,
    historyFromMs: daysAgo(30),
    state: "GRANTED",
  } as const;

  it("withholds everything without a capability, after its expiry and of fields it does not name", () => {
    expect(inWords(decide(null, "heart.rate", nothing, NOW))).toBe("NO_LICENCE");
    expect(inWords(decide(capabilityWith(granted), "body.weight", nothing, NOW))).toBe("NO_LICENCE");
    expect(inWords(decide(capabilityWith(granted), "heart.rate", nothing, new Date(NOW.getTime() + 1)))).toBe(
      "NO_LICENCE",
    );
  });

  it("judges a wrong precision from the catalogue alone, licensed or not", () => {
    const wrong = { precision: Precision.PREDICATE, during: null };
    expect(decide(null, "heart.rate", wrong, NOW)).toEqual({ outcome: "NO_CELL" });
    expect(decide(capabilityWith(granted), "heart.rate", wrong, NOW)).toEqual({ outcome: "NO_CELL" });
  });

  it("answers by the readable term where a predicate stands beside it", () => {
    const both = capabilityWith(
      { ...granted, precision: Precision.PREDICATE },
      { ...granted, precision: Precision.BAND },
    );
    expect(inWords(decide(both, "heart.rate", nothing, NOW))).toBe("BAND 30");
  });

  it("charges the licence that answers", () => {
    expect(decide(capabilityWith(granted), "heart.rate", nothing, NOW)).toMatchObject({ licence: "licence", price: 3 });
  });
});

function inWords(decision: ReturnType<typeof decide>): string {
  if (decision.outcome === "NO_CELL") return "NO_CELL";
  if (decision.outcome === "WITHHELD") return decision.reason;
  const days = (NOW.getTime() - decision.period.fromMs) / DAY_MS;
  return `${decision.precision} ${days}${decision.isCoarser || decision.isShorter ? " capped" : ""}`;
}

/** Terms of a capability as "precision days [state]", in consent's order. */
describe("decidePredicate", () => {
  const LIFETIME_MS = 10_000;
  const asked = (terms: string[], more: Partial<VaultCapability> = {}, now = NOW): string => {
    const capability = capabilityWith(
      ...terms.map((text) => {
        const [precision, days, state = "GRANTED"] = text.split(" ");
        return {
          field: "heart.rate",
          precision: precision as Precision,
          historyFromMs: daysAgo(Number(days)),
          state: state as CapabilityTerm["state"],
        };
      }),
    );
    const decision = decidePredicate({ ...capability, expMs: NOW.getTime() + LIFETIME_MS, ...more }, "heart.rate", now);
    if (decision.outcome === "WITHHELD") return decision.reason;
    return `${decision.precision} ${(now.getTime() - decision.period.fromMs) / DAY_MS}`;
  };

  it.each<[string, string[], string]>([
    ["a predicate", ["PREDICATE 30"], "PREDICATE 30"],
    ["a readable term", ["COARSE 90"], "COARSE 30"],
    ["nothing", [], "NO_LICENCE"],
    ["a history that is too short", ["EXACT 29"], "NO_LICENCE"],
    ["what stands beside one that is too short", ["FINE 7", "COARSE 30"], "COARSE 30"],
    [
      "a predicate beside a readable term that is withheld",
      ["FINE 30 ESCROW_EXHAUSTED", "PREDICATE 30"],
      "PREDICATE 30",
    ],
    ["why a term is withheld", ["FINE 30 TIER_LOCKED"], "TIER_LOCKED"],
    ["why the term that is long enough is withheld", ["FINE 7", "PREDICATE 30 USE_LIMIT_REACHED"], "USE_LIMIT_REACHED"],
  ])("answers by %s", (_name, terms, answer) => {
    expect(asked(terms)).toBe(answer);
  });

  it("counts a history from when it was minted, by whatever clock, and looks no further back than it", () => {
    expect(asked(["PREDICATE 30"], {}, new Date(NOW.getTime() - 1))).toBe(`PREDICATE ${30 - 1 / DAY_MS}`);
    expect(asked(["PREDICATE 30"], {}, new Date(NOW.getTime() + 1))).toBe("PREDICATE 30");
  });

  it("tells nothing without a capability, by one that is over, or for a price that is not held", () => {
    expect(decidePredicate(null, "heart.rate", NOW)).toMatchObject({ reason: "NO_LICENCE" });
    expect(asked(["PREDICATE 30"], {}, new Date(NOW.getTime() + LIFETIME_MS))).toBe("NO_LICENCE");
    expect(asked(["PREDICATE 30"], { licences: [{ id: "licence", price: 3, held: false }] })).toBe("ESCROW_EXHAUSTED");
  });
});
