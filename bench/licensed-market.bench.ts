import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { Pool } from "undici";
import { median, type Benchmark } from "./benchmark.js";
import { EVERYBODY, SHOP, type Market, type Ways } from "./market.js";

const CLIENTS = 20;
const WARM_UP_QUERIES = 1_000;
const MEASURED_QUERIES = 3_000;

const CUSTOMERS = 50;
const FIELDS = 30;
const WARM_UP_PAGES = 15;
const MEASURED_PAGES = 41;

/** The whole way of a brand's query, durable writes included, over our data sources and over Apollo's. */
export const licensedQueryStock: Benchmark = {
  name: "licensed-query-stock",
  title: `a brand's licensed query of three hops, ${CLIENTS} clients at once, each answer recorded on disk`,
  unit: "ms",
  goal: 0.4,
  runs: 3,
  ours: () => shopMs("shipped"),
  peer: {
    title: "the same gateway over Apollo's LocalGraphQLDataSource",
    measure: () => shopMs("stock"),
  },
};

export const shield: Benchmark = {
  name: "shield",
  title: `a page of ${CUSTOMERS} customers with ${FIELDS} fields, all granted`,
  unit: "ms",
  goal: 1.1,
  runs: 3,
  ours: () => pageMs("shipped", "tokens"),
  peer: {
    title: "the same without graphql-shield before the licensed fields",
    measure: () => pageMs("unshielded", "tokens"),
  },
};

export const mixedGrants: Benchmark = {
  name: "mixed-grants",
  title: `a page of ${CUSTOMERS} customers with ${FIELDS} fields, half of them refused to each`,
  unit: "ms",
  goal: 1.5,
  runs: 3,
  ours: () => pageMs("shipped", "mixedTokens"),
  peer: {
    title: "the same with all granted",
    measure: () => pageMs("shipped", "tokens"),
  },
};

/** Milliseconds for one query of many at once; before that, every client is answered alike through every way. */
function shopMs(way: keyof Ways): Promise<number> {
  return withMarket(CLIENTS, CLIENTS, async ({ ways, tokens, refs }) => {
    const asked = refs.map((ref, i) => ({
      token: tokens[i] ?? "",
      body: JSON.stringify({ query: SHOP, variables: { ref } }),
    }));
    for (const { token, body } of asked) await sameThroughAll(ways, token, body);
    return withPool(ways[way], async (ask) => {
      await atOnce(asked, ask, WARM_UP_QUERIES);
      const startMs = performance.now();
      await atOnce(asked, ask, MEASURED_QUERIES);
      return (performance.now() - startMs) / MEASURED_QUERIES;
    });
  });
}

/** Median milliseconds for one page, one after the other. */
function pageMs(way: keyof Ways, whose: "tokens" | "mixedTokens"): Promise<number> {
  return withMarket(CUSTOMERS, 1, async (market) => {
    const body = JSON.stringify({ query: EVERYBODY });
    const token = market[whose][0] ?? "";
    const refused = await sameThroughAll(market.ways, token, body);
    if ((whose === "tokens") !== (refused === 0)) throw new Error(`${refused} fields were refused`);
    return withPool(market.ways[way], async (ask) => {
      const tookMs: number[] = [];
      for (let page = 0; page < WARM_UP_PAGES + MEASURED_PAGES; page += 1) {
        const startMs = performance.now();
        await ask({ token, body });
        tookMs.push(performance.now() - startMs);
      }
      return median(tookMs.slice(WARM_UP_PAGES));
    });
  });
}

interface Asked {
  token: string;
  body: string;
}
interface Answer {
  data: { customer?: object | null; customers?: { nodes: object[] } };
  errors?: object[];
  extensions: { withheld?: { reason: string }[]; cost: object };
}
type Ask = (asked: Asked) => Promise<string>;

/** How many fields were withheld; throws where the ways differ, or where an answer is empty. */
async function sameThroughAll(ways: Ways, token: string, body: string): Promise<number> {
  const answers: Answer[] = [];
  for (const url of Object.values(ways) as string[]) {
    await withPool(url, async (ask) => answers.push(JSON.parse(await ask({ token, body })) as Answer));
  }
  const [first, ...others] = answers;
  if (!first || !others.every((answer) => isDeepStrictEqual(answer, first)))
    throw new Error("the ways answer differently");
  if (first.errors || !(first.data.customer ?? first.data.customers?.nodes.length === CUSTOMERS)) {
    throw new Error("the market answers with nothing");
  }
  return first.extensions.withheld?.length ?? 0;
}

async function atOnce(asked: readonly Asked[], ask: Ask, queries: number): Promise<void> {
  let left = queries;
  await Promise.all(
    asked.map(async (own) => {
      while (left-- > 0) await ask(own);
    }),
  );
}

async function withPool<T>(url: string, use: (ask: Ask) => Promise<T>): Promise<T> {
  const pool = new Pool(url, { connections: CLIENTS, pipelining: 1 });
  try {
    return await use(async ({ token, body }) => {
      const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
      const answer = await pool.request({ method: "POST", path: "/graphql", headers, body });
      const text = await answer.body.text();
      if (answer.statusCode !== 200) throw new Error(`the market answered ${answer.statusCode}`);
      return text;
    });
  } finally {
    await pool.destroy();
  }
}

async function withMarket<T>(people: number, tokens: number, use: (market: Market) => Promise<T>): Promise<T> {
  const file = fileURLToPath(new URL("market-server.ts", import.meta.url));
  const server = fork(file, [String(people), String(tokens)], { execArgv: process.execArgv });
  const ended = once(server, "exit");
  try {
    const [market] = (await Promise.race([
      once(server, "message"),
      ended.then(() => Promise.reject(new Error("the market did not open"))),
    ])) as [Market];
    return await use(market);
  } finally {
    if (server.connected) server.disconnect();
    await ended;
  }
}
