import type { Server } from "node:http";
import { ApolloGateway, type GraphQLDataSource } from "@apollo/gateway";
import { ApolloServer } from "@apollo/server";
import {
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from "@apollo/server/plugin/disabled";
import { ApolloServerPluginDrainHttpServer } from "@apollo/server/plugin/drainHttpServer";
import { expressMiddleware } from "@as-integrations/express5";
import express, { type ErrorRequestHandler, type Express, type Request, type RequestHandler } from "express";
import { systemClock, type Clock } from "../shared/clock.js";
import { newOpaqueId } from "../shared/identifier.js";
import type { SubgraphLink } from "../shared/link.js";
import type { Log } from "../shared/log.js";
import type { Viewer } from "../shared/viewer.js";
import { admissionPlugin } from "./admission.plugin.js";
import { answerPlugin } from "./answer.plugin.js";
import { bodyDeadline } from "./body-deadline.js";
import { exports, type SendExport } from "./export/exports.js";
import type { AskAsPerson } from "./export/records.js";
import { explorer } from "./explorer.js";
import { frontPage } from "./front-page.js";
import { images, type FindImage } from "./images.js";
import { checkInputScalars } from "./input-scalars.js";
import { internalNamesRule } from "./internal-names.rule.js";
import {
  COERCION_ERRORS_MAX,
  GATEWAY_LIMITS,
  GRAPHQL_BODY_MAX,
  QUERY_TOKENS_MAX,
  RECURSIVE_SELECTIONS_MAX,
  VALIDATION_ERRORS_MAX,
  type GatewayLimits,
} from "./limits.js";
import { countOperations, type OperationMeter } from "./operation-meter.js";
import { OperationReader } from "./operation/operation-reader.js";
import { PreparedDataSource } from "./prepared-data-source.js";
import { publicError } from "./public-error.js";
import { TokenBuckets } from "./rate/token-buckets.js";
import { ownContext, requestContext, type RequestContext, type ViewerOf } from "./request-context.js";
import { shed } from "./shed.js";
import { loadSupergraph } from "./supergraph.js";
import { uploads, type UploadDoors } from "./uploads.js";

export interface GatewayOptions extends UploadDoors {
  links: Readonly<Record<"user-profile" | "consent" | "offers", SubgraphLink>>;
  viewerOf: ViewerOf;
  findImage: FindImage;
  sendExport: SendExport;
  /** Identity's pages and endpoints: /oauth, /account, /.well-known. */
  identity: RequestHandler;
  /** Public keys that receipts and certificates of erasure are checked with. */
  publicKeys: Readonly<Record<"receipts" | "certificates", PublicKeys>>;
  isReady: () => Promise<boolean>;
  isProduction: boolean;
  httpServer: Server;
  log: Log;
  /** Counts requests; nothing where nobody asks. */
  operations?: OperationMeter;
  /** Fills the buckets of points; the system's where nothing is said. */
  clock?: Clock;
  /** Smaller limits, for tests. */
  limits?: Partial<GatewayLimits>;
  /** Another way into the subgraphs than the prepared one, for benchmarks that compare the two. */
  dataSourceOf?: (subgraph: string) => GraphQLDataSource<RequestContext>;
}

type PublicKeys = () => object[] | Promise<object[]>;

export interface Gateway {
  app: Express;
  close(): Promise<void>;
}

/** The only public process: tokens to a Viewer, limits, federation. It holds no rule and no data. */
export async function openGateway(options: GatewayOptions): Promise<Gateway> {
  const limits = { ...GATEWAY_LIMITS, ...options.limits };
  const server = await startApollo(options, limits);
  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", false);
  app.use(bodyDeadline(limits.bodyDeadlineMs));
  app.use(securityHeaders);
  app.get("/", frontPage(!options.isProduction));
  app.get("/healthz", (_request, response) => void response.json({ ok: true }));
  app.get("/readyz", async (_request, response) => {
    const ready = await options.isReady();
    response.status(ready ? 200 : 503).json({ ready });
  });
  app.get("/.well-known/confide-receipt-keys.json", keySet(options.publicKeys.receipts, options.log));
  app.get("/.well-known/confide-certificate-keys.json", keySet(options.publicKeys.certificates, options.log));
  if (options.operations) app.post("/graphql", countOperations(options.operations));
  app.post("/graphql", shed(limits.operationsMax), express.json({ limit: GRAPHQL_BODY_MAX }), withBody);
  app.post("/graphql", expressMiddleware(server, { context: contextOf(options, limits) }));
  app.all(
    "/graphql",
    (_request, response) => void response.set("allow", "POST").status(405).json({ error: "METHOD_NOT_ALLOWED" }),
  );
  app.use(uploads(options.viewerOf, options, options.log));
  app.use(images(options.findImage, options.log));
  const { viewerOf, sendExport, log, clock = systemClock } = options;
  const askAs = askingAs(server, { clock, operationDeadlineMs: limits.operationDeadlineMs });
  app.use(exports({ viewerOf, sendExport, askAs, clock, log }));
  if (!options.isProduction) app.use(explorer());
  app.use(options.identity);
  app.use((_request, response) => void response.status(404).json({ error: "NOT_FOUND" }));
  app.use(jsonErrors(options.log));
  return { app, close: () => server.stop() };
}

function contextOf({ viewerOf, clock = systemClock }: GatewayOptions, limits: GatewayLimits) {
  const buckets = new TokenBuckets(limits.bucketPoints, limits.restorePointsPerSecond);
  const tools = { viewerOf, buckets, clock, operationDeadlineMs: limits.operationDeadlineMs };
  return ({ req }: { req: Request }): Promise<RequestContext> => requestContext(req, tools);
}

/** The public API, asked by Confide itself in somebody's name: the same plans, rules and resolvers as for their client. */
function askingAs(
  server: ApolloServer<RequestContext>,
  tools: Parameters<typeof ownContext>[1],
): (viewer: Viewer) => AskAsPerson {
  return (viewer) => async (query, variables) => {
    const { body } = await server.executeOperation({ query, variables }, { contextValue: ownContext(viewer, tools) });
    if (body.kind !== "single" || !body.singleResult.data || body.singleResult.errors) {
      throw new Error("a part of an export could not be asked");
    }
    return body.singleResult.data;
  };
}

async function startApollo(options: GatewayOptions, limits: GatewayLimits): Promise<ApolloServer<RequestContext>> {
  const { links, log, isProduction, httpServer } = options;
  // @apollo/gateway reports to its maker every hour unless this is set before it is made.
  // eslint-disable-next-line no-restricted-properties -- the package knows no other switch
  process.env["APOLLO_TELEMETRY_DISABLED"] = "true";
  const { sdl, internalNames, licensedPaths } = loadSupergraph();
  const prepared = (name: string): PreparedDataSource =>
    new PreparedDataSource(name, linkOf(links, name), log, limits.linkDeadlineMs);
  const dataSourceOf = options.dataSourceOf ?? prepared;
  const gateway = new ApolloGateway({
    supergraphSdl: sdl,
    buildService: ({ name }) => dataSourceOf(name),
    logger: quietLogger(log),
  });
  const server = new ApolloServer<RequestContext>({
    gateway,
    introspection: !isProduction,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: isProduction,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxLexicalTokens: QUERY_TOKENS_MAX },
    validationOptions: { maxErrors: VALIDATION_ERRORS_MAX },
    executionOptions: { maxCoercionErrors: COERCION_ERRORS_MAX },
    maxRecursiveSelections: RECURSIVE_SELECTIONS_MAX,
    validationRules: [internalNamesRule(internalNames)],
    formatError: (formatted) => publicError(formatted, log),
    logger: quietLogger(log),
    plugins: [
      admissionPlugin(new OperationReader(licensedPaths)),
      answerPlugin(internalNames),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginDrainHttpServer({ httpServer }),
    ],
  });
  await server.start();
  if (!gateway.schema) throw new Error("the gateway has no schema after its start");
  checkInputScalars(gateway.schema);
  return server;
}

