import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { openGateway, type GatewayOptions } from "../../../gateway/gateway.js";
import type { GatewayLimits } from "../../../gateway/limits.js";
import type { SubgraphLink, SubgraphRequest } from "../../../shared/link.js";
import { createLog } from "../../../shared/log.js";
import type { Viewer } from "../../../shared/viewer.js";

export interface StubGateway {
  url: string;
  port: number;
  /** What was fetched from the rooms. */
  fetched: SubgraphRequest[];
  ask(body: object | string, headers?: Record<string, string>): Promise<Response>;
  close(): Promise<void>;
}

type Answer = (request: SubgraphRequest) => ReturnType<SubgraphLink["execute"]>;

/** The real gateway over HTTP with nobody behind it: rooms answer what `answer` says, "person-ID" is a token. */
export async function stubGateway(
  answer: Answer,
  options: { limits?: Partial<GatewayLimits>; clock?: () => Date } = {},
): Promise<StubGateway> {
  const httpServer = createServer();
  const fetched: SubgraphRequest[] = [];
  const execute: SubgraphLink["execute"] = (request) => {
    fetched.push(request);
    return answer(request);
  };
  const gateway = await openGateway({ ...stubs(httpServer, { execute }), ...options });
  httpServer.on("request", gateway.app);
  await new Promise<void>((resolve) => httpServer.listen(0, "127.0.0.1", resolve));
  const { port } = httpServer.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    port,
    fetched,
    ask: (body, headers = {}) =>
      fetch(`${url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
    close: async () => {
      await gateway.close();
      httpServer.closeAllConnections();
    },
  };
}

function stubs(httpServer: Server, link: SubgraphLink): GatewayOptions {
  return {
    links: { "user-profile": link, consent: link, offers: link },
    viewerOf: async (token) => person(token),
    receiveImport: async (_person, _import, { body }) => {
      let bytes = 0;
      for await (const chunk of body) bytes += (chunk as Buffer).length;
      return { status: 202, message: String(bytes) };
    },
    receiveImage: async () => ({ status: 202, message: "" }),
    findImage: () => Promise.resolve(null),
    identity: (_request, _response, next) => next(),
    sendExport: () => Promise.resolve(false),
    publicKeys: { receipts: () => [], certificates: () => [] },
    isReady: async () => true,
    isProduction: false,
    httpServer,
    log: createLog("silent"),
  };
}

function person(token: string): Viewer | null {
  if (!token.startsWith("person-")) return null;
  return { kind: "person", personId: token, displayName: token, emailHash: "", scopes: ["read", "import"] };
}
