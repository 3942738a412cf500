import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { chooseTerms, type LivingLicence } from "../../../../subgraphs/consent/customer/term-choice.js";
import type { VaultCapability } from "../../../../shared/licensing/capability.js";
import { decide, type Granted } from "../../../../shared/licensing/decide.js";
import { FIELDS } from "../../../../shared/licensing/field.js";
import { coarseness, Precision, PRECISIONS } from "../../../../shared/licensing/precision.js";
import { Purpose } from "../../../../shared/licensing/purpose.js";
import { termProblem } from "../../../../shared/licensing/resolve-precision.js";
import { randomRuns } from "../../../harness/random-runs.js";

const NOW = new Date("2026-03-31T12:00:00Z");
const DAY_MS = 86_400_000;

/** Few fields, so that licences meet; each at every precision that a term may name. */
const PATHS = ["heart.rate", "body.weight", "location.visits", "demographics.birthYear", "fitness.workouts"];
const TERMS = PATHS.flatMap((field) =>
  PRECISIONS.filter((precision) => termProblem(field, precision) === null).map((precision) => ({ field, precision })),
);

const licence = (id: string): fc.Arbitrary<LivingLicence> =>
  fc.record({
    id: fc.constant(id),
    grantedAtMs: fc.integer({ min: 0, max: 1_000 }),
    price: fc.constant(0),
    isLimited: fc.constant(false),
    terms: fc
      .uniqueArray(fc.record({ term: fc.constantFrom(...TERMS), days: fc.integer({ min: 1, max: 400 }) }), {
        selector: ({ term }) => term.field,
        maxLength: PATHS.length,
      })
      .map((terms) => terms.map(({ term, days }) => ({ ...term, historyMs: days * DAY_MS }))),
  });
const licences = fc
  .integer({ min: 0, max: 5 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, i) => licence(`licence-${i}`))));
const question = fc.record({
  field: fc.constantFrom(...PATHS),
  precision: fc.option(fc.constantFrom(...PRECISIONS)),
  daysAgo: fc.option(fc.integer({ min: 1, max: 800 })),
});

const capabilityOf = (living: readonly LivingLicence[]): VaultCapability => ({
  jti: "j",
  operation: "o",
  viewer: "brand:b",
  person: "p",
  brand: "b",
  purpose: Purpose.SERVICE_PERSONALISATION,
  mode: "DISCLOSE",
  traitsKey: "",
  expMs: NOW.getTime() + 1,
  licences: living.map(({ id }) => ({ id, price: 0, held: false })),
  terms: chooseTerms(living, () => null, NOW.getTime()),
});

type Question = { field: string; precision: Precision | null; daysAgo: number | null };
const told = (living: readonly LivingLicence[], { field, precision, daysAgo }: Question): Granted | null => {
  const during = daysAgo === null ? null : { fromMs: NOW.getTime() - daysAgo * DAY_MS, toMs: NOW.getTime() };
  const decision = decide(capabilityOf(living), field, { precision, during }, NOW);
  return decision.outcome === "GRANTED" ? decision : null;
};

/** Judged naively, one licence at a time, without the code under test: does this licence alone allow what was told? */
const allows = ({ terms }: LivingLicence, field: string, grant: Granted): boolean =>
  terms.some(
    (term) =>
      term.field === field &&
      term.precision !== Precision.PREDICATE &&
      coarseness(grant.precision) >= coarseness(term.precision) &&
      grant.period.fromMs >= NOW.getTime() - term.historyMs,
  );

describe("what leaves under any set of licences", () => {
  it("is allowed by one of them, which is the one that is charged", () => {
    fc.assert(
      fc.property(licences, question, (living, asked) => {
        const grant = told(living, asked);
        if (!grant) return;
        const charged = living.find(({ id }) => id === grant.licence);
        expect(charged && allows(charged, asked.field, grant)).toBe(true);
      }),
      randomRuns(2_000, 100_000),
    );
  });

  it("is never more after one was removed than what those that are left allow", () => {
    fc.assert(
      fc.property(licences, question, fc.nat(), (living, asked, which) => {
        if (living.length === 0) return;
        const left = living.filter((_, i) => i !== which % living.length);
        const grant = told(left, asked);
        if (!grant) return;
        expect(left.some((licence) => allows(licence, asked.field, grant))).toBe(true);
        expect(told(living, asked)).not.toBeNull(); // removing never reveals
      }),
      randomRuns(2_000, 100_000),
    );
  });

  it("is nothing without a licence, for every field of the contract at every precision", () => {
    for (const { path } of FIELDS) {
      for (const precision of [null, ...PRECISIONS])
        expect(told([], { field: path, precision, daysAgo: null })).toBeNull();
    }
  });
});
