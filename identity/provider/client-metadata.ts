import type { ClientMetadata } from "oidc-provider";
import type { ClientRow } from "../clients/client.js";
import { DASHBOARD_CLIENT } from "./names.js";

/** RFC 7523, section 2.1. */
export const JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/** A partner app: its publishable key names it, and what its server signs is the proof. */
function partnerMetadata(client: ClientRow): ClientMetadata {
  return {
    client_id: client.clientId,
    client_name: client.name,
    grant_types: [JWT_BEARER],
    response_types: [],
    redirect_uris: [],
    token_endpoint_auth_method: "none",
    id_token_signed_response_alg: "EdDSA",
  };
}

/** A brand or an operator: client credentials with HTTP Basic, nothing else (HTTP.md, Endpoints). */
export function clientMetadata(client: ClientRow): ClientMetadata {
  if (client.kind === "partner") return partnerMetadata(client);
  return {
    client_id: client.clientId,
    client_name: client.name,
    // The hash stands where the provider expects the secret; `compareClientSecret` knows it (provider.ts).
    client_secret: client.secretHash,
    grant_types: ["client_credentials"],
    response_types: [],
    redirect_uris: [],
    token_endpoint_auth_method: "client_secret_basic",
    id_token_signed_response_alg: "EdDSA",
  };
}

/** The dashboard, at its own address or, in tests, at others too; redirect addresses are compared exactly (RFC 9700 2.1). */
export function dashboardMetadata(publicUrl: string, furtherRedirectUris: readonly string[]): ClientMetadata {
  return {
    client_id: DASHBOARD_CLIENT,
    client_name: "Confide",
    application_type: "web",
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    response_modes: ["query"],
    redirect_uris: [`${publicUrl}/`, `${publicUrl}/callback`, ...furtherRedirectUris],
    token_endpoint_auth_method: "none",
    id_token_signed_response_alg: "EdDSA",
  };
}
