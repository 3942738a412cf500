/** Every lifetime of the provider, in seconds, because OAuth counts in seconds. */
const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

/** Access tokens are checked without asking anybody, so they cannot be taken back: minutes (RFC 9700 2.2.1). */
export const ACCESS_TOKEN_SECONDS = 10 * MINUTE;
export const ID_TOKEN_SECONDS = 10 * MINUTE;

/** RFC 6749 4.1.2 recommends at most ten minutes for a code; a browser needs seconds. */
export const AUTHORIZATION_CODE_SECONDS = MINUTE;

/** Time to find one's password, or to make an account first. */
export const INTERACTION_SECONDS = 30 * MINUTE;

/** NIST SP 800-63B 4.1.3 asks for a new sign-in at least every 30 days. */
export const SESSION_SECONDS = 14 * DAY;

/** A grant and its refresh tokens end no later than the sign-in that they came from. */
export const GRANT_SECONDS = SESSION_SECONDS;
export const REFRESH_TOKEN_SECONDS = SESSION_SECONDS;
