import type { AccessToken, ClientCredentials, Grant, KoaContextWithOIDC, UnknownObject } from "oidc-provider";
import type { Accounts } from "../accounts/accounts.js";
import type { Clients } from "../clients/clients.js";
import { visitorClaims } from "./visitor-grant.js";
import { DASHBOARD_CLIENT, DASHBOARD_SCOPE } from "./names.js";

/**
 * Our own dashboard needs no consent prompt: there is no second party. Every other client has no grant and would be
 * asked for one, which nobody can give here.
 */
export async function firstPartyGrant(context: KoaContextWithOIDC, api: string): Promise<Grant | undefined> {
  const { client, session, provider, result } = context.oidc;
  const grantId = result?.consent?.grantId ?? (client && session?.grantIdFor(client.clientId));
  const known = grantId ? await provider.Grant.find(grantId) : undefined;
  if (known) return known;
  const accountId = session?.accountId;
  if (client?.clientId !== DASHBOARD_CLIENT || !accountId) return undefined;
  const grant = new provider.Grant({ accountId, clientId: client.clientId });
  grant.addOIDCScope("openid");
  grant.addResourceScope(api, DASHBOARD_SCOPE);
  await grant.save();
  return grant;
}

/** What a token says beyond RFC 9068: the brand it speaks for; or when, and since which password, somebody signed in. */
export async function tokenClaims(
  context: KoaContextWithOIDC,
  token: AccessToken | ClientCredentials,
  clients: Clients,
  accounts: Accounts,
): Promise<UnknownObject | undefined> {
  if (token.kind === "ClientCredentials") {
    const visitor = visitorClaims(context);
    if (visitor) return { ...visitor };
    const client = token.clientId ? await clients.find(token.clientId) : null;
    return client?.kind === "brand" && client.brandId ? { brand: client.brandId } : undefined;
  }
  const account = await accounts.find(token.accountId);
  const { RefreshToken: refreshed, AuthorizationCode: code } = context.oidc.entities;
  const authTime = (refreshed ?? code)?.authTime;
  return { generation: account?.generation, ...(authTime !== undefined && { auth_time: authTime }) };
}
