import type { EventEmitter } from "node:events";
import type { JWK } from "jose";
import type { Configuration, KoaContextWithOIDC, Provider } from "oidc-provider";
import { deriveKey } from "../../shared/secrets.js";
import type { Clock } from "../../shared/clock.js";
import type { Database } from "../../shared/database.js";
import type { Log } from "../../shared/log.js";
import type { Accounts } from "../accounts/accounts.js";
import { isSecret } from "../clients/client-secret.js";
import type { Clients } from "../clients/clients.js";
import { errorPage } from "../pages/message.page.js";
import { SECURITY_HEADERS } from "../pages/security-headers.js";
import { dashboardMetadata } from "./client-metadata.js";
import { firstPartyGrant, tokenClaims } from "./grants.js";
import { loadProvider, type LoadedProvider } from "./load-provider.js";
import * as lifetimes from "./lifetimes.js";
import { ACCOUNT_PATH, API_PATH, OAUTH_PATH } from "./names.js";
import { OidcStorage } from "./oidc-storage.js";
import { apiResource } from "./resource.js";
import { addVisitorGrant } from "./visitor-grant.js";

export interface ProviderOptions {
  publicUrl: string;
  furtherRedirectUris: readonly string[];
  linkKey: Buffer;
  signingKeys: readonly JWK[];
  database: Database;
  accounts: Accounts;
  clients: Clients;
  clock: Clock;
  log: Log;
}

export interface OpenIdProvider {
  provider: Provider;
  storage: OidcStorage;
}

export async function makeProvider(options: ProviderOptions): Promise<OpenIdProvider> {
  const loaded = await loadProvider();
  if (loaded.saidUnsupported) {
    options.log.info("oidc-provider's authors support Node 22 and later; its flows are tested here on this version");
  }
  const { errors } = loaded.module;
  const usedTwice = (): Error => new errors.InvalidGrant("already used");
  const key = deriveKey(options.linkKey, "identity/oidc-payload");
  const storage = new OidcStorage(options.database, key, options.clients, options.clock, usedTwice);
  const provider = new loaded.module.Provider(options.publicUrl + OAUTH_PATH, configuration(options, storage, loaded));
  keepSecretsHashed(provider);
  const { publicUrl, clients, clock } = options;
  const api = publicUrl + API_PATH;
  const indicators = resourceOf(options, loaded);
  addVisitorGrant(provider, loaded, { publicUrl, api, indicators, clients, storage, clock });
  // The address comes from PUBLIC_URL: the room's handler writes these headers itself, over what a client sent.
  provider.proxy = true;
  // Koa's own event, which the type does not know; without a listener Koa would print the error, value and all.
  (provider as unknown as EventEmitter).on("error", (error: unknown) =>
    options.log.error({ err: error }, "the provider failed"),
  );
  provider.on("server_error", (_context: unknown, error: unknown) => {
    options.log.error({ err: error }, "the provider failed to answer");
  });
  return { provider, storage };
}

function configuration(options: ProviderOptions, storage: OidcStorage, loaded: LoadedProvider): Configuration {
  const ownOrigin = new URL(options.publicUrl).origin;
  const isSecure = options.publicUrl.startsWith("https:");
  const cookie = { httpOnly: true, sameSite: "lax", secure: isSecure, signed: true } as const;
  return {
    adapter: (model: string) => storage.adapterOf(model),
    jwks: { keys: options.signingKeys },
    clients: [dashboardMetadata(options.publicUrl, options.furtherRedirectUris)],
    cookies: {
      keys: [deriveKey(options.linkKey, "identity/cookies").toString("base64url")],
      // __Host-: the browser itself refuses such a cookie from a subdomain or without TLS (RFC 6265bis 4.1.3).
      names: {
        session: isSecure ? "__Host-confide_session" : "confide_session",
        interaction: "confide_interaction",
        resume: "confide_resume",
      },
      long: cookie,
      short: cookie,
    },
    ...PROTOCOL,
    features: features(options, loaded),
    ttl: TTL,
    clientBasedCORS: (_context, origin) => origin === ownOrigin,
    interactions: { url: (_context, interaction) => `${ACCOUNT_PATH}/interaction/${interaction.uid}` },
    findAccount: async (_context, sub) => {
      const account = await options.accounts.find(sub);
      return account ? { accountId: sub, claims: () => ({ sub, name: account.displayName }) } : undefined;
    },
    loadExistingGrant: (context) => firstPartyGrant(context, options.publicUrl + API_PATH),
    extraTokenClaims: (context, token) => tokenClaims(context, token, options.clients, options.accounts),
    renderError: (context, out) => renderError(context, out.error, out.error_description),
  };
}

