import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createHash, randomBytes } from "node:crypto";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { FormBrowser } from "../harness/form-browser.js";
import { startIdentity, type IdentityServer } from "../harness/identity.js";

const EMAIL = "runner@example.com";
const PASSWORD = "four quiet river stones";

let server: IdentityServer;
beforeAll(async () => {
  server = await startIdentity();
});
afterAll(() => server.close());

/** RFC 7636: a verifier and its S256 challenge. */
function pkce(): { verifier: string; challenge: string } {
  const verifier = randomBytes(32).toString("base64url");
  return { verifier, challenge: createHash("sha256").update(verifier).digest("base64url") };
}

function authorizationPath(changes: Record<string, string | undefined> = {}): string {
  const parameters: Record<string, string | undefined> = {
    client_id: "confide-dashboard",
    response_type: "code",
    redirect_uri: `${server.url}/callback`,
    scope: "openid confide",
    state: "the-state",
    nonce: "the-nonce",
    code_challenge: pkce().challenge,
    code_challenge_method: "S256",
    ...changes,
  };
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return `/oauth/auth?${new URLSearchParams(given).toString()}`;
}

/** Opens the dashboard's authorization request and returns the page that asks for the password. */
async function openSignIn(browser: FormBrowser, challenge: string): Promise<{ path: string; page: string }> {
  const start = await browser.get(authorizationPath({ code_challenge: challenge }));
  expect(start.status).toBe(303);
  const path = new URL(start.headers.get("location") ?? "", server.url).pathname;
  return { path, page: await (await browser.get(path)).text() };
}

async function signedInCode(browser: FormBrowser, challenge: string): Promise<string> {
  const { path, page } = await openSignIn(browser, challenge);
  const sent = await browser.submit(page, path, { email: EMAIL, password: PASSWORD });
  return codeOf(await browser.follow(sent, `${server.url}/callback`));
}

function codeOf(response: Response): string {
  const target = new URL(response.headers.get("location") ?? "", server.url);
  expect(target.pathname).toBe("/callback");
  expect(target.searchParams.get("state")).toBe("the-state");
  expect(target.searchParams.get("iss")).toBe(`${server.url}/oauth`);
  return target.searchParams.get("code") ?? "";
}

interface Tokens {
  access_token: string;
  refresh_token: string;
  id_token: string;
  error?: string;
}

async function tokenRequest(fields: Record<string, string>): Promise<{ status: number; body: Tokens }> {
  const body = new URLSearchParams({ client_id: "confide-dashboard", ...fields });
  const response = await fetch(`${server.url}/oauth/token`, { method: "POST", body });
  return { status: response.status, body: (await response.json()) as Tokens };
}

const exchange = (code: string, verifier: string): Promise<{ status: number; body: Tokens }> =>
  tokenRequest({
    grant_type: "authorization_code",
    code,
    code_verifier: verifier,
    redirect_uri: `${server.url}/callback`,
  });

const refresh = (token: string): Promise<{ status: number; body: Tokens }> =>
  tokenRequest({ grant_type: "refresh_token", refresh_token: token });

