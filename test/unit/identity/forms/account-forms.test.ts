import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { FormBrowser, csrfTokenIn } from "../../../harness/form-browser.js";
import { startIdentity, type IdentityServer } from "../../../harness/identity.js";

const NAME = `<img src=x onerror="alert('x')"> & Co`;
const EMAIL = "o'hara@example.com";
const PASSWORD = "four quiet river stones";

let server: IdentityServer;
let personId: string;
let at = new Date();
beforeAll(async () => {
  server = await startIdentity({ clock: () => at });
  ({ personId } = await server.identity.createAccount({ displayName: NAME, email: EMAIL, password: PASSWORD }));
});
afterAll(() => server.close());
// A later minute and hour for each test: limits of one must not reach the next.
beforeEach(() => {
  at = new Date(at.getTime() + 2 * 3600 * 1000);
});

async function pageAt(browser: FormBrowser, path: string): Promise<string> {
  return (await browser.get(path)).text();
}

async function signedIn(password = PASSWORD): Promise<FormBrowser> {
  const browser = new FormBrowser(server.url);
  const page = await pageAt(browser, "/account/sign-in");
  const sent = await browser.submit(page, "/account/sign-in", { email: EMAIL, password });
  expect([sent.status, sent.headers.get("location")]).toEqual([303, "/account"]);
  return browser;
}

