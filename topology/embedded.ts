import type { Server } from "node:http";
import { join } from "node:path";
import { systemClock, type Clock } from "../shared/clock.js";
import type { Environment } from "../shared/environment.js";
import { openGateway, type Gateway } from "../gateway/gateway.js";
import { openIdentity, type Identity } from "../identity/room.js";
import { createLog, type Log } from "../shared/log.js";
import type { Envelope, Post, RoomName } from "../shared/outbox.js";
import { embeddedSecrets, type Secrets } from "../shared/secrets.js";
import { openConsent, type ConsentRoom } from "../subgraphs/consent/room.js";
import { openOffers, type OffersRoom } from "../subgraphs/offers/room.js";
import { openUserProfile, type UserProfileRoom } from "../subgraphs/user-profile/room.js";
import { prepareDatabases } from "./databases.js";
import { closeServer, listen, notYet, fileTakingServer } from "./http-server.js";

/** Everything in one process: what `npm start` runs, on SQLite files under DATA_DIR unless DATABASE_URL says otherwise. */
export interface Embedded {
  url: string;
  /** Nobody has started on these databases before. */
  isNew: boolean;
  identity: Identity;
  userProfile: UserProfileRoom;
  consent: ConsentRoom;
  offers: OffersRoom;
  /** Delivers every event between rooms that is waiting. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

type Rooms = Pick<Embedded, "identity" | "userProfile" | "consent" | "offers">;

/**
 * Takes the port, opens every room, then the gateway in front of them; until then every request is told to come back.
 * The port must be known before: tokens name the public URL.
 */
export async function startEmbedded(environment: Environment, clock: Clock = systemClock): Promise<Embedded> {
  const log = createLog(environment.logLevel);
  const httpServer = fileTakingServer();
  httpServer.on("request", notYet);
  await listen(httpServer, environment);
  try {
    const { isNew, warning } = await prepareDatabases(environment);
    if (warning !== null) log.warn(warning);
    const secrets = await embeddedSecrets(environment.dataDir);
    const rooms = await openRooms(environment, secrets, clock, log);
    const gateway = await openGateway({
      links: { "user-profile": rooms.userProfile.link, consent: rooms.consent.link, offers: rooms.offers.link },
      viewerOf: (token) => rooms.identity.viewerOf(token),
      receiveImport: (personId, importId, upload) => rooms.userProfile.receiveImport(personId, importId, upload),
      receiveImage: (brandId, id, upload) => rooms.offers.receiveImage(brandId, id, upload),
      findImage: (id) => rooms.offers.findImage(id),
      async sendExport(personId, exportId, use) {
        const parts = await rooms.userProfile.openExport(personId, exportId);
        if (parts !== null) await use(parts);
        return parts !== null;
      },
      identity: rooms.identity.handler,
      publicKeys: {
        receipts: () => rooms.consent.publicKeys(),
        certificates: () => rooms.userProfile.publicKeys(),
      },
      isReady: async () => (await Promise.all(Object.values(rooms).map((room) => room.isReady()))).every(Boolean),
      isProduction: environment.isProduction,
      httpServer,
      clock,
      log: log.child({ room: "gateway" }),
    });
    httpServer.off("request", notYet);
    httpServer.on("request", gateway.app);
    const url = environment.publicUrl;
    return { ...rooms, url, isNew, settle: () => settle(rooms), close: () => close(gateway, httpServer, rooms) };
  } catch (error) {
    httpServer.close();
    throw error;
  }
}

async function openRooms(environment: Environment, secrets: Secrets, clock: Clock, log: Log): Promise<Rooms> {
  const { databases, dataDir, publicUrl } = environment;
  const { keyEncryptionKeys, capabilityKeys, eventKey, linkKeys, signingKeys } = secrets;
  const takers = new Map<RoomName, (envelope: Envelope) => Promise<void>>();
  const post: Post = async (recipient, envelope) => {
    const takeIn = takers.get(recipient);
    if (!takeIn) throw new Error(`${recipient} is not open`);
    await takeIn(envelope);
  };
  const common = (room: RoomName) => ({
    databases,
    keyDir: join(dataDir, "keys", room),
    clock,
    log: log.child({ room }),
    post,
    publicUrl,
  });
  const identity = await openIdentity({
    ...common("identity"),
    clock: systemClock, // its tokens are read by others, whose time is real
    secrets: { eventKey, linkKey: linkKeys.identity, keyEncryptionKeys, signingKeys: signingKeys.identity },
  });
  const userProfile = await openUserProfile({
    ...common("user-profile"),
    dataDir,
    isAlone: true,
    secrets: {
      keyEncryptionKeys,
      eventKey,
      capabilityKey: capabilityKeys["user-profile"],
      linkKey: linkKeys["user-profile"],
      signingKeys: signingKeys["user-profile"],
    },
  });
  const consent = await openConsent({
    ...common("consent"),
    secrets: {
      keyEncryptionKeys,
      eventKey,
      capabilityKeys,
      linkKey: linkKeys.consent,
      signingKeys: signingKeys.consent,
    },
  });
  const offers = await openOffers({
    ...common("offers"),
    secrets: { keyEncryptionKeys, eventKey, capabilityKey: capabilityKeys.offers, linkKey: linkKeys.offers },
  });
  takers.set("identity", (envelope) => identity.takeIn(envelope));
  takers.set("user-profile", (envelope) => userProfile.takeIn(envelope));
  takers.set("consent", (envelope) => consent.takeIn(envelope));
  takers.set("offers", (envelope) => offers.takeIn(envelope));
  return { identity, userProfile, consent, offers };
}

/** An event may cause another, three deep at most (funding asked, answered, told). */
async function settle({ identity, userProfile, consent, offers }: Rooms): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    for (const room of [offers, userProfile, consent, identity]) await room.drain();
  }
}

/** Requests in flight are answered first; rooms close behind them. */
async function close(gateway: Gateway, server: Server, rooms: Rooms): Promise<void> {
  await gateway.close();
  await closeServer(server);
  await rooms.offers.close();
  await rooms.userProfile.close();
  await rooms.consent.close();
  await rooms.identity.close();
}
