import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from "node:http";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../shared/clock.js";

/** Uploads of large files take long; a client that sends nothing for this long has gone. */
const REQUEST_TIMEOUT_MS = HOUR_MS;
const HEADERS_TIMEOUT_MS = MINUTE_MS;
/** Longer than a proxy or a client keeps an idle connection: who closes first must not be the one who may be asked next. */
const KEEP_ALIVE_TIMEOUT_MS = 65 * SECOND_MS;

/** A server that also takes large files: the gateway's, and a room's. */
export function fileTakingServer(options: ServerOptions = {}): Server {
  return createServer({
    requestTimeout: REQUEST_TIMEOUT_MS,
    headersTimeout: HEADERS_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    ...options,
  });
}

export interface Place {
  port: number;
  host: string;
  /** The variable that the port is from. */
  variable?: string;
}

/** Takes the port; throws a sentence when it is somebody else's. */
export function listen(server: Server, { port, host, variable = "PORT" }: Place): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === "EADDRINUSE";
      reject(isTaken ? new Error(`${variable}: ${port} is in use on ${host}; choose another.`) : error);
    });
    server.listen(port, host, () => {
      server.removeAllListeners("error");
      resolve();
    });
  });
}

/** What is said until everything is open. */
export function notYet(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(503, { "content-type": "application/json", "retry-after": "1" }).end('{"ready":false}');
}

/** Lets what is in flight end, for so long at most. */
export async function closeServer(server: Server, graceMs?: number): Promise<void> {
  if (!server.listening) return;
  const cut = graceMs === undefined ? undefined : setTimeout(() => server.closeAllConnections(), graceMs);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  clearTimeout(cut);
}