function linkOf(links: GatewayOptions["links"], name: string): SubgraphLink {
  const link = (links as Record<string, SubgraphLink | undefined>)[name];
  if (!link) throw new Error(`the supergraph names a subgraph that is not linked: ${name}`);
  return link;
}

/** Apollo's own messages may carry what a client sent: only warnings and errors pass, without their arguments. */
function quietLogger(log: Log): { debug(): void; info(): void; warn(): void; error(): void } {
  const nothing = (): void => undefined;
  return {
    debug: nothing,
    info: nothing,
    warn: () => log.warn("the GraphQL server warned"),
    error: () => log.error("the GraphQL server reported an error"),
  };
}

function keySet(keys: PublicKeys, log: Log): RequestHandler {
  return async (_request, response) => {
    try {
      response.json({ keys: await keys() });
    } catch (error) {
      log.warn({ err: error }, "public keys are not there");
      response.set("retry-after", "1").status(503).json({ error: "UNAVAILABLE" });
    }
  };
}

/** A body that is no JSON is not parsed; Apollo then answers with its own refusal instead of failing. */
const withBody: RequestHandler = (request, _response, next) => {
  request.body ??= {};
  next();
};

const securityHeaders: RequestHandler = (_request, response, next) => {
  response.set({ "x-content-type-options": "nosniff", "referrer-policy": "no-referrer" });
  next();
};

/** Express would answer a broken or too large body with an HTML page and a stack. */
function jsonErrors(log: Log): ErrorRequestHandler {
  return (error: { status?: number }, _request, response, next) => {
    if (response.headersSent) return next(error);
    const status = error.status ?? 500;
    if (status >= 500) log.error({ err: error }, "a request failed");
    const code = status >= 500 ? "INTERNAL" : "BAD_USER_INPUT";
    const message = status === 413 ? "The request is larger than 1 MB." : "The request could not be read.";
    response.status(status).json({ errors: [{ message, extensions: { code, requestId: newOpaqueId() } }] });
  };
}
