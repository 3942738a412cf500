import type { ApolloServerPlugin, GraphQLRequestListener } from "@apollo/server";
import type { GraphQLFormattedError } from "graphql";
import type { RequestContext } from "./request-context.js";

/** The list of withheld fields that an answer spells out; a page of customers could hold thousands (HTTP.md). */
const WITHHELD_LISTED = 100;

type Path = readonly (string | number)[];
interface WithheldEntry {
  path: Path;
  field: string | null;
  reason: string;
}
interface CappedEntry {
  path: Path;
  field: string;
  precision: string;
  from: string | null;
}

/**
 * After an operation: what travelled as errors because only errors carry a path becomes `extensions`, beside the cost;
 * nothing else is added or let through.
 */
export function answerPlugin(internalNames: ReadonlySet<string>): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart(): Promise<GraphQLRequestListener<RequestContext>> {
      return {
        async willSendResponse({ response, contextValue }) {
          response.http.headers.set("cache-control", "no-store");
          if (response.body.kind !== "single") return;
          const result = response.body.singleResult;
          const sorted = sortErrors(result.errors ?? [], internalNames);
          const extensions = { ...answerExtensions(sorted), ...costExtension(contextValue) };
          delete result.errors;
          delete result.extensions;
          if (sorted.errors.length > 0)
            result.errors = sorted.errors.map((error) => named(error, contextValue.requestId));
          if (Object.keys(extensions).length > 0) result.extensions = extensions;
        },
      };
    },
  };
}

interface LinkDetails {
  code: string;
  field: string | null;
  reason: string;
  precision: string;
  from: string | null;
}

interface Sorted {
  errors: GraphQLFormattedError[];
  withheld: WithheldEntry[];
  capped: CappedEntry[];
}

function sortErrors(errors: readonly GraphQLFormattedError[], internalNames: ReadonlySet<string>): Sorted {
  const sorted: Sorted = { errors: [], withheld: [], capped: [] };
  for (const error of errors) {
    const { code, field, reason, precision, from } = (error.extensions ?? {}) as unknown as LinkDetails;
    const path = publicPath(error.path ?? [], internalNames);
    if (code === "WITHHELD") sorted.withheld.push({ path, field, reason });
    else if (code === "CAPPED") sorted.capped.push({ path, field: field ?? "", precision, from });
    else if (code !== "HIDDEN") sorted.errors.push(error.path ? { ...error, path } : error);
  }
  return sorted;
}

function answerExtensions({ withheld, capped }: Sorted): Record<string, unknown> {
  return {
    ...(withheld.length > 0 && { withheld: withheld.slice(0, WITHHELD_LISTED) }),
    ...(withheld.length > WITHHELD_LISTED && { withheldCount: withheld.length }),
    ...(capped.length > 0 && { capped }),
  };
}

/** Shopify's key names. What an operation costs follows from its text, so that equal answers stay equal, byte for byte. */
function costExtension(context: RequestContext): Record<string, unknown> {
  const { isThrottleWanted, requestedQueryCost, actualQueryCost, meter } = context;
  if (requestedQueryCost === null) return {};
  const throttle = isThrottleWanted ? { throttleStatus: meter.status() } : {};
  return { cost: { requestedQueryCost, actualQueryCost, ...throttle } };
}

/** An error in a name that subgraphs only lend shows where it hangs, not the name. */
function publicPath(path: Path, internalNames: ReadonlySet<string>): Path {
  const end = path.findIndex((part) => typeof part === "string" && isLent(part, internalNames));
  return end === -1 ? path : path.slice(0, end);
}

/** Keys that are also public fields. */
const PUBLIC_KEYS = new Set(["id", "path"]);
const isLent = (name: string, internalNames: ReadonlySet<string>): boolean =>
  internalNames.has(name) && !PUBLIC_KEYS.has(name);

function named(error: GraphQLFormattedError, requestId: string): GraphQLFormattedError {
  return { ...error, extensions: { ...error.extensions, requestId } };
}
