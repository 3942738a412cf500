import type { KoaContextWithOIDC, ResourceServer } from "oidc-provider";
import type { Clients } from "../clients/clients.js";
import { ACCESS_TOKEN_SECONDS } from "./lifetimes.js";
import { BRAND_SCOPE, DASHBOARD_CLIENT, DASHBOARD_SCOPE, OPERATOR_SCOPE, VISITOR_SCOPE } from "./names.js";

interface ResourceIndicators {
  defaultResource(): Promise<string>;
  useGrantedResource(context: KoaContextWithOIDC): Promise<boolean>;
  getResourceServerInfo(
    context: KoaContextWithOIDC,
    resource: string,
    client: { clientId: string },
  ): Promise<ResourceServer>;
}

/**
 * The one API that tokens are for (RFC 8707), meant when a request names none, so that a plain
 * `curl -u id:secret -d grant_type=client_credentials` works. Its scopes stand here and not among the provider's own:
 * there, the consent prompt would come back for ever.
 */
export function apiResource(
  api: string,
  kid: string | undefined,
  clients: Clients,
  invalidTarget: (message: string) => Error,
): ResourceIndicators {
  return {
    defaultResource: () => Promise.resolve(api),
    // A refresh for `openid` alone is for userinfo, whose tokens are opaque; every other one is for the API.
    useGrantedResource: (context) => Promise.resolve(context.oidc.params?.["scope"] !== "openid"),
    getResourceServerInfo: async (context, resource, client) => {
      if (resource !== api) throw invalidTarget("unknown resource");
      const scope = await scopeOf(client.clientId, clients);
      if (scope === OPERATOR_SCOPE) assumeScope(context, scope);
      return {
        scope,
        audience: api,
        accessTokenTTL: ACCESS_TOKEN_SECONDS,
        accessTokenFormat: "jwt", // RFC 9068
        jwt: { sign: { alg: "EdDSA", ...(kid !== undefined && { kid }) } },
      };
    },
  };
}

async function scopeOf(clientId: string, clients: Clients): Promise<string> {
  if (clientId === DASHBOARD_CLIENT) return DASHBOARD_SCOPE;
  const kind = (await clients.find(clientId))?.kind;
  if (kind === "partner") return VISITOR_SCOPE;
  return kind === "operator" ? OPERATOR_SCOPE : BRAND_SCOPE;
}

/** An operator's client is good for nothing else, so leaving its scope out asks for it (a default scope, RFC 6749 3.3). */
function assumeScope(context: KoaContextWithOIDC, scope: string): void {
  const { params } = context.oidc;
  if (params && params["scope"] === undefined) params["scope"] = scope;
}
