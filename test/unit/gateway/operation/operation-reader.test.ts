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

/** Which fields an operation's predicates compare: a price is held for these too. */
describe("the compared fields of an operation", () => {
  const compared = (selection: string, variables: Record<string, unknown> = {}): readonly string[] =>
    readOperation(
      `query ($field: ID = "body.weight", $predicate: Predicate, $yes: Boolean = false) { customer(ref: "r") { ref ${selection} } }`,
      variables,
    ).compared;

  it.each<[string, string, Record<string, unknown>, string[]]>([
    ["a literal", 'satisfies(predicate: { field: "heart.rate", atLeast: 60 })', {}, ["heart.rate"]],
    ["a variable", "satisfies(predicate: { field: $field, atLeast: 60 })", { field: "heart.rate" }, ["heart.rate"]],
    ["a variable's default", "satisfies(predicate: { field: $field, atLeast: 60 })", {}, ["body.weight"]],
    [
      "a variable that holds the whole",
      "satisfies(predicate: $predicate)",
      { predicate: { field: "heart.rate", atLeast: 60 } },
      ["heart.rate"],
    ],
    [
      "aliases, each field once",
      `a: satisfies(predicate: { field: "heart.rate", atLeast: 60 }) b: satisfies(predicate: { field: "heart.rate", atLeast: 80 })
       c: satisfies(predicate: { field: "body.weight", atLeast: 70 })`,
      {},
      ["heart.rate", "body.weight"],
    ],
    [
      "nothing that is left out",
      'satisfies(predicate: { field: "heart.rate", atLeast: 60 }) @include(if: $yes)',
      {},
      [],
    ],
    ["no field that there is not", 'satisfies(predicate: { field: "heart.beat", atLeast: 60 })', {}, []],
    ["nothing that will be refused", "satisfies(predicate: $predicate)", { predicate: "heart.rate" }, []],
  ])("are told of %s", (_name, selection, variables, expected) => {
    expect(compared(selection, variables)).toEqual(expected);
  });

  it("are each request's own, though its document is known", () => {
    const text = `query ($field: ID!) { customer(ref: "r") { satisfies(predicate: { field: $field, atLeast: 60 }) } }`;
    const read = readTwice(text, { field: "heart.rate" }, { field: "body.weight" });
    expect(read.map(({ compared: paths }) => paths)).toEqual([["heart.rate"], ["body.weight"]]);
  });

  it("are not those that are read", () => {
    const text = '{ customer(ref: "r") { satisfies(predicate: { field: "heart.rate", atLeast: 60 }) } }';
    expect(readOperation(text)).toMatchObject({ licensed: [], compared: ["heart.rate"], cost: 50 });
  });
});
