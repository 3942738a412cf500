/** The subgraph behind the data sources that speak HTTP: `signed` as our rooms do, `plain` by hand and as fast as it goes. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { execute, parse, type DocumentNode } from "graphql";
import type * as ClockModule from "../shared/clock.js";
import type * as InProcessModule from "../shared/in-process-link.js";
import type * as LogModule from "../shared/log.js";
import type * as DoorsModule from "../topology/link/doors.js";
import type * as RoomMeterModule from "../topology/link/room-meter.js";
import type * as RoomServerModule from "../topology/link/room-server.js";
import { built } from "./built.js";
import { BENCH_KEY } from "./data-source.bench.js";
import { threeHopSchema, type Hop } from "./three-hops.js";

const schema = threeHopSchema();

async function signed(): Promise<Server> {
  const { Doors } = await built<typeof DoorsModule>("topology/link/doors.js");
  const { RoomServer } = await built<typeof RoomServerModule>("topology/link/room-server.js");
  const { NO_ROOM_METER: meter } = await built<typeof RoomMeterModule>("topology/link/room-meter.js");
  const { inProcessLink } = await built<typeof InProcessModule>("shared/in-process-link.js");
  const { createLog } = await built<typeof LogModule>("shared/log.js");
  const { systemClock: clock } = await built<typeof ClockModule>("shared/clock.js");
  const log = createLog("silent");
  const doors = new Doors("consent", { linkKey: BENCH_KEY, eventKey: BENCH_KEY });
  const link = inProcessLink({ schema, createContext: (call) => call, log });
  return new RoomServer({ doors: [doors.graphql(link)], isReady: async () => true, clock, log, meter }).server;
}

function plain(): Server {
  const documents = new Map<string, DocumentNode>();
  return createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.once("end", () => {
      const { query, variables } = JSON.parse(Buffer.concat(chunks).toString()) as Hop;
      const document = documents.get(query) ?? parse(query);
      documents.set(query, document);
      void Promise.resolve(execute({ schema, document, variableValues: variables })).then((result) => {
        response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(result));
      });
    });
  });
}

const server = process.argv[2] === "signed" ? await signed() : plain();
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
