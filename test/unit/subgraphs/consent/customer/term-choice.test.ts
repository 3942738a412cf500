import { describe, expect, it } from "@jest/globals";
import { DAY_MS } from "../../../../../shared/clock.js";
import { Precision } from "../../../../../shared/licensing/precision.js";
import type { WithheldReason } from "../../../../../shared/licensing/withheld.js";
import { chooseTerms, type LivingLicence } from "../../../../../subgraphs/consent/customer/term-choice.js";

const NOW = Date.UTC(2026, 2, 1);

/** `id precision days [reason]`, granted in the order of the row. */
function licence(text: string, index: number): LivingLicence & { reason: WithheldReason | null } {
  const [id = "", precision = "", days = "", reason] = text.split(" ");
  const terms = [{ field: "heart.rate", precision: precision as Precision, historyMs: Number(days) * DAY_MS }];
  return {
    id,
    grantedAtMs: NOW - 1_000 + index,
    price: 1,
    isLimited: false,
    terms,
    reason: (reason ?? null) as WithheldReason | null,
  };
}

describe("which licence answers a field", () => {
  it.each<[string, string[], string[]]>([
    ["the only one", ["a FINE 30"], ["a FINE 30 GRANTED"]],
    ["the finest", ["a COARSE 90", "b FINE 30"], ["b FINE 30 GRANTED"]],
    ["of equally fine ones the longest history", ["a FINE 30", "b FINE 90"], ["b FINE 90 GRANTED"]],
    ["of equal ones the oldest", ["a FINE 30", "b FINE 30"], ["a FINE 30 GRANTED"]],
    [
      "one that can answer before a finer one that cannot",
      ["a EXACT 30 USE_LIMIT_REACHED", "b BAND 30"],
      ["b BAND 30 GRANTED"],
    ],
    [
      "where none can, the finest one's reason",
      ["a BAND 30 TIER_LOCKED", "b FINE 30 USE_LIMIT_REACHED"],
      ["b FINE 30 USE_LIMIT_REACHED"],
    ],
    ["a predicate alone", ["a PREDICATE 30"], ["a PREDICATE 30 GRANTED"]],
    ["a readable one covers a predicate", ["a PREDICATE 30", "b BAND 30"], ["b BAND 30 GRANTED"]],
    [
      "a readable one too short for a predicate has it beside",
      ["a PREDICATE 30", "b BAND 7"],
      ["b BAND 7 GRANTED", "a PREDICATE 30 GRANTED"],
    ],
    [
      "a withheld readable one has a predicate beside",
      ["a FINE 30 ESCROW_EXHAUSTED", "b PREDICATE 30"],
      ["a FINE 30 ESCROW_EXHAUSTED", "b PREDICATE 30 GRANTED"],
    ],
    [
      "a readable one too short for a predicate has a coarser one beside that is long enough",
      ["a COARSE 90", "b FINE 7"],
      ["b FINE 7 GRANTED", "a COARSE 90 GRANTED"],
    ],
    [
      "a withheld predicate is beside to say why",
      ["a FINE 7", "b PREDICATE 30 USE_LIMIT_REACHED"],
      ["a FINE 7 GRANTED", "b PREDICATE 30 USE_LIMIT_REACHED"],
    ],
    ["nothing", [], []],
  ])("%s", (_, living, expected) => {
    const licences = living.map(licence);
    const reasons = new Map(licences.map(({ id, reason }) => [id, reason]));
    const chosen = chooseTerms(licences, ({ id }) => reasons.get(id) ?? null, NOW);
    expect(
      chosen.map((term) => `${term.licence} ${term.precision} ${(NOW - term.historyFromMs) / DAY_MS} ${term.state}`),
    ).toEqual(expected);
  });

  it("chooses each field for itself", () => {
    const terms = (precision: Precision, ...fields: string[]): LivingLicence["terms"] =>
      fields.map((field) => ({ field, precision, historyMs: DAY_MS }));
    const one = {
      id: "one",
      grantedAtMs: 1,
      price: 0,
      isLimited: false,
      terms: terms(Precision.FINE, "body.weight", "heart.rate"),
    };
    const two = { id: "two", grantedAtMs: 2, price: 0, isLimited: false, terms: terms(Precision.EXACT, "heart.rate") };
    const chosen = chooseTerms([one, two], () => null, NOW);
    expect(chosen.map(({ field, licence: id }) => `${field} ${id}`).sort()).toEqual([
      "body.weight one",
      "heart.rate two",
    ]);
  });
});
