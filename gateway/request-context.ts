import type { IncomingMessage } from "node:http";
import { GraphQLError } from "graphql";
import { newOpaqueId } from "../shared/identifier.js";
import type { LinkCall } from "../shared/link.js";
import { NOBODY, type Viewer } from "../shared/viewer.js";

/** What the gateway knows of a request; the link carries `call` to the subgraphs and nothing else. */
export interface RequestContext {
  requestId: string;
  viewer: Viewer;
  call: LinkCall;
}

/** Proves who holds a bearer token; null when it is not valid. */
export type ViewerOf = (token: string) => Promise<Viewer | null>;

/** Throws 401 for a token that is not valid; no token at all is Nobody. */
export async function requestContext(request: IncomingMessage, viewerOf: ViewerOf): Promise<RequestContext> {
  const requestId = newOpaqueId();
  const viewer = await authenticate(request.headers.authorization, viewerOf);
  if (!viewer) throw unauthenticated(requestId, "The bearer token is not valid.");
  return {
    requestId,
    viewer,
    call: { viewer, operationId: newOpaqueId(), operationName: null, licensedFields: [] },
  };
}

export async function authenticate(header: string | undefined, viewerOf: ViewerOf): Promise<Viewer | null> {
  if (header === undefined) return NOBODY;
  const token = /^Bearer ([\w.~+/-]+=*)$/i.exec(header)?.[1];
  return token === undefined ? null : viewerOf(token);
}

/** RFC 6750: 401 and the scheme to use. */
export function unauthenticated(requestId: string, message: string): GraphQLError {
  return new GraphQLError(message, {
    extensions: {
      code: "UNAUTHENTICATED",
      requestId,
      http: { status: 401, headers: new Map([["www-authenticate", 'Bearer realm="confide"']]) },
    },
  });
}
