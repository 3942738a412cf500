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
    const { call, givesUpAtMs } = context as RequestContext;
    try {
      const fetched = { query: query ?? "", variables: variables as never, operationName };
      const leftMs = Math.min(this.deadlineMs, givesUpAtMs - performance.now());
      return (await inTime(leftMs, (signal) => this.link.execute(fetched, call, signal))) as GatewayGraphQLResponse;
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
async function inTime<T>(deadlineMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  if (deadlineMs <= 0) throw new Error("the operation's time is over");
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${Math.round(deadlineMs)} ms`));
      abort.abort();
    }, deadlineMs);
  });
  try {
    return await Promise.race([work(abort.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}
