import { describe, expect, it } from "@jest/globals";
import {
  DENSE_SERIES_AGAIN_POINTS,
  DENSE_SERIES_POINTS,
  FIELD_POINTS,
  INTROSPECTION_POINTS,
  KNOWN_LIST_ITEMS,
  MUTATION_POINTS,
  OBJECT_POINTS,
  QUERY_POINTS,
  REQUEST_POINTS,
  SERIES_POINTS,
  TYPE_POINTS,
  VALUE_POINTS,
} from "../../../../gateway/operation/points.js";
import { OPERATION_POINTS_MAX } from "../../../../gateway/limits.js";
import { readOperation, readTwice } from "./read-operation.js";

describe("the cost of an operation", () => {
  const cost = (text: string, variables?: Record<string, unknown>) => readOperation(text, variables).cost;
  const base = REQUEST_POINTS + QUERY_POINTS;
  /** me, data and heart. */
  const heart = base + 3 * OBJECT_POINTS;

  it("is flat for a root, more for one that changes something", () => {
    expect(cost("{ me { id } }")).toBe(base + OBJECT_POINTS);
    expect(cost("{ a: me { id } b: me { id } }")).toBe(REQUEST_POINTS + 2 * (QUERY_POINTS + OBJECT_POINTS));
    expect(cost("mutation { pause { id } }")).toBe(REQUEST_POINTS + MUTATION_POINTS + OBJECT_POINTS);
    expect(cost("{ __typename }")).toBe(REQUEST_POINTS);
    expect(cost("{ __schema { types { name } } }")).toBe(REQUEST_POINTS + INTROSPECTION_POINTS);
  });

  it("multiplies by `first` along the path, twenty where nothing is said", () => {
    const page = (items: number) => base + 2 * OBJECT_POINTS + items * OBJECT_POINTS;
    expect(cost("{ brand { brands(first: 7) { nodes { id } } } }")).toBe(page(7));
    expect(cost("{ brand { brands { nodes { id } } } }")).toBe(page(20));
    expect(cost("{ brand { brands(first: 7) { edges { node { id } } } } }")).toBe(page(14));
    expect(cost("{ brand { brands(first: 7) { pageInfo { hasNextPage } } } }")).toBe(page(1));
    const nested = "{ brand { brands(first: 7) { nodes { brands(first: 5) { nodes { id } } } } } }";
    expect(cost(nested)).toBe(base + OBJECT_POINTS * (2 + 7 * (1 + 1 + 5)));
  });

  it("reads `first` from variables, each request its own", () => {
    const text = "query ($n: Int! = 3) { brand { brands(first: $n) { nodes { id } } } }";
    const asked = readTwice(text, { n: 10 }, {}, { n: 50 }, { n: "many" }, { n: -5 }, { n: 1e9 });
    const items = asked.map((one) => (one.cost - base) / OBJECT_POINTS - 2);
    // What is no number or more than a page is refused later; it never counts less than it could be.
    expect(items).toEqual([10, 3, 50, 100, 1, 100]);
  });

  it("grows beyond the limit with each level of pages in pages", () => {
    const nested = (levels: number): string =>
      levels === 0 ? "id" : `brands(first: 100) { nodes { ${nested(levels - 1)} } }`;
    expect(cost(`{ brand { ${nested(1)} } }`)).toBeLessThan(OPERATION_POINTS_MAX);
    expect(cost(`{ brand { ${nested(3)} } }`)).toBeGreaterThan(OPERATION_POINTS_MAX);
  });

  it("knows how dear a licensed field is, and counts nothing below it", () => {
    expect(cost("{ me { data { heart { rate { mean } } } } }")).toBe(heart + DENSE_SERIES_POINTS);
    expect(cost("{ me { data { heart { rate(precision: COARSE) { mean } } } } }")).toBe(heart + SERIES_POINTS);
    expect(cost("{ me { data { heart { restingRate { mean } } } } }")).toBe(heart + SERIES_POINTS);
    expect(cost("{ me { data { body { height { low } } } } }")).toBe(heart + VALUE_POINTS);
    const text = "query ($p: Precision) { me { data { heart { rate(precision: $p) { mean } } } } }";
    const asked = readTwice(text, { p: "BAND" }, { p: "EXACT" }, {}, { p: ["BAND"] });
    expect(asked.map((one) => one.cost - heart)).toEqual([SERIES_POINTS, ...Array<number>(3).fill(DENSE_SERIES_POINTS)]); // prettier-ignore
  });

  it("is steep for the same dense series again, wherever it hangs", () => {
    const twice = DENSE_SERIES_POINTS + DENSE_SERIES_AGAIN_POINTS;
    expect(cost("{ me { data { heart { a: rate { mean } b: rate { mean } } } } }")).toBe(heart + twice);
    const roots = "{ a: me { data { heart { rate { mean } } } } b: me { data { heart { rate { mean } } } } }";
    expect(cost(roots)).toBe(2 * heart - REQUEST_POINTS + twice);
    // One name asked in two places is one field.
    const merged = "{ me { data { heart { rate { mean } } } ...F } } fragment F on Person { data { heart { rate { mean } } } }"; // prettier-ignore
    expect(cost(merged)).toBe(heart + DENSE_SERIES_POINTS);
  });

  it("lets a full page of customers ask two dense series, and a hundred aliases of one do not pass", () => {
    const page = (fields: string) => cost(`{ customers(first: 50) { nodes { ref data { heart { ${fields} } } } } }`);
    expect(page("rate { mean } restingRate { mean }") + 50 * DENSE_SERIES_POINTS).toBeLessThan(OPERATION_POINTS_MAX);
    const aliases = Array.from({ length: 100 }, (_, i) => `a${i}: rate { mean }`).join(" ");
    expect(cost(`{ me { data { heart { ${aliases} } } } }`)).toBeGreaterThan(OPERATION_POINTS_MAX);
  });

  it("counts lists by what is known of them, and slots by `count`", () => {
    const fields = KNOWN_LIST_ITEMS["Query.catalogue"]!;
    expect(cost("{ catalogue { path } }")).toBe(base + FIELD_POINTS["Query.catalogue"]! + fields * OBJECT_POINTS);
    const customer = base + TYPE_POINTS["Customer"]!;
    const slots = FIELD_POINTS["Customer.offerSlots"]! + 4 * OBJECT_POINTS;
    expect(cost('{ customer(ref: "x") { offerSlots(count: 4) { position } } }')).toBe(customer + slots);
  });

  it("leaves out what the conditions leave out", () => {
    const text = "query ($x: Boolean!) { me { data { heart { rate @include(if: $x) { mean } } } } }";
    expect(readTwice(text, { x: false }, { x: true }).map((one) => one.cost - heart)).toEqual([0, DENSE_SERIES_POINTS]);
  });
});
