import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import express from "express";
import { openIdentity, type Identity } from "../../identity/room.js";
import { storage } from "../../identity/storage.js";
import { systemClock, type Clock } from "../../shared/clock.js";
import { systemRandom } from "../../shared/identifier.js";
import { createLog } from "../../shared/log.js";
import type { DatabasePlace } from "../../shared/open-database.js";
import type { RoomEvent } from "../../shared/outbox.js";
import { seal } from "../../shared/seal.js";
import { embeddedSecrets, type Secrets } from "../../shared/secrets.js";
import { databasesFor, dropDatabases } from "./databases.js";

export interface IdentityServer {
  url: string;
  identity: Identity;
  secrets: Secrets;
  dataDir: string;
  databases: DatabasePlace;
  /** An envelope as consent seals it. */
  eventFromConsent(type: string, payload: Record<string, unknown>, id?: string): Buffer;
  close(): Promise<void>;
}

/** The identity room behind a real HTTP server on a free loopback port, as the gateway mounts it. */
export async function startIdentity(options: { clock?: Clock } = {}): Promise<IdentityServer> {
  const dataDir = mkdtempSync(join(tmpdir(), "confide-identity-"));
  const app = express();
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref(); // a test that fails while it starts must not keep the process
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const secrets = await embeddedSecrets(dataDir);
  const databases = await databasesFor(dataDir, storage);
  const identity = await openIdentity({
    databases,
    keyDir: join(dataDir, "keys", "identity"),
    clock: options.clock ?? systemClock,
    log: createLog("silent"),
    post: () => Promise.resolve(),
    publicUrl: url,
    secrets: {
      eventKey: secrets.eventKey,
      linkKey: secrets.linkKeys.identity,
      keyEncryptionKeys: secrets.keyEncryptionKeys,
      signingKeys: secrets.signingKeys.identity,
    },
  });
  app.use(identity.handler);
  app.use((_request, response) => response.status(404).send("next handler"));
  const eventFromConsent: IdentityServer["eventFromConsent"] = (
    type,
    payload,
    id = systemRandom(8).toString("hex"),
  ) => {
    const event: RoomEvent = { id, sender: "consent", type, at: new Date().toISOString(), payload };
    return seal(secrets.eventKey, "event", Buffer.from(JSON.stringify(event)));
  };
  return {
    url,
    identity,
    secrets,
    dataDir,
    databases,
    eventFromConsent,
    close: async () => {
      await closeServer(server);
      await identity.close();
      await dropDatabases(databases);
      rmSync(dataDir, { recursive: true });
    },
  };
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
