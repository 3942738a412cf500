import { LocalGraphQLDataSource, type GraphQLDataSource, type GraphQLDataSourceProcessOptions } from "@apollo/gateway";
import type { GatewayGraphQLResponse } from "@apollo/server-gateway-interface";
import type { RequestContext } from "../gateway/request-context.js";
import type { SubgraphRuntime } from "../shared/in-process-link.js";

/**
 * Apollo's own data source over a subgraph of ours, with nothing added that the answer can do without: a context for
 * each fetch, and the record of what leaves. It parses and validates at every fetch; ours has a deadline and a log too.
 */
export function stockDataSource(runtime: SubgraphRuntime<unknown>): GraphQLDataSource<RequestContext> {
  const local = new LocalGraphQLDataSource<Record<string, unknown>>(runtime.schema);
  return {
    async process(options: GraphQLDataSourceProcessOptions<RequestContext>) {
      const context = runtime.createContext((options.context as RequestContext).call);
      const result = await local.process({ ...options, context } as never);
      const capped = (await runtime.settle?.(context)) ?? [];
      const errors = [...(result.errors ?? []), ...capped];
      return { ...result, ...(errors.length > 0 && { errors }) } as GatewayGraphQLResponse;
    },
  };
}
