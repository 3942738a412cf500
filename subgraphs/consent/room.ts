import type { JWK } from "jose";
import type { Clock } from "../../shared/clock.js";
import type { Database } from "../../shared/database.js";
import type { KeyEncryptionKeys } from "../../shared/epoch-keys.js";
import { EpochRotation } from "../../shared/epoch-rotation.js";
import { erasureOf } from "../../shared/erasure.js";
import { type RandomBytes, systemRandom } from "../../shared/identifier.js";
import { inProcessLink } from "../../shared/in-process-link.js";
import type { CapabilityKeys } from "../../shared/licensing/capability.js";
import type { LinkCall } from "../../shared/link.js";
import type { Log } from "../../shared/log.js";
import { type DatabasePlace, openDatabase } from "../../shared/open-database.js";
import { Outbox, type Post, takeIn } from "../../shared/outbox.js";
import { Pages } from "../../shared/page.js";
import { openPersonKeys } from "../../shared/person-keys.js";
import { Retention } from "../../shared/retention.js";
import { OUTBOX_RETENTION_MS } from "../../shared/limits.js";
import { RoomSeal } from "../../shared/room-seal.js";
import type { Room } from "../../shared/room.js";
import { deriveKey } from "../../shared/secrets.js";
import { seedTrust } from "./brand/seeded-trust.js";
import type { TrustLevel } from "./brand/trust.js";
import type { ConsentContext } from "./context.js";
import { consentEvents } from "./events.js";
import { ReceiptSigner } from "./receipt/receipt-signer.js";
import { buildConsentSchema } from "./schema.js";
import { type ConsentServices, consentServices } from "./services.js";
import { LogAppender } from "./log/appender.js";
import { originOf } from "./log/checkpoint.js";
import { LogFiles } from "./log/log-files.js";
import { OutcomeAsker } from "./ledger/outcome-asker.js";
import { Outbound, type OutboundAllow } from "./outbound/outbound.js";
import { Rounds } from "./rounds.js";
import { storage } from "./storage.js";
import { WebhookDeliveryRow } from "./webhook/webhook-row.js";

export interface ConsentOptions {
  databases: DatabasePlace;
  /** Epoch keys, outside the database. */
  keyDir: string;
  publicUrl: string;
  clock: Clock;
  random?: RandomBytes;
  log: Log;
  post: Post;
  /** OUTBOUND_ALLOW; nowhere but public addresses where it is left out. */
  outboundAllow?: OutboundAllow;
  secrets: {
    keyEncryptionKeys: readonly KeyEncryptionKeys[];
    capabilityKeys: CapabilityKeys;
    eventKey: Buffer;
    linkKey: Buffer;
    /** Private Ed25519 JWKs, newest first. */
    signingKeys: readonly JWK[];
  };
}

export interface ConsentRoom extends Room {
  /** For `confide audit`, which only reads. */
  database: Database;
  services: ConsentServices;
  /** The public keys that receipts verify with. */
  publicKeys(): JWK[];
  /** Asks now for the outcomes of dead holds, which a timer does every few seconds. */
  askOutcomes(): Promise<boolean>;
  /** Writes the past that a level is computed from, for the demo and tests; `seenUntil`: see SeededTime. False for an unknown brand. */
  seedTrust(brandId: string, level: TrustLevel, seenUntil?: Date): Promise<boolean>;
  /** The transparency log as files. */
  logFiles: LogFiles;
  /** Gives waiting entries of the log their places now, which a timer does every second. */
  appendLog(): Promise<void>;
  /** Does now what timers do every minute, and delivers every webhook that is due. */
  goRound(): Promise<void>;
}

/** Opens the room over its own database, with its outbox running. */
export async function openConsent(options: ConsentOptions): Promise<ConsentRoom> {
  const { clock, log, secrets } = options;
  const database = await openDatabase(options.databases, storage);
  const outbox = new Outbox("consent", secrets.eventKey, database, options.post, clock, log);
  const signer = await ReceiptSigner.open(secrets.signingKeys);
  const keys = await openPersonKeys(database, options.keyDir, secrets.keyEncryptionKeys, clock());
  const services = consentServices({
    database,
    outbox,
    signer,
    log,
    keys,
    pages: new Pages(deriveKey(secrets.linkKey, "cursor")),
    capabilityKeys: secrets.capabilityKeys,
    publicUrl: options.publicUrl,
    random: options.random ?? systemRandom,
    clock,
    seal: new RoomSeal(secrets.keyEncryptionKeys),
    outbound: new Outbound(options.outboundAllow ?? new Map()),
    subjectKey: deriveKey(secrets.eventKey, "partner-subject"),
  });
  await database.write((manager) => services.ledger.openOutside(manager));
  const { schema } = await buildConsentSchema();
  const createContext = (call: LinkCall): ConsentContext => ({ ...call, now: clock(), services, brands: new Map() });
  const erase = erasureOf("consent", { keys, outbox, clock }, (...whose) => services.personRows.delete(...whose));
  const handle = consentEvents(services, erase, clock);
  const outcomes = new OutcomeAsker(database, outbox, clock, log);
  const retention = new Retention(database, clock, log, [
    { entity: WebhookDeliveryRow, since: "closedAt", forMs: OUTBOX_RETENTION_MS },
  ]);
  const rounds = new Rounds(services, clock, log);
  const origin = originOf(options.publicUrl);
  const signingKey = secrets.signingKeys[0] ?? {};
  const appender = new LogAppender(database, origin, signingKey, clock, log);
  const rotation = new EpochRotation(database, keys, clock, log);
  outbox.start();
  retention.start();
  rotation.start();
  outcomes.start();
  rounds.start();
  appender.start();
  services.webhookDeliverer.start();
  return {
    database,
    services,
    link: inProcessLink<ConsentContext>({ schema, log, createContext }),
    takeIn: async (envelope) => {
      await takeIn(database, secrets.eventKey, envelope, clock(), handle);
      outbox.wake();
    },
    drain: () => outbox.drain(),
    isReady: () => database.isReachable(),
    rotateKeys: () => rotation.rotate(),
    askOutcomes: () => outcomes.ask(),
    close: async () => {
      outcomes.stop();
      await rounds.stop();
      await appender.stop();
      await services.webhookDeliverer.stop();
      await outbox.stop();
      await retention.stop();
      await rotation.stop();
      await database.close();
    },
    publicKeys: () => signer.publicKeys(),
    seedTrust: (brandId, level, seenUntil = clock()) =>
      seedTrust(database, brandId, level, { now: clock(), seenUntil }),
    logFiles: new LogFiles(database, origin, signingKey),
    appendLog: () => appender.appendAll(),
    goRound: async () => {
      await rounds.go();
      await services.webhookDeliverer.deliverDue();
    },
  };
}
