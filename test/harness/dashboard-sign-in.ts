import { createHash, randomBytes } from "node:crypto";
import { FormBrowser } from "./form-browser.js";

const CLIENT = "confide-dashboard";

/** Signs in as the dashboard does, through identity's own pages, and returns the access token; throws when refused. */
export async function signInToDashboard(url: string, email: string, password: string): Promise<string> {
  const verifier = randomBytes(32).toString("base64url");
  const redirectUri = `${url}/callback`;
  const parameters = new URLSearchParams({
    client_id: CLIENT,
    response_type: "code",
    redirect_uri: redirectUri,
    scope: "openid confide",
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  });
  const browser = new FormBrowser(url);
  const start = await browser.get(`/oauth/auth?${parameters.toString()}`);
  const path = new URL(start.headers.get("location") ?? "", url).pathname;
  const sent = await browser.submit(await (await browser.get(path)).text(), path, { email, password });
  const last = await browser.follow(sent, redirectUri);
  const code = new URL(last.headers.get("location") ?? "", url).searchParams.get("code");
  if (code === null) throw new Error(`the sign-in was refused: ${last.status}`);
  const form = { grant_type: "authorization_code", code, code_verifier: verifier, redirect_uri: redirectUri };
  const answer = await fetch(`${url}/oauth/token`, {
    method: "POST",
    body: new URLSearchParams({ client_id: CLIENT, ...form }),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}
