import { describe, expect, it } from "@jest/globals";
import { criterionProblem, matches, type TraitValue } from "../../../shared/trait-match.js";

const exact = { low: 3, high: 3 };
const band = { low: 60, high: 70 };

describe("a criterion", () => {
  it.each<[TraitValue, "IN" | "NOT_IN" | "AT_LEAST" | "AT_MOST" | "BETWEEN", string[], boolean]>([
    [exact, "AT_LEAST", ["3"], true],
    [exact, "AT_LEAST", ["3.1"], false],
    [exact, "AT_MOST", ["3"], true],
    [exact, "AT_MOST", ["2.9"], false],
    [exact, "BETWEEN", ["3", "4"], true],
    [exact, "BETWEEN", ["4", "5"], false],
    // Only where the whole band agrees.
    [band, "AT_LEAST", ["60"], true],
    [band, "AT_LEAST", ["65"], false],
    [band, "AT_MOST", ["70"], true],
    [band, "AT_MOST", ["65"], false],
    [band, "BETWEEN", ["50", "70"], true],
    [band, "BETWEEN", ["65", "80"], false],
    ["US", "IN", ["CA", "US"], true],
    ["US", "IN", ["CA"], false],
    ["US", "NOT_IN", ["CA"], true],
    ["US", "NOT_IN", ["US"], false],
    [true, "IN", ["true"], true],
    [false, "IN", ["true"], false],
    [false, "NOT_IN", ["true"], true],
    // Unknown meets nothing.
    [null, "IN", ["US"], false],
    [null, "NOT_IN", ["US"], false],
    [null, "AT_LEAST", ["0"], false],
    [null, "AT_MOST", ["0"], false],
    [null, "BETWEEN", ["0", "1"], false],
    // Nor does an operator of another kind of trait, or a value that is no number.
    [exact, "IN", ["3"], false],
    [exact, "NOT_IN", ["4"], false],
    ["US", "AT_LEAST", ["0"], false],
    [exact, "AT_LEAST", ["many"], false],
    [exact, "AT_LEAST", [], false],
    [exact, "BETWEEN", ["1"], false],
  ])("%j %s %j: %s", (value, operator, values, isMet) => {
    expect(matches(value, operator, values)).toBe(isMet);
  });
});

describe("a criterion of an offer", () => {
  const number = { id: "runsPerWeek", type: "NUMBER", values: null } as const;
  const country = { id: "homeCountry", type: "CATEGORY", values: null } as const;
  const age = { id: "ageBand", type: "CATEGORY", values: ["18-24", "25-34"] } as const;
  const flag = { id: "cyclist", type: "FLAG", values: null } as const;

  it.each([
    [number, "AT_LEAST", ["2"], true],
    [number, "BETWEEN", ["1.5", "3"], true],
    [number, "AT_LEAST", [], false],
    [number, "AT_LEAST", ["1", "2"], false],
    [number, "BETWEEN", ["2"], false],
    [number, "BETWEEN", ["3", "2"], false],
    [number, "AT_LEAST", ["two"], false],
    [number, "AT_LEAST", ["1e9"], false],
    [number, "AT_LEAST", ["NaN"], false],
    [number, "AT_LEAST", [""], false],
    [number, "IN", ["2"], false],
    [country, "IN", ["US", "CA"], true],
    [country, "NOT_IN", ["US"], true],
    [country, "IN", [""], false],
    [country, "IN", ["x".repeat(101)], false],
    [country, "IN", Array.from({ length: 51 }, String), false],
    [country, "AT_LEAST", ["US"], false],
    [age, "IN", ["25-34"], true],
    [age, "IN", ["25-35"], false],
    [flag, "IN", ["true"], true],
    [flag, "IN", ["yes"], false],
    [flag, "BETWEEN", ["false", "true"], false],
  ] as const)("%o %s %j: valid is %s", (trait, operator, values, isValid) => {
    expect(criterionProblem(trait, operator, values) === null).toBe(isValid);
  });
});
