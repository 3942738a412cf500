import { createServer } from "node:http";
import type { Registry } from "prom-client";
import type { OperationMeter } from "../../gateway/operation-meter.js";
import type { Environment } from "../../shared/environment.js";
import { NO_LINK_METER, type LinkMeter } from "../link/link-meter.js";
import { NO_ROOM_METER, type RoomMeter } from "../link/room-meter.js";
import { closeServer, listen } from "../http-server.js";

/** What one process counts. Labels come from closed lists of ours: never an id, a name or anything that was sent. */
export interface ProcessMetrics {
  link: LinkMeter;
  room: RoomMeter;
  operations: OperationMeter;
  close(): Promise<void>;
}

const NOTHING: ProcessMetrics = {
  link: NO_LINK_METER,
  room: NO_ROOM_METER,
  operations: { begin: () => () => undefined },
  close: async () => undefined,
};

/** Whoever may read them is on this machine. */
const METRICS_HOST = "127.0.0.1";

/** From a look-up on the same machine to a deadline. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Counts and serves them at METRICS_PORT; where there is none, nothing is counted and no library loaded. */
export async function processMetrics({ metricsPort }: Pick<Environment, "metricsPort">): Promise<ProcessMetrics> {
  if (metricsPort === null) return NOTHING;
  const { collectDefaultMetrics, Registry } = await import("prom-client");
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const close = await serve(registry, metricsPort);
  return { ...(await meters(registry)), close };
}

async function meters(register: Registry): Promise<Omit<ProcessMetrics, "close">> {
  const { Counter, Gauge, Histogram } = await import("prom-client");
  /** Counts what has ended by its outcome, times it, and knows how many are under way. */
  const measured = (name: string, subject: string, help: string) => {
    const registers = [register];
    const total = new Counter({ name: `${name}_total`, help, labelNames: [subject, "outcome"], registers });
    const seconds = new Histogram({
      name: `${name}_seconds`,
      help: `${help} How long they took.`,
      labelNames: [subject],
      buckets: SECONDS,
      registers,
    });
    const underWay = new Gauge({ name: `${name}_under_way`, help: `${help} Now.`, labelNames: [subject], registers });
    return {
      begin(of: string): (outcome: string) => void {
        const labels = { [subject]: of };
        underWay.inc(labels);
        const stop = seconds.startTimer(labels);
        return (outcome) => {
          stop();
          underWay.dec(labels);
          total.inc({ ...labels, outcome });
        };
      },
    };
  };
  return {
    link: measured("confide_room_requests", "room", "Requests of this process to rooms."),
    room: measured("confide_visits", "door", "Requests to this room."),
    operations: measured("confide_operations", "kind", "GraphQL requests to this gateway."),
  };
}

async function serve(registry: Registry, port: number): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    if (request.method !== "GET" || request.url !== "/metrics") return void response.writeHead(404).end();
    registry.metrics().then(
      (text) => response.writeHead(200, { "content-type": registry.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  await listen(server, { port, host: METRICS_HOST, variable: "METRICS_PORT" });
  return () => closeServer(server, 0);
}
