import type { RequestHandler } from "express";
import type { JWK } from "jose";
import { HOUR_MS, type Clock } from "../shared/clock.js";
import type { Database } from "../shared/database.js";
import type { KeyEncryptionKeys } from "../shared/epoch-keys.js";
import { EpochRotation } from "../shared/epoch-rotation.js";
import { erasureOf, unlessErased } from "../shared/erasure.js";
import type { Log } from "../shared/log.js";
import { openDatabase, type DatabasePlace } from "../shared/open-database.js";
import { Outbox, takeIn, type Envelope, type EventHandler, type Post } from "../shared/outbox.js";
import { openPersonKeys, type PersonKeys } from "../shared/person-keys.js";
import { Retention } from "../shared/retention.js";
import { RoomSeal } from "../shared/room-seal.js";
import { deriveKey } from "../shared/secrets.js";
import type { PersonScope, Viewer } from "../shared/viewer.js";
import { deleteAccount } from "./accounts/delete-account.js";
import { AccountRefused, Accounts, type NewAccount } from "./accounts/accounts.js";
import { emailHashKey } from "../shared/email-address.js";
import { SignInAttempts } from "./accounts/sign-in-attempts.js";
import { Clients } from "./clients/clients.js";
import type { AccountServices } from "./forms/account-services.js";
import { FormLimit } from "./forms/form-limits.js";
import { makeHandler } from "./handler.js";
import { API_PATH, OAUTH_PATH } from "./provider/names.js";
import { makeProvider } from "./provider/provider.js";
import { storage } from "./storage.js";
import { Bearer } from "./tokens/bearer.js";
import { PersonalAccessTokens, TokenRefused } from "./tokens/personal-access-tokens.js";

/** Expired sessions, codes, tokens and counts are cleared this often; they are refused from the moment they expire. */
const PURGE_EVERY_MS = HOUR_MS;

export interface IdentityOptions {
  databases: DatabasePlace;
  keyDir: string;
  /** Real time: oidc-provider reads the system's clock for what it issues, and tokens are checked with this one. */
  clock: Clock;
  log: Log;
  /** Null beside a process that has it: what this room tells others is then carried by that. */
  post: Post | null;
  /** Without a slash at its end; the issuer is below it. */
  publicUrl: string;
  /** Where else the dashboard's code may be sent; tests use it. */
  furtherRedirectUris?: readonly string[];
  secrets: {
    eventKey: Buffer;
    linkKey: Buffer;
    keyEncryptionKeys: readonly KeyEncryptionKeys[];
    /** Private Ed25519 JWKs, newest first: the first signs, all verify. */
    signingKeys: readonly JWK[];
  };
}

export interface Identity {
  /** Mounted at the root of the gateway, before any body parser: /oauth, /account and the discovery documents. */
  handler: RequestHandler;
  /** Bearer token -> Viewer; null when it is not one of ours, has expired or was revoked. */
  viewerOf(token: string): Promise<Viewer | null>;
  takeIn(envelope: Envelope): Promise<void>;
  /** Throws AccountRefused when the input cannot be used or the address has an account. */
  createAccount(input: NewAccount): Promise<{ personId: string }>;
  /** Throws TokenRefused for unknown people, scopes or labels. */
  createPersonalAccessToken(input: {
    personId: string;
    scopes: readonly PersonScope[];
    label: string;
  }): Promise<{ token: string; expiresAt: Date }>;
  /** A new operator's client; the secret is in no other place. */
  createOperator(): Promise<{ clientId: string; clientSecret: string }>;
  /** Delivers every waiting event; returns how many were left. */
  drain(): Promise<number>;
  rotateKeys(): Promise<void>;
  isReady(): Promise<boolean>;
  close(): Promise<void>;
}

