import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { parse } from "graphql";
import type * as PreparedModule from "../gateway/prepared-data-source.js";
import type * as ClockModule from "../shared/clock.js";
import type * as InProcessModule from "../shared/in-process-link.js";
import type { SubgraphLink } from "../shared/link.js";
import type * as LogModule from "../shared/log.js";
import type * as ViewerModule from "../shared/viewer.js";
import type * as HttpLinkModule from "../topology/link/http-link.js";
import type * as MeterModule from "../topology/link/link-meter.js";
import type * as RoomClientModule from "../topology/link/room-client.js";
import type { Benchmark } from "./benchmark.js";
import { built } from "./built.js";
import { CLIENTS, HOPS, threeHopMs, threeHopSchema, type Fetch, type Hop } from "./three-hops.js";

/** Longer than any fetch here takes. */
const DEADLINE_MS = 60_000;
/** A key for nothing but this run; both processes know it. */
export const BENCH_KEY = Buffer.alloc(32, 7);

const SUBJECT = "one query of three hops through data sources alone, 20 clients";

export const dataSourceInProcess: Benchmark = {
  name: "data-source-in-process",
  title: `${SUBJECT}, prepared and in one process`,
  unit: "ms",
  goal: 0.25,
  runs: 5,
  async ours() {
    const { inProcessLink } = await built<typeof InProcessModule>("shared/in-process-link.js");
    const { createLog } = await built<typeof LogModule>("shared/log.js");
    const schema = threeHopSchema();
    return threeHopMs(
      await prepared(inProcessLink({ schema, createContext: (call) => call, log: createLog("silent") })),
    );
  },
  peer: {
    title: "Apollo's LocalGraphQLDataSource",
    async measure() {
      const { LocalGraphQLDataSource } = await import("@apollo/gateway");
      const source = new LocalGraphQLDataSource(threeHopSchema());
      return threeHopMs((hop, client) => source.process(stock(hop, client)));
    },
  },
};

export const dataSourceHttp: Benchmark = {
  name: "data-source-http",
  title: `${SUBJECT}, over HTTP, signed and sealed`,
  unit: "ms",
  goal: 0.4,
  runs: 3,
  ours: signedMs,
  peer: {
    title: "Apollo's RemoteGraphQLDataSource, neither signed nor sealed",
    measure: () => withServer("plain", (url) => remoteMs(url)),
  },
};

export const dataSourceHttpFloor: Benchmark = {
  name: "data-source-http-floor",
  title: `${SUBJECT}, over HTTP, signed and sealed`,
  unit: "ms",
  goal: null,
  runs: 3,
  ours: signedMs,
  peer: {
    title: "a pool of undici by hand, neither signed nor sealed",
    measure: () =>
      withServer("plain", async (url) => {
        const { Pool } = await import("undici");
        const pool = new Pool(url, { connections: CLIENTS, pipelining: 1 });
        try {
          return await threeHopMs(async (hop, client) => {
            const headers = { "content-type": "application/json", authorization: `Bearer ${client}` };
            const sent = { method: "POST" as const, path: "/graphql", headers, body: JSON.stringify(hop) };
            return (await pool.request(sent)).body.json();
          });
        } finally {
          await pool.destroy();
        }
      }),
  },
};

export const dataSourceHttpTuned: Benchmark = {
  name: "data-source-http-tuned",
  title: `${SUBJECT}, over HTTP, signed and sealed`,
  unit: "ms",
  goal: null,
  runs: 3,
  ours: signedMs,
  peer: {
    title:
      "Apollo's RemoteGraphQLDataSource with undici's fetch over a pool of kept connections, neither signed nor sealed",
    measure: () =>
      withServer("plain", async (url) => {
        const { Agent, fetch } = await import("undici");
        const dispatcher = new Agent({ connections: CLIENTS, pipelining: 1 });
        const fetcher = (input: string, init?: object): Promise<unknown> => fetch(input, { ...init, dispatcher });
        try {
          return await remoteMs(url, fetcher);
        } finally {
          await dispatcher.destroy();
        }
      }),
  },
};