describe("every page", () => {
  it("runs no script, is framed by nobody, kept by nobody and readable by everybody", async () => {
    const browser = await signedIn();
    for (const path of [
      "/account",
      "/account/sign-out",
      "/account/sign-up",
      "/account/nothing",
      "/account/interaction/x",
    ]) {
      const response = await browser.get(path);
      const policy = response.headers.get("content-security-policy") ?? "";
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("form-action 'self'");
      expect(policy).not.toMatch(/unsafe|script-src/);
      expect(response.headers.get("x-frame-options")).toBe("DENY");
      expect(response.headers.get("cache-control")).toBe("no-store");
      const text = await response.text();
      expect(text).toMatch(/<html lang="en-GB">/);
      expect(text.match(/<h1>/g)).toHaveLength(1);
      expect(text).not.toMatch(/<script|style="|onclick/);
      for (const [, id] of text.matchAll(/<input id="([^"]+)"/g)) expect(text).toContain(`<label for="${id}">`);
    }
  });

  it("escapes what people wrote", async () => {
    const text = await pageAt(await signedIn(), "/account");
    expect(text).not.toContain("<img");
    expect(text).toContain("&lt;img src=x onerror=&quot;alert(&#39;x&#39;)&quot;&gt; &amp; Co");
    const browser = new FormBrowser(server.url);
    const page = await pageAt(browser, "/account/sign-in");
    const email = `"><script>alert(1)</script>@example.com`;
    const answer = await browser.submit(page, "/account/sign-in", { email, password: "not the password" });
    expect(await answer.text()).not.toContain("<script");
  });

  it("is answered by 405 for other methods", async () => {
    const allowed: [string, string][] = [
      ["/account", "GET"],
      ["/account/sign-in", "GET, POST"],
      ["/account/tokens", "POST"],
    ];
    for (const [path, allow] of allowed) {
      const response = await fetch(server.url + path, { method: "DELETE" });
      expect([response.status, response.headers.get("allow")]).toEqual([405, allow]);
    }
  });
});

describe("a form", () => {
  const paths = ["/account/sign-in", "/account/sign-up", "/account/sign-out", "/account/tokens", "/account/password"];
  it.each([...paths, "/account/tokens/revoke", "/account/interaction/abcdefghijklmnop"])(
    "to %s is refused without its token, with another browser's, and from another site",
    async (path) => {
      const browser = await signedIn();
      const own = csrfTokenIn(await pageAt(browser, "/account"));
      const others = csrfTokenIn(await pageAt(await signedIn(), "/account"));
      const fromElsewhere = { origin: "https://elsewhere.example" };
      expect((await browser.post(path, {})).status).toBe(403);
      expect((await browser.post(path, { csrf: others })).status).toBe(403);
      expect((await browser.post(path, { csrf: own }, fromElsewhere)).status).toBe(403);
      expect((await browser.post(path, { csrf: own }, { origin: server.url })).status).not.toBe(403);
    },
  );

  it("of a signed-in page dies with the sign-in", async () => {
    const browser = await signedIn();
    const page = await pageAt(browser, "/account");
    await browser.submit(page, "/account/sign-out", {});
    expect((await browser.submit(page, "/account/tokens", { label: "x", scopes: "read" })).status).toBe(403);
  });

  it("that is too large is refused with a page", async () => {
    const response = await new FormBrowser(server.url).post("/account/sign-in", { email: "x".repeat(20_000) });
    expect([response.status, response.headers.get("content-type")]).toEqual([413, "text/html; charset=utf-8"]);
    expect(await response.text()).not.toMatch(/entity|Error|node_modules/);
  });

  it("is refused after sixty in one minute", async () => {
    const browser = new FormBrowser(server.url);
    for (let sent = 0; sent < 60; sent++) await browser.post("/account/sign-out", {});
    const response = await browser.post("/account/sign-out", {});
    expect(response.status).toBe(429);
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
  });
});

describe("signing in", () => {
  it("takes the address in any spelling and sets a cookie that scripts cannot read", async () => {
    const browser = new FormBrowser(server.url);
    const page = await pageAt(browser, "/account/sign-in");
    const sent = await browser.submit(page, "/account/sign-in", {
      email: ` ${EMAIL.toUpperCase()}`,
      password: PASSWORD,
    });
    expect(sent.status).toBe(303);
    const session = sent.headers.getSetCookie().find((line) => line.startsWith("confide_session="));
    expect(session).toMatch(/httponly/i);
    expect(session).toMatch(/samesite=lax/i);
  });

  it("is refused with an altered cookie", async () => {
    const browser = await signedIn();
    const cookie = `confide_session=${browser.cookie("confide_session")}; confide_session.sig=altered`;
    const response = await fetch(`${server.url}/account`, { headers: { cookie }, redirect: "manual" });
    expect(response.headers.get("location")).toBe("/account/sign-in");
  });

  it("makes somebody wait after five wrong passwords, known or not", async () => {
    for (const email of [EMAIL, "nobody@example.com"]) {
      const browser = new FormBrowser(server.url);
      const page = await pageAt(browser, "/account/sign-in");
      const statuses: number[] = [];
      for (let tries = 0; tries < 6; tries++) {
        const answer = await browser.submit(page, "/account/sign-in", { email, password: "not the password" });
        statuses.push(answer.status);
      }
      expect(statuses).toEqual([422, 422, 422, 422, 422, 429]);
      const right = await browser.submit(page, "/account/sign-in", { email, password: PASSWORD });
      expect([right.status, right.headers.get("retry-after")]).toEqual([429, "30"]);
    }
  });
});

describe("the account page", () => {
  it("is for the signed-in person alone", async () => {
    const response = await new FormBrowser(server.url).get("/account");
    expect([response.status, response.headers.get("location")]).toEqual([303, "/account/sign-in"]);
  });

  it("makes a token, shows it once, lists its day of use, and revokes it at once", async () => {
    const browser = await signedIn();
    const fields = { label: "my <b>script</b>", scopes: ["read", "import"] };
    const made = await (await browser.submit(await pageAt(browser, "/account"), "/account/tokens", fields)).text();
    const token = /confide_pat_[\w-]{43}/.exec(made)?.[0] ?? "";
    expect(await server.identity.viewerOf(token)).toMatchObject({
      kind: "person",
      personId,
      scopes: ["read", "import"],
    });
    const listed = await pageAt(browser, "/account");
    expect(listed).not.toContain(token);
    expect(listed).toContain("my &lt;b&gt;script&lt;/b&gt;");
    expect(listed).toContain(`last used on ${at.toISOString().slice(0, 10)}`);
    const id = /name="id" value="([^"]+)"/.exec(listed)?.[1] ?? "";
    await browser.submit(listed, "/account/tokens/revoke", { id });
    expect(await server.identity.viewerOf(token)).toBeNull();
  });

  it("does not revoke somebody else's token", async () => {
    const { token } = await server.identity.createPersonalAccessToken({ personId, scopes: ["read"], label: "mine" });
    const id = /name="id" value="([^"]+)"/.exec(await pageAt(await signedIn(), "/account"))?.[1] ?? "";
    const email = "stranger@example.com";
    await server.identity.createAccount({ displayName: "Stranger", email, password: PASSWORD });
    const stranger = new FormBrowser(server.url);
    await stranger.submit(await pageAt(stranger, "/account/sign-in"), "/account/sign-in", {
      email,
      password: PASSWORD,
    });
    const answer = await stranger.submit(await pageAt(stranger, "/account"), "/account/tokens/revoke", { id });
    expect(answer.status).toBe(200);
    expect(await server.identity.viewerOf(token)).not.toBeNull();
  });

  it("changes the password, which ends every other sign-in", async () => {
    const [here, elsewhere] = [await signedIn(), await signedIn()];
    const page = await pageAt(here, "/account");
    const newPassword = "five noisy river stones";
    const wrong = await here.submit(page, "/account/password", { password: "not the password", newPassword });
    expect(wrong.status).toBe(422);
    const weak = await here.submit(page, "/account/password", { password: PASSWORD, newPassword: EMAIL });
    expect(await weak.text()).toContain("must not be your e-mail address");
    const changed = await here.submit(page, "/account/password", { password: PASSWORD, newPassword });
    expect(changed.status).toBe(303);
    expect((await here.get("/account")).status).toBe(200);
    expect((await elsewhere.get("/account")).status).toBe(303);
    await signedIn(newPassword);
  });
});
