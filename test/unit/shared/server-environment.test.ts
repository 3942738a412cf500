import { describe, expect, it } from "@jest/globals";
import {
  readConsentEnvironment,
  readGatewayEnvironment,
  readIdentityEnvironment,
  readOffersEnvironment,
  readUserProfileEnvironment,
} from "../../../shared/server-environment.js";

const key = (fill: number): string => Buffer.alloc(32, fill).toString("base64");
const JWKS = JSON.stringify({ keys: [{ kty: "OKP", crv: "Ed25519", kid: "k", x: "x", d: "private-part" }] });

const URLS = {
  PUBLIC_URL: "https://confide.example",
  USER_PROFILE_URL: "http://user-profile:4000",
  CONSENT_URL: "http://consent:4000/",
  OFFERS_URL: "http://offers:4000",
  IDENTITY_URL: "https://identity:4443",
};
const STORING = { EVENT_KEY: key(1), KEY_ENCRYPTION_KEY: `2:${key(3)},1:${key(2)}`, KEY_DIR: "/keys" };
const GATEWAY = {
  ...URLS,
  LINK_KEY_USER_PROFILE: key(4),
  LINK_KEY_CONSENT: key(5),
  LINK_KEY_OFFERS: key(6),
  LINK_KEY_IDENTITY: key(7),
};
const CONSENT = {
  ...URLS,
  ...STORING,
  LINK_KEY_CONSENT: key(5),
  CAPABILITY_KEY_USER_PROFILE: key(8),
  CAPABILITY_KEY_OFFERS: key(9),
  SIGNING_KEYS: JWKS,
};
const IDENTITY = { ...URLS, ...STORING, LINK_KEY_IDENTITY: key(7), SIGNING_KEYS: JWKS };
const OFFERS = { ...URLS, ...STORING, LINK_KEY_OFFERS: key(6), CAPABILITY_KEY_OFFERS: key(9) };
const USER_PROFILE = {
  ...URLS,
  ...STORING,
  LINK_KEY_USER_PROFILE: key(4),
  CAPABILITY_KEY_USER_PROFILE: key(8),
  SIGNING_KEYS: JWKS,
};

const READERS = {
  gateway: [readGatewayEnvironment, GATEWAY],
  consent: [readConsentEnvironment, CONSENT],
  identity: [readIdentityEnvironment, IDENTITY],
  offers: [readOffersEnvironment, OFFERS],
  "user-profile": [readUserProfileEnvironment, USER_PROFILE],
} as const;
const processes = Object.entries(READERS).map(([name, [read, whole]]) => ({ name, read, whole }));

describe("the environment of a server process", () => {
  it("hands each room its own secrets, newest keys first", () => {
    const { secrets, urls, keyDir, publicUrl } = readConsentEnvironment(CONSENT);
    expect(publicUrl).toBe("https://confide.example");
    expect(urls).toEqual({
      "user-profile": "http://user-profile:4000",
      consent: "http://consent:4000",
      offers: "http://offers:4000",
      identity: "https://identity:4443",
    });
    expect(keyDir).toBe("/keys");
    expect(secrets.linkKey).toEqual(Buffer.alloc(32, 5));
    expect(secrets.keyEncryptionKeys.map(({ version }) => version)).toEqual([2, 1]);
    expect(secrets.signingKeys.map(({ kid }) => kid)).toEqual(["k"]);
    expect(Object.keys(secrets).sort()).toEqual([
      "capabilityKeys",
      "eventKey",
      "keyEncryptionKeys",
      "linkKey",
      "signingKeys",
    ]);
  });

  it.each(processes)("of $name: every variable that is missing stops the start, named", ({ read, whole }) => {
    expect(() => read(whole)).not.toThrow();
    for (const name of Object.keys(whole)) {
      for (const value of [undefined, ""]) {
        expect(() => read({ ...whole, [name]: value })).toThrow(new RegExp(`\\b${name}: it is not set`));
      }
    }
  });

  it.each(processes)("of $name: every value that cannot be used is named, and never shown", ({ read, whole }) => {
    for (const name of Object.keys(whole).filter((each) => each !== "KEY_DIR")) {
      const bad = "my-secret-that-is-none";
      expect(() => read({ ...whole, [name]: bad })).toThrow(new RegExp(`\\b${name}: `));
      expect(() => read({ ...whole, [name]: bad })).not.toThrow(/my-secret/);
    }
  });

  it.each([
    ["LINK_KEY_CONSENT", Buffer.alloc(31).toString("base64")],
    ["LINK_KEY_CONSENT", `${key(5)} `],
    ["KEY_ENCRYPTION_KEY", key(2)],
    ["KEY_ENCRYPTION_KEY", `1:${key(2)},1:${key(3)}`],
    ["KEY_ENCRYPTION_KEY", `0:${key(2)}`],
    ["SIGNING_KEYS", '{"keys":[]}'],
    ["SIGNING_KEYS", JWKS.replace(',"d":"private-part"', "")],
    ["OFFERS_URL", "http://offers:4000/graphql"],
    ["OFFERS_URL", "http://user:password@offers:4000"],
    ["OFFERS_URL", "ftp://offers"],
    ["METRICS_PORT", "many"],
    ["REPLICAS", "0"],
  ])("takes no %s like %s", (name, value) => {
    expect(() => readConsentEnvironment({ ...CONSENT, [name]: value })).toThrow(new RegExp(`\\b${name}: `));
  });

  it.each(["EVENT_KEY", "KEY_ENCRYPTION_KEY", "CAPABILITY_KEY_USER_PROFILE", "CAPABILITY_KEY_OFFERS", "SIGNING_KEYS"])(
    "stops a gateway that was given %s",
    (name) => {
      expect(() => readGatewayEnvironment({ ...GATEWAY, [name]: key(1) })).toThrow(
        `The gateway must not know ${name}: leave it out of its environment.`,
      );
    },
  );
});
