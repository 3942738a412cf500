import type { KoaContextWithOIDC, Provider } from "oidc-provider";
import type { Clock } from "../../shared/clock.js";
import { verifyAssertion } from "../../shared/partner-assertion.js";
import type { Clients } from "../clients/clients.js";
import { JWT_BEARER } from "./client-metadata.js";
import type { LoadedProvider } from "./load-provider.js";
import type { OidcStorage } from "./oidc-storage.js";
import type { apiResource } from "./resource.js";

/** What a visitor's token says: which partner app's screen, and which of its users stands before it. */
export interface VisitorClaims {
  partner: string;
  visitor: string;
  gpc: boolean;
}

/** Of the request that is being answered: the provider has no place of its own for it. */
const visitors = new WeakMap<object, VisitorClaims>();

export function visitorClaims(context: KoaContextWithOIDC): VisitorClaims | undefined {
  return visitors.get(context.oidc);
}

export interface VisitorGrantOptions {
  publicUrl: string;
  /** The API that tokens are for. */
  api: string;
  indicators: ReturnType<typeof apiResource>;
  clients: Clients;
  storage: OidcStorage;
  clock: Clock;
}

/**
 * RFC 7523: a partner's server vouches for one of its users, and the browser gets a token for offers alone. Whoever it
 * is, linked or not, gets the same token: identity does not know, and so nobody learns it from here.
 */
export function addVisitorGrant(provider: Provider, { module }: LoadedProvider, options: VisitorGrantOptions): void {
  const refuse = (): never => {
    throw new module.errors.InvalidGrant("the assertion is not valid");
  };
  const handle = async (context: KoaContextWithOIDC): Promise<void> => {
    const { client, params } = context.oidc;
    const row = client && (await options.clients.find(client.clientId));
    const secretKey = row && options.clients.partnerSecret(row);
    if (!client || !row?.partnerAppId || !secretKey) return refuse();
    const now = options.clock();
    const publishableKey = client.clientId;
    const given = params?.["assertion"];
    const check = { publishableKey, secretKey, audience: options.publicUrl, origins: row.origins ?? [], now };
    const assertion = await verifyAssertion(typeof given === "string" ? given : "", check);
    if (!assertion) return refuse();
    const { jti, expiresAt, subject } = assertion;
    if (!(await options.storage.useOnce("Assertion", `${publishableKey} ${jti}`, expiresAt))) return refuse();
    visitors.set(context.oidc, {
      partner: row.partnerAppId,
      visitor: subject,
      gpc: context.get("sec-gpc") === "1", // W3C Global Privacy Control
    });
    const token = new provider.ClientCredentials({ client });
    token.resourceServer = new provider.ResourceServer(
      options.api,
      await options.indicators.getResourceServerInfo(context, options.api, client),
    );
    context.oidc.entity("ClientCredentials", token);
    const value = await token.save();
    context.body = { access_token: value, expires_in: token.expiration, token_type: token.tokenType };
  };
  provider.registerGrantType(JWT_BEARER, handle, ["assertion"], []);
}
