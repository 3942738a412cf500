import { describe, expect, it } from "@jest/globals";
import { Precision } from "../../../../shared/licensing/precision.js";
import { resolveOwnPrecision, resolvePrecision, termProblem } from "../../../../shared/licensing/resolve-precision.js";

const { EXACT, FINE, COARSE, BAND, PREDICATE } = Precision;

describe("a term's precision", () => {
  it.each([
    ["heart.rate", EXACT, true],
    ["heart.rate", PREDICATE, true],
    ["fitness.workouts", BAND, false],
    ["fitness.workouts", PREDICATE, false],
    ["location.visits", EXACT, false],
    ["location.visits", FINE, true],
    ["demographics.homeArea", EXACT, false],
    ["demographics.gender", FINE, false],
    ["body.bodyMassIndex", COARSE, false],
    ["body.bodyMassIndex", BAND, true],
    ["heart.nothing", EXACT, false],
  ])("%s at %s: valid is %s", (path, precision, isValid) => {
    expect(termProblem(path, precision) === null).toBe(isValid);
  });
});

describe("a query's precision", () => {
  it.each([
    // field, licensed, asked, answered, capped
    ["heart.rate", FINE, null, FINE, false],
    ["heart.rate", FINE, FINE, FINE, false],
    ["heart.rate", FINE, BAND, BAND, false],
    ["heart.rate", FINE, EXACT, FINE, true],
    ["heart.rate", BAND, EXACT, BAND, true],
    // no cell: the next coarser one, which is what the licence has too
    ["body.bodyMassIndex", BAND, COARSE, BAND, false],
    ["body.bodyMassIndex", EXACT, COARSE, BAND, false],
    ["body.bodyMassIndex", BAND, FINE, BAND, true],
    ["demographics.household", EXACT, FINE, BAND, false],
    // a cell for the person only exists: asking for it is asking for more than was licensed
    ["location.visits", FINE, EXACT, FINE, true],
    ["location.visits", EXACT, EXACT, EXACT, false],
    // nothing may be read of a predicate, and the caller says so
    ["heart.rate", PREDICATE, FINE, PREDICATE, true],
    ["heart.rate", PREDICATE, null, PREDICATE, false],
  ] as const)("%s licensed at %s, asked %s: %s, capped %s", (path, licensed, asked, precision, capped) => {
    expect(resolvePrecision(path, licensed, asked)).toEqual({ precision, capped });
  });

  it.each([
    ["heart.rate", PREDICATE],
    ["fitness.workouts", BAND],
    ["demographics.gender", FINE],
    ["work.pattern", BAND],
    ["no.field", EXACT],
  ] as const)("%s asked %s has no cell, whatever is licensed", (path, asked) => {
    for (const licensed of [EXACT, COARSE, PREDICATE]) {
      expect(resolvePrecision(path, licensed, asked)).toBe("NO_CELL");
    }
  });

  it("is as asked for oneself, EXACT by default", () => {
    expect(resolveOwnPrecision("location.visits", null)).toBe(EXACT);
    expect(resolveOwnPrecision("location.visits", BAND)).toBe(BAND);
    expect(resolveOwnPrecision("body.bodyMassIndex", COARSE)).toBe(BAND);
    expect(resolveOwnPrecision("heart.rate", PREDICATE)).toBe("NO_CELL");
  });
});
