import type { IncomingHttpHeaders } from "node:http";
import { pipeline } from "node:stream/promises";
import { Router, type RequestHandler, type Response } from "express";
import type { ViewerOf } from "../../gateway/request-context.js";
import type { Log } from "../../shared/log.js";
import { PAGE_BYTES_MAX, PAGE_DEADLINE_MS, LOOKUP_DEADLINE_MS } from "./link-limits.js";
import { packToken, readViewer, type PageCall } from "./link-message.js";
import { IDENTITY_PATHS, VIEWER_PATH } from "./paths.js";
import { readBody } from "./read-body.js";
import type { RoomAnswer, RoomClient } from "./room-client.js";

/** Asked anew for every request: a token that was taken back opens nothing from then on. */
export function remoteViewerOf(client: RoomClient): ViewerOf {
  return async (token) => {
    const answer = await client.ask({
      method: "POST",
      target: VIEWER_PATH,
      body: packToken(token),
      headers: { "content-type": "application/json" },
      deadlineMs: LOOKUP_DEADLINE_MS,
      isRead: true,
    });
    return readViewer(answer);
  };
}

/** What identity reads of a request; in particular nothing that says where it came from. */
const SENT_ON = [
  "accept",
  "accept-language",
  "access-control-request-headers",
  "access-control-request-method",
  "authorization",
  "content-type",
  "cookie",
  "origin",
  "sec-gpc",
  "user-agent",
] as const;

/** RFC 9110, section 7.6.1: said to the next hop alone. */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** /oauth, /account and discovery, handed through: a form whole and signed, the answer as a stream. */
export function remoteIdentity(client: RoomClient, log: Log): RequestHandler {
  // As the room compares them.
  const router = Router({ caseSensitive: true });
  router.use([...IDENTITY_PATHS], async (request, response) => {
    const body = await readBody(request, PAGE_BYTES_MAX);
    if (body === "TOO_LARGE") {
      response.set("connection", "close").status(413).json({ error: "BAD_USER_INPUT" });
      return;
    }
    if (body === "BROKEN") return void response.destroy();
    try {
      await client.stream(
        {
          method: request.method,
          target: request.originalUrl,
          body,
          call: { address: request.socket.remoteAddress ?? "", headers: sentOn(request.headers) } satisfies PageCall,
          deadlineMs: PAGE_DEADLINE_MS,
        },
        (answer, signal) => handBack(response, answer, signal),
      );
    } catch (error) {
      log.warn({ err: error }, "identity did not answer");
      if (response.headersSent) response.destroy();
      else response.set("retry-after", "1").status(503).json({ error: "UNAVAILABLE" });
    }
  });
  return router;
}

function sentOn(headers: IncomingHttpHeaders): Record<string, string> {
  const named = SENT_ON.map((name) => [name, headers[name]] as const);
  return Object.fromEntries(
    named.filter((entry): entry is [(typeof SENT_ON)[number], string] => entry[1] !== undefined),
  );
}

async function handBack(response: Response, answer: RoomAnswer, signal: AbortSignal): Promise<void> {
  const named = String(answer.headers["connection"] ?? "")
    .split(",")
    .map((name) => name.trim().toLowerCase());
  response.status(answer.statusCode);
  for (const [name, value] of Object.entries(answer.headers)) {
    if (value !== undefined && !HOP_BY_HOP.has(name) && !named.includes(name)) response.setHeader(name, value);
  }
  await pipeline(answer.body, response, { signal });
}
