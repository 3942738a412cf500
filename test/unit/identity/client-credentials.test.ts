import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createHash, randomBytes } from "node:crypto";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { startIdentity, type IdentityServer } from "../../harness/identity.js";

const SECRET = randomBytes(32).toString("base64url");
const ISSUED = {
  clientId: "brand-client",
  secretHash: createHash("sha256").update(SECRET).digest("hex"),
  kind: "brand",
  brandId: "brand-1",
  name: "Hillside Shoes",
};

let server: IdentityServer;
let operator: { clientId: string; clientSecret: string };
beforeAll(async () => {
  server = await startIdentity();
  await server.identity.takeIn(server.eventFromConsent("client-issued", ISSUED));
  operator = await server.identity.createOperator();
});
afterAll(() => server.close());

interface Answer {
  status: number;
  headers: Headers;
  body: { access_token: string; expires_in: number; scope?: string; error?: string; error_description?: string };
}

async function token(id: string, secret: string, more: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(`${server.url}/oauth/token`, {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}` },
    body: new URLSearchParams({ grant_type: "client_credentials", ...more }),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer["body"] };
}

describe("client credentials", () => {
  it("give a brand an RFC 9068 token for the API, known as soon as consent issued the client", async () => {
    const { status, headers, body } = await token(ISSUED.clientId, SECRET);
    expect([status, body.expires_in]).toEqual([200, 600]);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(decodeProtectedHeader(body.access_token)).toMatchObject({ alg: "EdDSA", typ: "at+jwt" });
    expect(decodeJwt(body.access_token)).toMatchObject({
      iss: `${server.url}/oauth`,
      aud: `${server.url}/graphql`,
      sub: ISSUED.clientId,
      client_id: ISSUED.clientId,
      brand: "brand-1",
    });
    const viewer = await server.identity.viewerOf(body.access_token);
    expect(viewer).toEqual({ kind: "brand", brandId: "brand-1", clientId: ISSUED.clientId });
  });

  it("give an operator the operator scope, asked for or not", async () => {
    for (const more of [{}, { scope: "operator" }]) {
      const { status, body } = await token(operator.clientId, operator.clientSecret, more);
      expect([status, body.scope]).toEqual([200, "operator"]);
      const viewer = await server.identity.viewerOf(body.access_token);
      expect(viewer).toEqual({ kind: "operator", clientId: operator.clientId });
    }
  });

  it("never give a brand the operator scope", async () => {
    const { body } = await token(ISSUED.clientId, SECRET, { scope: "operator brand" });
    expect(body.scope).toBe("brand");
    expect(await server.identity.viewerOf(body.access_token)).toMatchObject({ kind: "brand" });
  });

  it("answer a wrong secret, the stored hash and an unknown client alike", async () => {
    const wrong = await token(ISSUED.clientId, "wrong");
    const hash = await token(ISSUED.clientId, ISSUED.secretHash);
    const unknown = await token("nobody", SECRET);
    for (const answer of [wrong, hash, unknown]) {
      expect(answer.status).toBe(401);
      expect(answer.headers.get("www-authenticate")).toContain("Basic");
    }
    expect(hash.body).toEqual(wrong.body);
    expect(unknown.body).toEqual(wrong.body);
  });

  it("refuse another resource and the public client", async () => {
    expect((await token(ISSUED.clientId, SECRET, { resource: "https://elsewhere.example/" })).body.error).toBe(
      "invalid_target",
    );
    const body = new URLSearchParams({ grant_type: "client_credentials", client_id: "confide-dashboard" });
    const response = await fetch(`${server.url}/oauth/token`, { method: "POST", body });
    expect(response.status).toBe(400);
  });

  it("are not accepted in the body, so that no secret lands in a form log", async () => {
    const fields = { grant_type: "client_credentials", client_id: ISSUED.clientId, client_secret: SECRET };
    const response = await fetch(`${server.url}/oauth/token`, { method: "POST", body: new URLSearchParams(fields) });
    expect(response.status).not.toBe(200);
  });
});

describe("a client that consent issued", () => {
  it("stays as it was when the event comes again, or another with the same id", async () => {
    await server.identity.takeIn(server.eventFromConsent("client-issued", { ...ISSUED, brandId: "brand-2" }));
    const { body } = await token(ISSUED.clientId, SECRET);
    expect(decodeJwt(body.access_token)["brand"]).toBe("brand-1");
  });

  it("is not made from an event that another key sealed or that has another shape", async () => {
    const forged = server.eventFromConsent("client-issued", { ...ISSUED, clientId: "forged" });
    forged[20] = (forged[20] ?? 0) ^ 1;
    await expect(server.identity.takeIn(forged)).rejects.toThrow();
    const operatorByEvent = { ...ISSUED, clientId: "operator-by-event", kind: "operator" };
    await expect(server.identity.takeIn(server.eventFromConsent("client-issued", operatorByEvent))).rejects.toThrow();
    expect((await token("operator-by-event", SECRET)).status).toBe(401);
  });
});

describe("the provider to strangers", () => {
  it("describes itself at three addresses with one issuer", async () => {
    for (const path of [
      "/.well-known/openid-configuration",
      "/.well-known/oauth-authorization-server",
      "/.well-known/oauth-authorization-server/oauth",
      "/oauth/.well-known/openid-configuration",
    ]) {
      const document = (await (await fetch(server.url + path)).json()) as Record<string, unknown>;
      expect(document["issuer"]).toBe(`${server.url}/oauth`);
      expect(document["token_endpoint"]).toBe(`${server.url}/oauth/token`);
      expect(document["code_challenge_methods_supported"]).toEqual(["S256"]);
      expect(document["token_endpoint_auth_methods_supported"]).toEqual(["client_secret_basic", "none"]);
      expect(document).not.toHaveProperty("registration_endpoint");
      expect(document).not.toHaveProperty("pushed_authorization_request_endpoint");
    }
  });

  it("shows public keys alone", async () => {
    const { keys } = (await (await fetch(`${server.url}/oauth/jwks`)).json()) as { keys: Record<string, unknown>[] };
    expect(keys).toHaveLength(1);
    expect(keys[0]).not.toHaveProperty("d");
  });

  it("lets no script of another origin read an answer", async () => {
    const headers = { origin: "https://elsewhere.example" };
    for (const path of ["/oauth/jwks", "/.well-known/openid-configuration", "/oauth/me"]) {
      const allowed = (await fetch(server.url + path, { headers })).headers.get("access-control-allow-origin");
      expect(allowed).toBe(server.url);
    }
  });

  it("takes its address from PUBLIC_URL, not from a header", async () => {
    const headers = { "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" };
    const text = await (await fetch(`${server.url}/.well-known/openid-configuration`, { headers })).text();
    expect(text).not.toContain("evil.example");
  });

  it("leaves other paths to the next handler", async () => {
    expect(await (await fetch(`${server.url}/graphql`)).text()).toBe("next handler");
  });
});
