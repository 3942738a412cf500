import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from "@apollo/gateway";
import type { GatewayGraphQLResponse } from "@apollo/server-gateway-interface";
import { clientError } from "../shared/errors.js";
import type { SubgraphLink } from "../shared/link.js";
import type { Log } from "../shared/log.js";
import type { RequestContext } from "./request-context.js";

/** The gateway's way into a subgraph: the link, with what the gateway proved about the request. */
export class PreparedDataSource implements GraphQLDataSource<RequestContext> {
  constructor(
    private readonly subgraph: string,
    private readonly link: SubgraphLink,
    private readonly log: Log,
    private readonly deadlineMs: number,
  ) {}

  async process({
    request,
    context,
  }: GraphQLDataSourceProcessOptions<RequestContext>): Promise<GatewayGraphQLResponse> {
    const { query, variables, operationName } = request;
    try {
      const fetched = { query: query ?? "", variables: variables as never, operationName };
      const result = await inTime(this.link.execute(fetched, (context as RequestContext).call), this.deadlineMs);
      return result as GatewayGraphQLResponse;
    } catch (error) {
      // A room that is down costs its own fields and what hangs on them, nothing else (ARCHITECTURE 8).
      this.log.error({ err: error, subgraph: this.subgraph }, "a subgraph did not answer");
      return {
        data: null,
        errors: [clientError("UNAVAILABLE", "A part of the answer is not available now.")],
      } as never;
    }
  }
}

/** What runs in this process cannot be stopped: it goes on to its end, unheard. Only the answer does not wait for it. */
async function inTime<T>(work: Promise<T>, deadlineMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${deadlineMs} ms`)), deadlineMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
