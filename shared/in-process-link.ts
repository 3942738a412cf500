import {
  execute,
  getOperationAST,
  GraphQLError,
  parse,
  validate,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
} from "graphql";
import { LRUCache } from "lru-cache";
import { isOutage } from "./database-error.js";
import { clientError, isPublicCode } from "./errors.js";
import type { LinkCall, SubgraphLink, SubgraphRequest } from "./link.js";
import type { Log } from "./log.js";

/** Fetch texts come from the gateway's query plans; aliases make them many, so the cache is bounded. */
const PREPARED_DOCUMENTS = 2_000;

export interface SubgraphRuntime<C> {
  schema: GraphQLSchema;
  /** A fresh context per fetch: subgraphs of one process must not meet in it. */
  createContext(call: LinkCall): C;
  /**
   * Runs when a fetch has been executed and before its answer leaves. What it throws replaces the answer: nothing
   * leaves unrecorded. The errors it returns are added (how an answer tells that it was capped).
   */
  settle?(context: C): Promise<readonly GraphQLError[]>;
  log: Log;
}

/** A link, and what runs behind it: benchmarks put other ways in front of the same. */
export interface InProcessLink<C> extends SubgraphLink {
  readonly runtime: SubgraphRuntime<C>;
}

const INTERNAL_CODES = new Set(["WITHHELD", "CAPPED", "HIDDEN"]);

/** Runs a subgraph's schema in this process: prepared documents, own context, masked errors. */
export function inProcessLink<C>(runtime: SubgraphRuntime<C>): InProcessLink<C> {
  const documents = new LRUCache<string, DocumentNode>({ max: PREPARED_DOCUMENTS });
  return {
    runtime,
    async execute(request: SubgraphRequest, call: LinkCall): Promise<ExecutionResult> {
      const document = prepare(runtime.schema, documents, request.query);
      const context = runtime.createContext(call);
      const result = await execute({
        schema: runtime.schema,
        document,
        variableValues: request.variables ?? {},
        operationName: request.operationName ?? null,
        contextValue: context,
      });
      return answer(runtime, context, result);
    },
  };
}

function prepare(schema: GraphQLSchema, documents: LRUCache<string, DocumentNode>, text: string): DocumentNode {
  const known = documents.get(text);
  if (known) return known;
  const document = parse(text, { noLocation: true });
  const problems = validate(schema, document);
  if (problems.length > 0 || !getOperationAST(document)) {
    throw new Error("the gateway planned a fetch that this subgraph's schema does not know");
  }
  documents.set(text, document);
  return document;
}

async function answer<C>(runtime: SubgraphRuntime<C>, context: C, result: ExecutionResult): Promise<ExecutionResult> {
  const errors = (result.errors ?? []).map((error) => mask(error, runtime.log));
  try {
    const added = (await runtime.settle?.(context)) ?? [];
    const all = [...errors, ...added];
    return { data: result.data ?? null, ...(all.length > 0 && { errors: all }) };
  } catch (error) {
    runtime.log.error({ err: error }, "what was read could not be recorded; nothing leaves");
    return {
      data: null,
      errors: [clientError("UNAVAILABLE", "The answer could not be recorded, so it was not given.")],
    };
  }
}

/** Errors that were not written for a client carry values (database drivers, parsers): they go to the log as a type, no further. */
function mask(error: GraphQLError, log: Log): GraphQLError {
  const code = error.extensions.code;
  if (isPublicCode(code) || INTERNAL_CODES.has(code as string)) return error;
  log.error({ err: error.originalError ?? error, path: error.path?.join(".") }, "a resolver failed");
  const path = error.path ?? null;
  // A database that is away will be back: whoever asks again later is answered.
  if (isOutage(error.originalError)) {
    return new GraphQLError("A part of the answer is not available now.", {
      path,
      extensions: { code: "UNAVAILABLE" },
    });
  }
  return new GraphQLError("Something went wrong on our side.", { path, extensions: { code: "INTERNAL" } });
}
