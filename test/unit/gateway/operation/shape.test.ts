import { describe, expect, it } from "@jest/globals";
import { ALIASES_MAX, ALIASES_PER_FIELD_MAX, DEPTH_MAX, ROOT_FIELDS_MAX } from "../../../../gateway/limits.js";
import { readOperation } from "./read-operation.js";

describe("the shape of an operation", () => {
  const problem = (text: string) => readOperation(text).problem;
  const many = (count: number, text: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => text(index)).join(" ");

  /** Fields below each other: `brand`, two for each page, and `id`, or four for the last page's edges. */
  const deep = (depth: number): string => {
    const isEven = depth % 2 === 0;
    let text = isEven ? "id" : "brands { edges { node { id } } }";
    for (let left = depth - (isEven ? 2 : 5); left > 0; left -= 2) text = `brands { nodes { ${text} } }`;
    return `{ brand { ${text} } }`;
  };

  it("is refused when it is deeper than the limit, through fragments too", () => {
    expect(problem(deep(DEPTH_MAX))).toBeNull();
    expect(problem(deep(DEPTH_MAX + 1))).toMatch(/deeper/);
    const fragments = many(
      9,
      (i) => `fragment F${i} on Brand { brands { nodes { ${i === 0 ? "id" : `...F${i - 1}`} } } }`,
    );
    expect(problem(`{ brand { ...F8 } } ${fragments}`)).toMatch(/deeper/);
  });

  it("does not count introspection, which graphql-js bounds", () => {
    const type =
      "type { ofType { ofType { ofType { ofType { ofType { ofType { ofType { ofType { name } } } } } } } } }";
    expect(problem(`{ __schema { types { fields { args { ${type} } } } } }`)).toBeNull();
  });

  it("is refused when one object's field has too many names", () => {
    const aliased = (count: number) => `{ me { data { heart { ${many(count, (i) => `a${i}: rate { mean }`)} } } } }`;
    expect(problem(aliased(ALIASES_PER_FIELD_MAX))).toBeNull();
    expect(problem(aliased(ALIASES_PER_FIELD_MAX + 1))).toMatch(/names/);
    expect(problem(`{ me { ...F ...G } } ${["F", "G"].map((f) => `fragment ${f} on Person { ${many(11, (i) => `${f}${i}: id`)} }`).join(" ")}`)).toMatch(/names/); // prettier-ignore
  });

  it("is refused when it has too many aliases in all", () => {
    const roots = ALIASES_MAX / 10;
    const inEach = (count: number) => many(count, (i) => `a${i}: id`);
    const text = (count: number) => `{ ${many(roots, (i) => `r${i}: brand { ${inEach(count)} }`)} }`;
    expect(roots).toBeLessThanOrEqual(ROOT_FIELDS_MAX);
    expect(problem(text(9))).toBeNull();
    expect(problem(text(10))).toMatch(/aliases/);
  });

  it("is refused when it has too many root fields", () => {
    const text = (count: number) => `{ ${many(count, (i) => `c${i}: catalogue { path }`)} }`;
    expect(problem(text(ROOT_FIELDS_MAX))).toBeNull();
    expect(problem(text(ROOT_FIELDS_MAX + 1))).toMatch(/root fields/);
  });
});
