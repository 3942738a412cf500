/**
 * For every page of identity: nothing is loaded but our own stylesheet, no script runs, nobody frames it, nobody keeps
 * it. A form may go to us alone; its redirects end at the dashboard, which has the same origin.
 * (`same-origin` and not `no-referrer`: the latter would make browsers send `Origin: null` with our own forms.)
 */
export const SECURITY_HEADERS: Record<string, string> = {
  "Content-Security-Policy":
    "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  "X-Frame-Options": "DENY",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
  "Cache-Control": "no-store",
};