describe("a person signs in to the dashboard", () => {
  it("makes an account on the way, and the answer does not tell whether the address had one", async () => {
    const browser = new FormBrowser(server.url);
    const { path } = await openSignIn(browser, pkce().challenge);
    const signUp = `/account/sign-up?interaction=${path.split("/").pop()}`;
    const fields = { displayName: "A runner", email: EMAIL, password: PASSWORD };
    const made = await browser.submit(await (await browser.get(signUp)).text(), signUp, fields);
    const again = await browser.submit(await (await browser.get(signUp)).text(), signUp, {
      ...fields,
      password: "another good password",
    });
    expect([made.status, made.headers.get("location")]).toEqual([303, `${path}?made`]);
    expect([again.status, again.headers.get("location")]).toEqual([made.status, made.headers.get("location")]);
    expect(await (await browser.get(`${path}?made`)).text()).toContain("it has one now");
  });

  it("refuses a wrong password and an unknown address with the same page", async () => {
    const browser = new FormBrowser(server.url);
    const { path, page } = await openSignIn(browser, pkce().challenge);
    const wrong = await browser.submit(page, path, { email: EMAIL, password: "not the password" });
    const unknown = await browser.submit(page, path, { email: "nobody@example.com", password: PASSWORD });
    expect([wrong.status, unknown.status]).toEqual([422, 422]);
    expect((await unknown.text()).replaceAll("nobody@example.com", EMAIL)).toBe(await wrong.text());
  });

  it("exchanges the code for tokens that make the person the viewer", async () => {
    const { verifier, challenge } = pkce();
    const code = await signedInCode(new FormBrowser(server.url), challenge);
    const { status, body } = await exchange(code, verifier);
    expect(status).toBe(200);
    expect(decodeProtectedHeader(body.access_token)).toMatchObject({ alg: "EdDSA", typ: "at+jwt" });
    expect(decodeJwt(body.access_token)).toMatchObject({ aud: `${server.url}/graphql`, scope: "confide" });
    expect(decodeJwt(body.id_token)).toMatchObject({ nonce: "the-nonce", name: "A runner" });
    const viewer = await server.identity.viewerOf(body.access_token);
    expect(viewer).toMatchObject({
      kind: "person",
      personId: decodeJwt(body.access_token).sub,
      displayName: "A runner",
      scopes: ["read", "import", "consent", "spend"],
      signedInAtMs: Number(decodeJwt(body.access_token)["auth_time"]) * 1000,
    });
    expect(await server.identity.viewerOf(body.id_token)).toBeNull();
    expect((await exchange(code, verifier)).body.error).toBe("invalid_grant");
  });

  it("asks no second time while the session lasts, and again after signing out", async () => {
    const browser = new FormBrowser(server.url);
    const { verifier, challenge } = pkce();
    const first = await exchange(await signedInCode(browser, challenge), verifier);
    const second = pkce();
    codeOf(await browser.get(authorizationPath({ code_challenge: second.challenge })));
    await browser.submit(await (await browser.get("/account/sign-out")).text(), "/account/sign-out", {});
    const after = await browser.get(authorizationPath());
    expect(after.headers.get("location")).toContain("/account/interaction/");
    expect((await refresh(first.body.refresh_token)).body.error).toBe("invalid_grant");
  });

  it("refuses a code without its verifier", async () => {
    const { challenge } = pkce();
    const code = await signedInCode(new FormBrowser(server.url), challenge);
    const { status, body } = await exchange(code, pkce().verifier);
    expect([status, body.error]).toEqual([400, "invalid_grant"]);
  });

  it.each([
    ["no PKCE", { code_challenge: undefined, code_challenge_method: undefined }],
    ["plain PKCE", { code_challenge_method: "plain" }],
  ])("refuses an authorization request with %s", async (_name, changes) => {
    const response = await new FormBrowser(server.url).get(authorizationPath(changes));
    const target = new URL(response.headers.get("location") ?? "", server.url);
    expect(target.searchParams.get("error")).toBe("invalid_request");
    expect(target.searchParams.get("code")).toBeNull();
  });

  it("never redirects to an address that is not registered, and shows our own page", async () => {
    const evil = { redirect_uri: `${server.url}/callback.evil.example` };
    const response = await new FormBrowser(server.url).get(authorizationPath(evil));
    expect(response.status).toBe(400);
    expect(response.headers.get("location")).toBeNull();
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    const text = await response.text();
    expect(text).toContain("This did not work");
    expect(text).not.toContain("<script");
  });

  it("rotates refresh tokens, and one used twice ends the whole grant", async () => {
    const { verifier, challenge } = pkce();
    const first = (await exchange(await signedInCode(new FormBrowser(server.url), challenge), verifier)).body;
    const second = await refresh(first.refresh_token);
    expect(second.status).toBe(200);
    expect(second.body.refresh_token).not.toBe(first.refresh_token);
    expect(await server.identity.viewerOf(second.body.access_token)).toMatchObject({ kind: "person" });
    expect((await refresh(first.refresh_token)).body.error).toBe("invalid_grant");
    expect((await refresh(second.body.refresh_token)).body.error).toBe("invalid_grant");
  });

  it("gives a code away once when two requests race for it", async () => {
    const { verifier, challenge } = pkce();
    const code = await signedInCode(new FormBrowser(server.url), challenge);
    const both = await Promise.all([exchange(code, verifier), exchange(code, verifier)]);
    expect(both.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
  });

  it("does not let another browser finish the interaction", async () => {
    const { path, page } = await openSignIn(new FormBrowser(server.url), pkce().challenge);
    const stranger = new FormBrowser(server.url);
    expect((await stranger.get(path)).status).toBe(400);
    expect((await stranger.submit(page, path, { email: EMAIL, password: PASSWORD })).status).toBe(403);
  });

  it("does not finish an interaction under another one's address", async () => {
    const browser = new FormBrowser(server.url);
    const { path } = await openSignIn(browser, pkce().challenge);
    const names = ["confide_interaction", "confide_interaction.sig"];
    const cookie = names.map((name) => `${name}=${browser.cookie(name)}`).join("; ");
    expect((await fetch(server.url + path, { headers: { cookie } })).status).toBe(200);
    const elsewhere = "/account/interaction/another-interaction";
    expect((await fetch(server.url + elsewhere, { headers: { cookie } })).status).toBe(400);
  });

  it("answers userinfo with a token that was asked for it alone", async () => {
    const { verifier, challenge } = pkce();
    const { body } = await exchange(await signedInCode(new FormBrowser(server.url), challenge), verifier);
    const fields = { grant_type: "refresh_token", refresh_token: body.refresh_token, scope: "openid" };
    const narrow = await tokenRequest(fields);
    const headers = { authorization: `Bearer ${narrow.body.access_token}` };
    const answer = await fetch(`${server.url}/oauth/me`, { headers });
    expect(await answer.json()).toMatchObject({ name: "A runner" });
    expect(await server.identity.viewerOf(narrow.body.access_token)).toBeNull();
  });
});
