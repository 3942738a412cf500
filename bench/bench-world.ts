import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { GraphQLDataSource } from "@apollo/gateway";
import type * as GatewayModule from "../gateway/gateway.js";
import type { RequestContext } from "../gateway/request-context.js";
import type * as EnvironmentModule from "../shared/environment.js";
import type { InProcessLink } from "../shared/in-process-link.js";
import type { SubgraphLink } from "../shared/link.js";
import type * as LogModule from "../shared/log.js";
import { Story } from "../test/harness/story.js";
import type * as EmbeddedModule from "../topology/embedded.js";
import { built } from "./built.js";
import { freePort } from "./free-port.js";

export type SubgraphName = "user-profile" | "consent" | "offers";
export type Links = Record<SubgraphName, SubgraphLink>;

/** Points without end: what a benchmark asks is not to be refused. */
const BOUNDLESS = { bucketPoints: Number.MAX_SAFE_INTEGER, restorePointsPerSecond: Number.MAX_SAFE_INTEGER };

/** The whole product in this process, as it is built, on SQLite files of its own. */
export class BenchWorld extends Story {
  private readonly closing: (() => Promise<void>)[] = [];

  private constructor(readonly confide: EmbeddedModule.Embedded) {
    super();
  }

  static async open(folder: string, variables: Record<string, string> = {}): Promise<BenchWorld> {
    const { readEnvironment } = await built<typeof EnvironmentModule>("shared/environment.js");
    const { startEmbedded } = await built<typeof EmbeddedModule>("topology/embedded.js");
    const port = String(await freePort());
    return new BenchWorld(
      await startEmbedded(readEnvironment({ LOG_LEVEL: "silent", PORT: port, DATA_DIR: folder, ...variables })),
    );
  }

  /** The way into each subgraph, with its schema behind it. */
  get links(): Record<SubgraphName, InProcessLink<unknown>> {
    const { userProfile, consent, offers } = this.confide;
    return { "user-profile": userProfile.link, consent: consent.link, offers: offers.link } as never;
  }

  /** One more gateway before the same rooms; answers its address. */
  async gateway(options: {
    links?: Partial<Links>;
    dataSourceOf?: (subgraph: string) => GraphQLDataSource<RequestContext>;
  }): Promise<string> {
    const { openGateway } = await built<typeof GatewayModule>("gateway/gateway.js");
    const { createLog } = await built<typeof LogModule>("shared/log.js");
    const { identity } = this.confide;
    const httpServer = createServer();
    const gateway = await openGateway({
      links: { ...this.links, ...options.links },
      ...(options.dataSourceOf && { dataSourceOf: options.dataSourceOf }),
      viewerOf: (token) => identity.viewerOf(token),
      receiveImport: () => Promise.reject(new Error("nothing is uploaded here")),
      receiveImage: () => Promise.reject(new Error("nothing is uploaded here")),
      findImage: () => Promise.resolve(null),
      identity: identity.handler,
      sendExport: () => Promise.resolve(false),
      publicKeys: { receipts: () => [], certificates: () => [] },
      isReady: () => Promise.resolve(true),
      isProduction: true,
      httpServer,
      log: createLog("silent"),
      limits: BOUNDLESS,
    });
    httpServer.on("request", gateway.app);
    await new Promise<void>((resolve) => httpServer.listen(0, "127.0.0.1", resolve));
    this.closing.push(() => gateway.close());
    return `http://127.0.0.1:${(httpServer.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const close of this.closing) await close();
    await this.confide.close();
  }
}
