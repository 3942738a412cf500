import { buildSchema, getOperationAST, parse, type DocumentNode, type OperationDefinitionNode } from "graphql";
import { OperationReader, type AskedOperation } from "../../../../gateway/operation/operation-reader.js";

/** As much of the contract as counting needs. */
const schema = buildSchema(`
  type Query { catalogue: [Field!] me: Person brand: Brand customer(ref: ID!): Customer customers(first: Int! = 20): CustomerConnection }
  type Mutation { pause: Person }
  type Subscription { never: Int }
  type Field { path: ID! precisions: [Meaning!]! }
  type Meaning { gives: String! }
  type Person { id: ID! data: Data brands(first: Int! = 20, after: String): BrandConnection }
  type Customer { ref: ID! data: Data satisfies(predicate: Predicate): Boolean offerSlots(count: Int! = 1): [Slot!] }
  input Predicate { field: ID! atLeast: Float! }
  type Slot { position: Int! }
  type Data { heart: Heart body: Body }
  type Heart { rate(precision: Precision): [Interval!] restingRate: [Interval!] }
  type Body { height: Range weight: [Interval!] }
  type Interval { mean: Float }
  type Range { low: Float }
  enum Precision { EXACT FINE COARSE BAND PREDICATE }
  type Brand { id: ID! name: String brands(first: Int! = 20, after: String): BrandConnection }
  type BrandConnection { nodes: [Brand!]! edges: [BrandEdge!]! pageInfo: PageInfo! }
  type BrandEdge { node: Brand! }
  type CustomerConnection { nodes: [Customer!]! }
  type PageInfo { hasNextPage: Boolean! }
`);

const LICENSED = new Map([
  ["Heart.rate", "heart.rate"],
  ["Heart.restingRate", "heart.restingRate"],
  ["Body.height", "body.height"],
  ["Body.weight", "body.weight"],
]);

const reader = new OperationReader(LICENSED);

function operationOf(document: DocumentNode): OperationDefinitionNode {
  const operation = getOperationAST(document);
  if (!operation) throw new Error("the text has no operation, or several");
  return operation;
}

interface Read extends AskedOperation {
  problem: string | null;
}

export function readOperation(text: string, variables: Record<string, unknown> = {}): Read {
  const document = parse(text);
  const operation = operationOf(document);
  const problem = reader.problemOf(schema, document, operation);
  return { problem, ...reader.asked(schema, document, operation, variables) };
}

/** The same document twice: what the reader remembers of it must not be another request's. */
export function readTwice(text: string, ...variables: Record<string, unknown>[]): AskedOperation[] {
  const document = parse(text);
  const operation = operationOf(document);
  return variables.map((one) => reader.asked(schema, document, operation, one));
}
