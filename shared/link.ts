import type { ExecutionResult } from "graphql";
import type { Viewer } from "./viewer.js";

/** What the gateway says of an operation beside its text; over HTTP it is signed (ARCHITECTURE 7). */
export interface LinkCall {
  viewer: Viewer;
  /** Random, one per client operation: disclosures, holds and capabilities are bound to it. */
  operationId: string;
  operationName: string | null;
  /** Paths of the licensed fields that the operation asks of customers: what consent holds a price for. */
  licensedFields: readonly string[];
  /** Paths of the fields that its predicates compare; another licence may answer these than the one that is read by. */
  comparedFields: readonly string[];
}

export interface SubgraphRequest {
  query: string;
  variables?: Record<string, unknown> | undefined;
  operationName?: string | undefined;
}

/** The one way from the gateway into a subgraph. In one process it is a function call; the server topology puts signed HTTP behind it. */
export interface SubgraphLink {
  /** `signal` ends the waiting: a request to another process with it, in this process only the gateway's. */
  execute(request: SubgraphRequest, call: LinkCall, signal?: AbortSignal): Promise<ExecutionResult>;
}
