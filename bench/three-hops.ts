import { buildSubgraphSchema } from "@apollo/subgraph";
import { parse, type GraphQLSchema } from "graphql";

/** What the fetch of a data source is given here: a text of a query plan and its variables. */
export interface Hop {
  query: string;
  variables: Record<string, unknown>;
}

const REPRESENTATIONS = "query ($representations: [_Any!]!) { _entities(representations: $representations)";

/** A small query of three hops, as a gateway plans it: whom it is about, then two more parts of them by their key. */
export const HOPS: readonly Hop[] = [
  { query: "query ($ref: ID!) { customer(ref: $ref) { __typename id } }", variables: { ref: "r1" } },
  {
    query: `${REPRESENTATIONS} { ... on Customer { steps { start sum } } } }`,
    variables: { representations: [{ __typename: "Customer", id: "r1" }] },
  },
  {
    query: `${REPRESENTATIONS} { ... on Customer { slots { position title } } } }`,
    variables: { representations: [{ __typename: "Customer", id: "r1" }] },
  },
];

export const CLIENTS = 20;

/** Long enough that the compiler is done, short enough for a machine with other work. */
export const WARM_UP_QUERIES = 1_000;
export const MEASURED_QUERIES = 2_000;

/** All three hops in one schema; nothing is written and nothing is looked up. */
export function threeHopSchema(): GraphQLSchema {
  const typeDefs = parse(`
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
    type Query { customer(ref: ID!): Customer }
    type Customer @key(fields: "id") { id: ID! steps: [Bucket!] slots: [Slot!] }
    type Bucket { start: String! sum: Int! }
    type Slot { position: Int! title: String! }
  `);
  const steps = [1, 2, 3].map((day) => ({ start: `2026-01-0${day}`, sum: 1_000 * day }));
  const slots = [{ position: 1, title: "Socks" }];
  return buildSubgraphSchema({
    typeDefs,
    resolvers: {
      Query: { customer: (_root: unknown, { ref }: { ref: string }) => ({ id: ref }) },
      Customer: {
        __resolveReference: ({ id }: { id: string }) => ({ id }),
        steps: () => steps,
        slots: () => slots,
      },
    },
  });
}

export type Fetch = (hop: Hop, client: number) => Promise<unknown>;

/** What every side must answer before it is timed. */
const EXPECTED = JSON.stringify([
  { customer: { __typename: "Customer", id: "r1" } },
  { _entities: [{ steps: [1, 2, 3].map((day) => ({ start: `2026-01-0${day}`, sum: 1_000 * day })) }] },
  { _entities: [{ slots: [{ position: 1, title: "Socks" }] }] },
]);

/** Milliseconds for one query, 20 clients asking at once, each one hop after the other. */
export async function threeHopMs(fetch: Fetch): Promise<number> {
  const answers: unknown[] = [];
  for (const hop of HOPS) answers.push(((await fetch(hop, 0)) as { data: unknown }).data);
  if (JSON.stringify(answers) !== EXPECTED) throw new Error("the hops are answered with something else");
  await run(fetch, WARM_UP_QUERIES);
  const startMs = performance.now();
  await run(fetch, MEASURED_QUERIES);
  return (performance.now() - startMs) / MEASURED_QUERIES;
}

async function run(fetch: Fetch, queries: number): Promise<void> {
  let left = queries;
  const clients = Array.from({ length: CLIENTS }, async (_, client) => {
    while (left-- > 0) for (const hop of HOPS) await fetch(hop, client);
  });
  await Promise.all(clients);
}
