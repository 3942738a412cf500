import { openGateway } from "../../gateway/gateway.js";
import { EXPORTS_MAX, LINK_DEADLINE_MS, sharedLimits } from "../../gateway/limits.js";
import { systemClock } from "../../shared/clock.js";
import { createLog } from "../../shared/log.js";
import type { RoomName } from "../../shared/outbox.js";
import { readGatewayEnvironment, type GatewayEnvironment } from "../../shared/server-environment.js";
import { httpLink } from "../link/http-link.js";
import {
  IMAGES_IN_FLIGHT_MAX,
  PAGES_IN_FLIGHT_MAX,
  READY_DEADLINE_MS,
  UPLOADS_IN_FLIGHT_MAX,
} from "../link/link-limits.js";
import { IMAGES_PATH, IMPORTS_PATH } from "../link/paths.js";
import { remoteExports } from "../link/remote-exports.js";
import { remoteIdentity, remoteViewerOf } from "../link/remote-identity.js";
import { remoteImages } from "../link/remote-images.js";
import { remotePublicKeys } from "../link/remote-public-keys.js";
import { remoteUploads } from "../link/remote-uploads.js";
import { RoomClient } from "../link/room-client.js";
import { listen, notYet, fileTakingServer } from "../http-server.js";
import { linger } from "./lame-duck.js";
import { processMetrics } from "./metrics.js";
import { run, type Running } from "./running.js";

/** `confide gateway`. */
export function gateway(given: NodeJS.ProcessEnv): Promise<number> {
  return run("gateway", () => startGateway(readGatewayEnvironment(given)));
}

/** The only public process; everything that it asks of rooms goes over the signed link. */
async function startGateway(environment: GatewayEnvironment): Promise<Running> {
  const log = createLog(environment.logLevel).child({ room: "gateway" });
  const metrics = await processMetrics(environment);
  const clients: RoomClient[] = [];
  const clientOf = (room: RoomName, own: { inFlightMax?: number; isEndless?: boolean } = {}): RoomClient => {
    const { urls, linkKeys } = environment;
    const way = { room, url: urls[room], key: linkKeys[room], ...own };
    const client = new RoomClient({ ...way, speaker: "gateway", clock: systemClock, meter: metrics.link });
    clients.push(client);
    return client;
  };
  const rooms = {
    "user-profile": clientOf("user-profile"),
    consent: clientOf("consent"),
    offers: clientOf("offers"),
    identity: clientOf("identity"),
  };
  const httpServer = fileTakingServer();
  let isStopping = false;
  httpServer.prependListener("request", (_request, response) => {
    if (isStopping) response.setHeader("connection", "close");
  });
  httpServer.on("request", notYet);
  await listen(httpServer, environment);
  const opened = await openGateway({
    links: {
      "user-profile": httpLink(rooms["user-profile"], LINK_DEADLINE_MS),
      consent: httpLink(rooms.consent, LINK_DEADLINE_MS),
      offers: httpLink(rooms.offers, LINK_DEADLINE_MS),
    },
    viewerOf: remoteViewerOf(rooms.identity),
    receiveImport: remoteUploads(clientOf("user-profile", { inFlightMax: UPLOADS_IN_FLIGHT_MAX }), IMPORTS_PATH),
    receiveImage: remoteUploads(clientOf("offers", { inFlightMax: UPLOADS_IN_FLIGHT_MAX }), IMAGES_PATH),
    findImage: remoteImages(clientOf("offers", { inFlightMax: IMAGES_IN_FLIGHT_MAX })),
    sendExport: remoteExports(clientOf("user-profile", { inFlightMax: EXPORTS_MAX, isEndless: true })),
    identity: remoteIdentity(clientOf("identity", { inFlightMax: PAGES_IN_FLIGHT_MAX }), log),
    publicKeys: {
      receipts: remotePublicKeys(rooms.consent),
      certificates: remotePublicKeys(rooms["user-profile"]),
    },
    isReady: async () => !isStopping && (await areRoomsReady(rooms)),
    isProduction: environment.isProduction,
    limits: sharedLimits(environment.replicas),
    operations: metrics.operations,
    httpServer,
    log,
  });
  httpServer.off("request", notYet);
  httpServer.on("request", opened.app);
  return {
    async close() {
      await linger(() => {
        isStopping = true;
      });
      await opened.close();
      for (const client of clients) await client.close();
      await metrics.close();
    },
  };
}

/**
 * Ready means: worth sending somebody to. One subgraph that is down costs its own fields, and a balancer that took
 * the gateways away for it would cost everything; but without identity nobody can be told, and without any subgraph
 * there is nothing to tell.
 */
async function areRoomsReady({ identity: who, ...subgraphs }: Record<RoomName, RoomClient>): Promise<boolean> {
  const [isIdentityReady, ...others] = await Promise.all(
    [who, ...Object.values(subgraphs)].map((client) => client.isReady(READY_DEADLINE_MS)),
  );
  return isIdentityReady === true && others.some(Boolean);
}
