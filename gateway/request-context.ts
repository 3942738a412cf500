import type { IncomingMessage } from "node:http";
import type { GraphQLError } from "graphql";
import type { Clock } from "../shared/clock.js";
import { newOpaqueId } from "../shared/identifier.js";
import type { LinkCall } from "../shared/link.js";
import { NOBODY, principalOf, type Viewer } from "../shared/viewer.js";
import { REQUEST_POINTS } from "./operation/points.js";
import { clientAddress } from "./rate/client-address.js";
import { Meter } from "./rate/meter.js";
import { TokenBuckets } from "./rate/token-buckets.js";
import { refusal } from "./refusal.js";

/** What the gateway knows of a request; the link carries `call` to the subgraphs and nothing else. */
export interface RequestContext {
  requestId: string;
  viewer: Viewer;
  call: LinkCall;
  /** By `performance.now()`: what a room would answer later is not waited for. */
  givesUpAtMs: number;
  meter: Meter;
  /** Whether `throttleStatus` was asked for beside the cost. */
  isThrottleWanted: boolean;
  /** Points of the operation; null until it was read. */
  requestedQueryCost: number | null;
  /** Points taken for it: the same, or null when it was refused. What was found is never counted (HTTP.md, two worlds). */
  actualQueryCost: number | null;
}

/** Proves who holds a bearer token; null when it is not valid. */
export type ViewerOf = (token: string) => Promise<Viewer | null>;

/**
 * Asks for `throttleStatus`, as Shopify-GraphQL-Cost-Debug asks for more. Unasked it stays away: what is left in the
 * bucket differs from request to request, and an answer about nobody must be the same, byte for byte, every time (HTTP.md).
 */
const COST_HEADER = "confide-debug-cost";

export interface ContextTools {
  viewerOf: ViewerOf;
  buckets: TokenBuckets;
  clock: Clock;
  operationDeadlineMs: number;
}

/** Throws 401 for a token that is not valid, 429 for who asked too much, 503 when nobody can say; no token at all is Nobody. */
export async function requestContext(
  request: IncomingMessage,
  { viewerOf, buckets, clock, operationDeadlineMs }: ContextTools,
): Promise<RequestContext> {
  const givesUpAtMs = performance.now() + operationDeadlineMs;
  const requestId = newOpaqueId();
  const known = await authenticate(request.headers.authorization, viewerOf).catch(() => {
    const message = "Who asks cannot be told now; come back later.";
    throw refusal(503, "UNAVAILABLE", message, { requestId, headers: { "retry-after": "1" } });
  });
  // Said by the browser with every request (W3C Global Privacy Control), whatever it said when the token was made.
  const isPrivate = known?.kind === "visitor" && request.headers["sec-gpc"] === "1";
  const viewer = isPrivate ? { ...known, gpc: true } : known;
  const principal = viewer && viewer.kind !== "nobody" ? principalOf(viewer) : addressOf(request);
  const meter = new Meter(buckets, principal, clock);
  meter.take(REQUEST_POINTS, requestId);
  if (!viewer) throw unauthenticated(requestId, "The bearer token is not valid.");
  return {
    requestId,
    viewer,
    call: { viewer, operationId: newOpaqueId(), operationName: null, licensedFields: [], comparedFields: [] },
    givesUpAtMs,
    meter,
    isThrottleWanted: request.headers[COST_HEADER] === "1",
    requestedQueryCost: null,
    actualQueryCost: null,
  };
}

/** What Confide asks by itself for somebody who may: it is not charged, and is no client's. */
export function ownContext(
  viewer: Viewer,
  { clock, operationDeadlineMs }: Omit<ContextTools, "viewerOf" | "buckets">,
): RequestContext {
  return {
    requestId: newOpaqueId(),
    viewer,
    call: { viewer, operationId: newOpaqueId(), operationName: null, licensedFields: [], comparedFields: [] },
    givesUpAtMs: performance.now() + operationDeadlineMs,
    meter: new Meter(ENDLESS, "confide", clock),
    isThrottleWanted: false,
    requestedQueryCost: null,
    actualQueryCost: null,
  };
}

const ENDLESS = new TokenBuckets(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);

const addressOf = (request: IncomingMessage): string => clientAddress(request.socket.remoteAddress);

export async function authenticate(header: string | undefined, viewerOf: ViewerOf): Promise<Viewer | null> {
  if (header === undefined) return NOBODY;
  const token = /^Bearer ([\w.~+/-]+=*)$/i.exec(header)?.[1];
  return token === undefined ? null : viewerOf(token);
}

/** RFC 6750: 401 and the scheme to use. */
export function unauthenticated(requestId: string, message: string): GraphQLError {
  const headers = { "www-authenticate": 'Bearer realm="confide"' };
  return refusal(401, "UNAUTHENTICATED", message, { requestId, headers });
}
