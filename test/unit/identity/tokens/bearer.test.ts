import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { generateKeyPair, importJWK, SignJWT, type CryptoKey, type JWTPayload } from "jose";
import { startIdentity, type IdentityServer } from "../../../harness/identity.js";

let server: IdentityServer;
let key: CryptoKey;
let kid: string;
beforeAll(async () => {
  server = await startIdentity();
  const [jwk] = server.secrets.signingKeys.identity;
  if (!jwk?.kid) throw new Error("the identity room has a signing key");
  key = (await importJWK(jwk, "EdDSA")) as CryptoKey;
  kid = jwk.kid;
});
afterAll(() => server.close());

const now = (): number => Math.floor(Date.now() / 1000);

type Changes = Record<string, string | number | undefined>;

function claims(changes: Changes = {}): JWTPayload {
  return {
    iss: `${server.url}/oauth`,
    aud: `${server.url}/graphql`,
    sub: "client-1",
    client_id: "client-1",
    brand: "brand-1",
    jti: "token-1",
    iat: now(),
    exp: now() + 600,
    ...changes,
  };
}

function signed(payload: JWTPayload, header: Record<string, unknown> = {}, by: CryptoKey = key): Promise<string> {
  return new SignJWT(payload).setProtectedHeader({ alg: "EdDSA", typ: "at+jwt", kid, ...header }).sign(by);
}

describe("viewerOf", () => {
  it("knows the token of a brand", async () => {
    const viewer = await server.identity.viewerOf(await signed(claims()));
    expect(viewer).toEqual({ kind: "brand", brandId: "brand-1", clientId: "client-1" });
  });

  it.each<[string, Changes, Record<string, unknown>]>([
    ["another issuer", { iss: "https://elsewhere.example/oauth" }, {}],
    ["another audience", { aud: "https://elsewhere.example/graphql" }, {}],
    ["no audience", { aud: undefined }, {}],
    ["the type of an ID token", {}, { typ: "JWT" }],
    ["no type", {}, { typ: undefined }],
    ["an expiry in the past", { iat: now() - 900, exp: now() - 300 }, {}],
    ["no expiry", { exp: undefined }, {}],
    ["an age beyond our lifetime", { iat: now() - 3600 }, {}],
    ["a time of issue in the future", { iat: now() + 300 }, {}],
    ["no id", { jti: undefined }, {}],
    ["no client", { client_id: undefined }, {}],
    ["neither brand nor scope", { brand: undefined }, {}],
    ["a person of another client", { brand: undefined, sub: "somebody", scope: "confide" }, {}],
    ["a person who is not there", { brand: undefined, sub: "x", client_id: "confide-dashboard", scope: "confide" }, {}],
    ["a key id that is not ours", {}, { kid: "other" }],
  ])("refuses a token with %s", async (_name, payload, header) => {
    expect(await server.identity.viewerOf(await signed(claims(payload), header))).toBeNull();
  });

  it("refuses another key's signature", async () => {
    const { privateKey } = await generateKeyPair("EdDSA", { crv: "Ed25519" });
    expect(await server.identity.viewerOf(await signed(claims(), {}, privateKey))).toBeNull();
  });

  it("refuses alg none, and HS256 with the public key as its secret", async () => {
    const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
    const unsigned = `${encode({ alg: "none", typ: "at+jwt" })}.${encode(claims())}.`;
    expect(await server.identity.viewerOf(unsigned)).toBeNull();
    const secret = new TextEncoder().encode(String(server.secrets.signingKeys.identity[0]?.x).padEnd(32));
    const header = { alg: "HS256", typ: "at+jwt", kid };
    const confused = await new SignJWT(claims()).setProtectedHeader(header).sign(secret);
    expect(await server.identity.viewerOf(confused)).toBeNull();
  });

  it("refuses what is no token, and other spellings of a good one", async () => {
    const good = await signed(claims());
    for (const text of ["", "x", "a.b.c", "confide_pat_", ` ${good}`, `${good}\n`, `${good}=`, "a".repeat(100_000)]) {
      expect(await server.identity.viewerOf(text)).toBeNull();
    }
  });
});

describe("viewerOf for a person's token", () => {
  const person = async (changes: Changes): Promise<unknown> => {
    const account = { displayName: "A walker", email: `${Math.random()}@example.com`, password: "four river stones" };
    const { personId } = await server.identity.createAccount(account);
    const theirs = { brand: undefined, sub: personId, client_id: "confide-dashboard", scope: "confide", generation: 1 };
    return server.identity.viewerOf(await signed(claims({ ...theirs, ...changes })));
  };

  it("knows the person", async () => {
    expect(await person({})).toMatchObject({ kind: "person", displayName: "A walker" });
  });

  it("knows when they signed in, where the token says it", async () => {
    expect(await person({ auth_time: 1_780_000_000 })).toMatchObject({ signedInAtMs: 1_780_000_000_000 });
    expect(await person({})).not.toHaveProperty("signedInAtMs");
  });

  it.each<[string, Changes]>([
    ["before the last change of the password", { generation: 0 }],
    ["without its generation", { generation: undefined }],
    ["by another client", { client_id: "client-1" }],
    ["without the dashboard's scope", { scope: "openid" }],
  ])("refuses one that was made %s", async (_name, changes) => {
    expect(await person(changes)).toBeNull();
  });
});

describe("viewerOf as time goes by", () => {
  it("lets a verified token end with its expiry, although it is remembered", async () => {
    let at = new Date();
    const later = await startIdentity({ clock: () => at });
    try {
      const [jwk] = later.secrets.signingKeys.identity;
      const own = (await importJWK(jwk ?? {}, "EdDSA")) as CryptoKey;
      const iat = Math.floor(at.getTime() / 1000);
      const payload = claims({ iss: `${later.url}/oauth`, aud: `${later.url}/graphql`, iat, exp: iat + 600 });
      const token = await signed(payload, { kid: jwk?.kid }, own);
      expect(await later.identity.viewerOf(token)).not.toBeNull();
      at = new Date(at.getTime() + 601_000);
      expect(await later.identity.viewerOf(token)).toBeNull();
    } finally {
      await later.close();
    }
  });
});
