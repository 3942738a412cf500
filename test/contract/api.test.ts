import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { buildClientSchema, buildSchema, getIntrospectionQuery, isObjectType, type GraphQLSchema } from "graphql";
import { ROOT_ACCESS } from "../../shared/root-access.js";
import type { ViewerKind } from "../../shared/viewer.js";
import { contractText, describeWithContract } from "../harness/contract.js";
import { stubGateway, type StubGateway } from "../unit/gateway/stub-gateway.js";
import { contractDifferences } from "./contract-differences.js";

type Principals = readonly ViewerKind[] | "everybody";

const BRAND: Principals = ["brand", "brandMember"];

/** HTTP.md, Principals. */
const MAY_ASK: Readonly<Record<string, Principals>> = {
  catalogue: "everybody",
  traits: "everybody",
  erasure: "everybody",
  me: ["person"],
  brand: BRAND,
  exchange: ["person", "brand", "brandMember", "operator"],
  customer: ["brand"],
  customers: ["brand"],
  visitor: ["visitor"],
  complaints: ["operator"],
};

/** The headings under which API.graphql lists its mutations. A brand's member has the brand's, and no visitor's. */
const MAY_CHANGE: Readonly<Record<string, Principals>> = {
  "a person": ["person"],
  "a brand": BRAND,
  "a partner app's visitor, a brand, or a person": ["person", "brand", "visitor"],
  "an operator": ["operator"],
};

describeWithContract("the public schema (API.graphql)", () => {
  let gateway: StubGateway;
  /** As a client sees it: without what is @inaccessible. */
  let ours: GraphQLSchema;
  let contract: GraphQLSchema;
  beforeAll(async () => {
    contract = buildSchema(contractText());
    gateway = await stubGateway(async () => ({ data: null }));
    const response = await gateway.ask({ query: getIntrospectionQuery() });
    ours = buildClientSchema(((await response.json()) as { data: never }).data);
  }, 60_000);
  afterAll(() => gateway.close());

  it("has every type, field, argument and enum value of the contract, with the same type", () => {
    expect(contractDifferences(contract, ours)).toEqual([]);
  });

  it("shows no key that opens somebody", () => {
    const shown = ["Customer", "Visitor"].map((name) => ours.getType(name));
    const names = shown.flatMap((type) => (isObjectType(type) ? Object.keys(type.getFields()) : []));
    expect([...new Set(names)].sort()).toEqual(["data", "licences", "offerSlots", "ref", "satisfies"]);
  });

  it("may be called by whom the contract says", () => {
    const queries = Object.keys(contract.getQueryType()!.getFields()).map((name) => [name, MAY_ASK[name]] as const);
    const promised = Object.fromEntries([...queries, ...mutationsOf(contractText())]);
    const open = Object.entries(ROOT_ACCESS).map(([name, { kinds }]) => [name, kinds] as const);
    expect(Object.fromEntries(open)).toMatchObject(promised);
    const roots = [contract.getQueryType()!, contract.getMutationType()!].flatMap((type) =>
      Object.keys(type.getFields()),
    );
    expect(Object.keys(promised).sort()).toEqual(roots.sort());
  });
});

/** Each mutation with who may call it, by the heading that it stands under. */
function mutationsOf(text: string): (readonly [name: string, principals: Principals | undefined])[] {
  const body = /^type Mutation \{\n([^}]*)^\}/m.exec(text)?.[1] ?? "";
  let heading = "";
  return body.split("\n").flatMap((line) => {
    heading = /^ {2}# (.+)$/.exec(line)?.[1] ?? heading;
    const name = /^ {2}(\w+)\(/.exec(line)?.[1];
    return name === undefined ? [] : [[name, MAY_CHANGE[heading]] as const];
  });
}

describe("differences from a contract", () => {
  const CONTRACT = `
    scalar Instant
    enum Kind { A B }
    input Wish { kind: Kind!, count: Int! = 1 }
    type Thing { id: ID!, names(first: Int! = 20, wish: Wish): [String!] }
    type Query { thing: Thing }
  `;
  const differences = (from: string, to: string): string[] => {
    expect(CONTRACT).toContain(from);
    return contractDifferences(buildSchema(CONTRACT), buildSchema(CONTRACT.replace(from, to)));
  };

  it.each([
    ["a type", "type Thing { id: ID!", "type Thing { id: ID!, extra(more: Int! = 1): Int"],
    ["an input field with a default", "count: Int! = 1", "count: Int! = 1, more: Int! = 2"],
    ["an enum value", "A B", "A B C"],
  ])("are none where %s only has more", (_name, from, to) => {
    expect(differences(from, to)).toEqual([]);
  });

  it.each([
    ["scalar Instant", "scalar Moment", "Instant: missing"],
    ["scalar Instant", "enum Instant { NOW }", "Instant: is Enum, must be Scalar"],
    ["A B", "A", "Kind.B: missing"],
    ["kind: Kind!, ", "", "Wish.kind: missing"],
    ["kind: Kind!", "kind: Kind", "Wish.kind: is Kind, must be Kind!"],
    ["count: Int! = 1", "count: Int! = 2", "Wish.count: defaults to 2, must default to 1"],
    ["count: Int! = 1", "count: Int!", "Wish.count: defaults to nothing, must default to 1"],
    ["count: Int!", "more: Int!, count: Int!", "Wish.more: must be given and is not in the contract"],
    ["id: ID!, ", "", "Thing.id: missing"],
    ["[String!]", "[String!]!", "Thing.names: is [String!]!, must be [String!]"],
    ["first: Int! = 20, ", "", "Thing.names.first: missing"],
    ["first: Int! = 20", "first: Int = 20", "Thing.names.first: is Int, must be Int!"],
    ["first: Int! = 20", "first: Int! = 10", "Thing.names.first: defaults to 10, must default to 20"],
    ["wish: Wish", "wish: Wish, more: ID!", "Thing.names.more: must be given and is not in the contract"],
  ])("are told: %s -> %s", (from, to, line) => {
    expect(differences(from, to)).toEqual([line]);
  });
});
