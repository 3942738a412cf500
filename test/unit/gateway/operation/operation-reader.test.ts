import { describe, expect, it } from "@jest/globals";
import { readOperation, readTwice } from "./read-operation.js";

/** Which licensed fields an operation asks: what consent holds a price for. */
describe("the licensed fields of an operation", () => {
  const licensed = (text: string, variables?: Record<string, unknown>) => readOperation(text, variables).licensed;

  it("are found behind aliases, fragments and inline fragments", () => {
    const text = `{ a: me { d: data { ...D ... on Data { b: body { h: height { low } } } } } }
      fragment D on Data { heart { ...H } } fragment H on Heart { r: rate { mean } }`;
    expect(licensed(text)).toEqual(["heart.rate", "body.height"]);
  });

  it.each([
    ["skipped by a literal", "rate @skip(if: true) { mean }", {}, []],
    ["not skipped by a literal", "rate @skip(if: false) { mean }", {}, ["heart.rate"]],
    ["not included by a literal", "rate @include(if: false) { mean }", {}, []],
    ["skipped by a variable", "rate @skip(if: $yes) { mean }", { yes: true }, []],
    ["included by a variable", "rate @include(if: $yes) { mean }", { yes: true }, ["heart.rate"]],
    ["not included by a variable", "rate @include(if: $yes) { mean }", { yes: false }, []],
    ["not included by a default", "rate @include(if: $no) { mean }", {}, []],
    ["included over a default", "rate @include(if: $no) { mean }", { no: true }, ["heart.rate"]],
    ["under both conditions", "rate @include(if: $yes) @skip(if: $yes) { mean }", { yes: true }, []],
    ["in an inline fragment that is left out", "... @include(if: $no) { rate { mean } }", {}, []],
    ["in a fragment that is left out", "...R @include(if: $no)", {}, []],
    ["in a fragment that is also spread elsewhere", "...R @include(if: $no) ...R", {}, ["heart.rate"]],
    [
      "asked twice under two conditions",
      "rate @include(if: $no) { mean } rate @skip(if: $no) { mean }",
      {},
      ["heart.rate"],
    ],
    ["under a value that will be refused", "rate @include(if: $yes) { mean }", { yes: "no" }, ["heart.rate"]],
  ])("are told when %s", (_name, selection, variables, expected) => {
    const text = `query ($yes: Boolean!, $no: Boolean! = false) { me { data { heart { __typename ${selection} } } } }
      fragment R on Heart { rate { mean } }`;
    expect(licensed(text, variables)).toEqual(expected);
  });

  it("leave with the object that they hang on", () => {
    expect(licensed("{ me { data @skip(if: true) { heart { rate { mean } } } } }")).toEqual([]);
    expect(licensed("query ($x: Boolean!) { me @include(if: $x) { data { heart { rate { mean } } } } }", { x: false })).toEqual([]); // prettier-ignore
  });

  it("are each request's own, though its document is known", () => {
    const text = "query ($x: Boolean!) { me { data { heart { rate @include(if: $x) { mean } } } } }";
    const read = readTwice(text, { x: true }, { x: false }, { x: true });
    expect(read.map(({ licensed: paths }) => paths)).toEqual([["heart.rate"], [], ["heart.rate"]]);
  });

  it("and root fields that are left out need no token", () => {
    const text = "query ($x: Boolean!) { catalogue { path } me @include(if: $x) { id } }";
    expect(readOperation(text, { x: false }).roots).toEqual(["catalogue"]);
    expect(readOperation(text, { x: true }).roots).toEqual(["catalogue", "me"]);
  });
});
