/** What rooms answer in the server topology, and nothing beside it. */

export const GRAPHQL_PATH = "/graphql";
export const EVENTS_PATH = "/events";
/** `PUT /imports/ID`: user-profile. */
export const IMPORTS_PATH = "/imports/";
/** `PUT` and `GET /images/ID`: offers. */
export const IMAGES_PATH = "/images/";
/** `GET /exports/ID`: user-profile's part of an export. */
export const EXPORTS_PATH = "/exports/";
/** A token becomes a Viewer: identity. */
export const VIEWER_PATH = "/viewer";
/** The public keys that verify what a room has signed: consent, user-profile. */
export const PUBLIC_KEYS_PATH = "/public-keys";
export const HEALTH_PATH = "/healthz";
export const READY_PATH = "/readyz";

/** Identity's own pages and endpoints, which the gateway hands through as they are. */
export const IDENTITY_PATHS = [
  "/account",
  "/oauth",
  "/.well-known/openid-configuration",
  "/.well-known/oauth-authorization-server",
] as const;