export const dataSourceHttpHive: Benchmark = {
  name: "data-source-http-hive",
  title: `${SUBJECT}, over HTTP, signed and sealed`,
  unit: "ms",
  goal: null,
  runs: 3,
  ours: signedMs,
  peer: {
    title: "the HTTP executor of Hive Gateway, neither signed nor sealed",
    measure: () =>
      withServer("plain", async (url) => {
        const { buildHTTPExecutor } = await import("@graphql-tools/executor-http");
        const documents = new Map(HOPS.map(({ query }) => [query, parse(query)]));
        const executor = buildHTTPExecutor({
          endpoint: `${url}/graphql`,
          headers: (request) => ({ authorization: String(request?.context) }),
        });
        return threeHopMs(async ({ query, variables }, client) =>
          executor({ document: documents.get(query) ?? parse(query), variables, context: `Bearer ${client}` }),
        );
      }),
  },
};

/** Through Apollo's own, with a token for each client; with its own fetch where none is given. */
async function remoteMs(url: string, fetcher?: (input: string, init?: object) => Promise<unknown>): Promise<number> {
  const { RemoteGraphQLDataSource } = await import("@apollo/gateway");
  const source = new RemoteGraphQLDataSource({
    url: `${url}/graphql`,
    ...(fetcher && { fetcher: fetcher as never }),
    willSendRequest: ({ request, context }) =>
      request.http?.headers.set("authorization", (context as { token: string }).token),
  });
  return threeHopMs((hop, client) => source.process(stock(hop, client)));
}

function signedMs(): Promise<number> {
  return withServer("signed", async (url) => {
    const { RoomClient } = await built<typeof RoomClientModule>("topology/link/room-client.js");
    const { httpLink } = await built<typeof HttpLinkModule>("topology/link/http-link.js");
    const { NO_LINK_METER: meter } = await built<typeof MeterModule>("topology/link/link-meter.js");
    const { systemClock: clock } = await built<typeof ClockModule>("shared/clock.js");
    const client = new RoomClient({ room: "consent", url, speaker: "gateway", key: BENCH_KEY, clock, meter });
    try {
      return await threeHopMs(await prepared(httpLink(client, DEADLINE_MS)));
    } finally {
      await client.close();
    }
  });
}

/** Through the data source that the gateway is built with, a context for each client. */
async function prepared(link: SubgraphLink): Promise<Fetch> {
  const { PreparedDataSource } = await built<typeof PreparedModule>("gateway/prepared-data-source.js");
  const { createLog } = await built<typeof LogModule>("shared/log.js");
  const { NOBODY } = await built<typeof ViewerModule>("shared/viewer.js");
  const source = new PreparedDataSource("bench", link, createLog("silent"), DEADLINE_MS);
  const contexts = Array.from({ length: CLIENTS }, (_, client) => ({
    call: {
      viewer: NOBODY,
      operationId: `client-${client}`,
      operationName: null,
      licensedFields: [],
      comparedFields: [],
    },
    givesUpAtMs: Infinity,
  }));
  return (hop, client) => source.process({ request: { ...hop }, context: contexts[client] } as never);
}

function stock(hop: Hop, client: number): never {
  const context = { token: `Bearer ${client}` };
  return { kind: "incoming operation", request: { ...hop }, context, incomingRequestContext: { context } } as never;
}

/** The other end in a process of its own, as it is in the server topology. */
async function withServer(kind: "signed" | "plain", measure: (url: string) => Promise<number>): Promise<number> {
  const file = fileURLToPath(new URL("three-hop-server.ts", import.meta.url));
  const server: ChildProcess = fork(file, [kind], { execArgv: process.execArgv });
  try {
    const [port] = (await once(server, "message")) as [number];
    return await measure(`http://127.0.0.1:${port}`);
  } finally {
    server.kill();
  }
}
