import type { ExecutionResult } from "graphql";
import type { LinkCall, SubgraphLink, SubgraphRequest } from "../../shared/link.js";
import { packFetch, unpack } from "./link-message.js";
import { GRAPHQL_PATH } from "./paths.js";
import type { RoomClient } from "./room-client.js";

/** A subgraph in another process. The gateway's fetches are texts of its own plan: a mutation begins with that word. */
export function httpLink(client: RoomClient, deadlineMs: number): SubgraphLink {
  return {
    async execute(request: SubgraphRequest, call: LinkCall, signal?: AbortSignal): Promise<ExecutionResult> {
      const answer = await client.ask({
        method: "POST",
        target: GRAPHQL_PATH,
        body: packFetch({ call, request }),
        headers: { "content-type": "application/json" },
        deadlineMs,
        ...(signal && { signal }),
        isRead: !/^\s*mutation\b/.test(request.query),
      });
      return unpack(answer) as ExecutionResult;
    },
  };
}
