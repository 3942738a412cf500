/** The one first-party client: public (no secret can be kept in a browser), so PKCE stands for its secret (RFC 9700 2.1.1). */
export const DASHBOARD_CLIENT = "confide-dashboard";

/** What the dashboard asks for: the API as the person, with every personal scope. */
export const DASHBOARD_SCOPE = "confide";

export const OPERATOR_SCOPE = "operator";
export const BRAND_SCOPE = "brand";
export const VISITOR_SCOPE = "visitor";

/** Paths below PUBLIC_URL. */
export const OAUTH_PATH = "/oauth";
export const ACCOUNT_PATH = "/account";
export const API_PATH = "/graphql";