/** Opens the room on its own database. */
export async function openIdentity(options: IdentityOptions): Promise<Identity> {
  const database = await openDatabase(options.databases, storage);
  try {
    return await assemble(options, database);
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function assemble(options: IdentityOptions, database: Database): Promise<Identity> {
  const { clock, log, secrets, post } = options;
  const clients = new Clients(database, new RoomSeal(secrets.keyEncryptionKeys));
  const keys = await openPersonKeys(database, options.keyDir, secrets.keyEncryptionKeys, clock());
  const services = await makeServices(options, database, keys, clients);
  const { accounts, personalTokens } = services;
  const outbox = new Outbox("identity", secrets.eventKey, database, post ?? refuseToPost, clock, log);
  const erase = erasureOf("identity", { keys, outbox, clock }, async (manager, personId) => {
    await deleteAccount(manager, personId);
    accounts.forget(personId);
  });
  const handle = identityEvents(clients, erase, log);
  const bearer = new Bearer({
    issuer: options.publicUrl + OAUTH_PATH,
    audience: options.publicUrl + API_PATH,
    signingKeys: secrets.signingKeys,
    clock,
    accounts,
    personalTokens,
  });
  const stopPurging = await startPurging(services);
  const retention = new Retention(database, clock, log);
  const rotation = new EpochRotation(database, keys, clock, log);
  if (post) outbox.start();
  retention.start();
  rotation.start();
  return {
    handler: makeHandler(services),
    viewerOf: (token) => bearer.viewerOf(token),
    takeIn: async (envelope) => {
      await takeIn(database, secrets.eventKey, envelope, clock(), handle);
      outbox.wake();
    },
    createAccount: async (input) => {
      const account = await accounts.create(input, clock());
      if (!account) throw new AccountRefused("email", "This address has an account.");
      return { personId: account.personId };
    },
    createPersonalAccessToken: async (input) => {
      if (!(await accounts.find(input.personId))) throw new TokenRefused("There is no such person.");
      return personalTokens.create(input, clock());
    },
    createOperator: () => clients.createOperator(clock()),
    drain: () => outbox.drain(),
    rotateKeys: () => rotation.rotate(),
    isReady: () => database.isReachable(),
    close: async () => {
      stopPurging();
      await outbox.stop();
      await retention.stop();
      await rotation.stop();
      await database.close();
    },
  };
}

const refuseToPost: Post = () => Promise.reject(new Error("events are carried by another process"));

async function makeServices(
  options: IdentityOptions,
  database: Database,
  keys: PersonKeys,
  clients: Clients,
): Promise<AccountServices> {
  const { clock, log, publicUrl, secrets } = options;
  const accounts = new Accounts(database, keys, emailHashKey(secrets.eventKey));
  const { provider, storage: oidcStorage } = await makeProvider({
    publicUrl,
    furtherRedirectUris: options.furtherRedirectUris ?? [],
    linkKey: secrets.linkKey,
    signingKeys: secrets.signingKeys,
    database,
    accounts,
    clients,
    clock,
    log,
  });
  const csrfKey = deriveKey(secrets.linkKey, "identity/csrf");
  return {
    accounts,
    attempts: new SignInAttempts(database, deriveKey(secrets.linkKey, "identity/sign-in-attempts")),
    personalTokens: new PersonalAccessTokens(database, keys),
    storage: oidcStorage,
    browser: { provider, csrfKey, ownOrigin: new URL(publicUrl).origin },
    formLimit: new FormLimit(clock),
    dashboardUrl: `${publicUrl}/`,
    clock,
    log,
  };
}

/** What other rooms tell identity. */
function identityEvents(clients: Clients, erase: EventHandler, log: Log): EventHandler {
  return unlessErased(async (manager, event) => {
    const { sender, type } = event;
    if (sender === "consent" && type === "client-issued") await clients.issued(manager, event);
    else if (sender === "consent" && type === "partner-issued") await clients.partnerIssued(manager, event);
    else if (sender === "user-profile" && type === "erased") await erase(manager, event);
    else log.warn({ sender, type }, "an event that identity does not know was passed over");
  });
}

async function startPurging(services: AccountServices): Promise<() => void> {
  const { storage: oidcStorage, attempts, personalTokens, clock, log } = services;
  const purge = async (): Promise<void> => {
    for (const store of [oidcStorage, attempts, personalTokens]) await store.purge(clock());
  };
  await purge();
  const timer = setInterval(() => {
    purge().catch((error: unknown) => log.error({ err: error }, "expired rows could not be purged"));
  }, PURGE_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