/** What we speak: codes with PKCE S256, EdDSA, Basic; nothing that OAuth 2.1 dropped. */
const PROTOCOL: Pick<
  Configuration,
  | "scopes"
  | "claims"
  | "responseTypes"
  | "pkce"
  | "clientAuthMethods"
  | "enabledJWA"
  | "rotateRefreshToken"
  | "issueRefreshToken"
  | "expiresWithSession"
  | "conformIdTokenClaims"
  | "allowOmittingSingleRegisteredRedirectUri"
> = {
  scopes: ["openid"],
  claims: { openid: ["sub", "name"] },
  responseTypes: ["code"],
  pkce: { required: () => true },
  clientAuthMethods: ["client_secret_basic", "none"],
  enabledJWA: { idTokenSigningAlgValues: ["EdDSA"] },
  rotateRefreshToken: true, // RFC 9700 2.2.2: a public client's refresh token is used once, and a second use ends the grant
  issueRefreshToken: (_context, client, source) =>
    Promise.resolve(client.grantTypeAllowed("refresh_token") && source.scopes.has("openid")),
  expiresWithSession: () => Promise.resolve(true), // signing out ends the dashboard's refresh token too
  conformIdTokenClaims: false, // the dashboard shows the name at once, without a call to userinfo
  allowOmittingSingleRegisteredRedirectUri: false,
};

const TTL: NonNullable<Configuration["ttl"]> = {
  AccessToken: lifetimes.ACCESS_TOKEN_SECONDS,
  ClientCredentials: lifetimes.ACCESS_TOKEN_SECONDS,
  AuthorizationCode: lifetimes.AUTHORIZATION_CODE_SECONDS,
  IdToken: lifetimes.ID_TOKEN_SECONDS,
  Interaction: lifetimes.INTERACTION_SECONDS,
  Session: lifetimes.SESSION_SECONDS,
  Grant: lifetimes.GRANT_SECONDS,
  RefreshToken: lifetimes.REFRESH_TOKEN_SECONDS,
};

function resourceOf(options: ProviderOptions, { module }: LoadedProvider): ReturnType<typeof apiResource> {
  return apiResource(
    options.publicUrl + API_PATH,
    options.signingKeys[0]?.kid,
    options.clients,
    (message) => new module.errors.InvalidTarget(message),
  );
}

function features(options: ProviderOptions, loaded: LoadedProvider): NonNullable<Configuration["features"]> {
  const resource = resourceOf(options, loaded);
  return {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    userinfo: { enabled: true },
    revocation: { enabled: true, allowedPolicy: (_context, client, token) => token.clientId === client.clientId },
    resourceIndicators: { enabled: true, ...resource },
    // The API takes bearer tokens only: one that promises more than is checked would mislead.
    dPoP: { enabled: false },
    pushedAuthorizationRequests: { enabled: false },
    // Its pages need a script; /account/sign-out does the same without.
    rpInitiatedLogout: { enabled: false },
  };
}

/** The provider compares plaintext by default; what we keep is a SHA-256 (clients/client.ts). */
function keepSecretsHashed(provider: Provider): void {
  provider.Client.prototype.compareClientSecret = function compareClientSecret(secret: string): boolean {
    return this.clientSecret !== undefined && isSecret(this.clientSecret, secret);
  };
}

function renderError(context: KoaContextWithOIDC, error: string, description: string | undefined): void {
  context.type = "html";
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) context.set(name, value);
  context.body = errorPage("This did not work", description ?? error);
}
