import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { CompactSign, decodeJwt, exportJWK, generateKeyPair, importJWK } from "jose";
import { type Verification, verifyReceipt } from "../../../../../subgraphs/consent/receipt/verify-receipt.js";
import type { ConsentRecord } from "../../../../../subgraphs/consent/receipt/consent-record.js";
import { ConsentWorld, HEART_HOURLY, type TestBrand } from "../consent-world.js";

let world: ConsentWorld;
let brand: TestBrand;
let person: ReturnType<ConsentWorld["person"]>;
let licence: { id: string; receipt: string };
let termsHash: string;

beforeAll(async () => {
  world = await ConsentWorld.open();
  brand = await world.brand();
  person = world.person("grace");
  const exchange = await world.exchange(brand, {
    optionalTerms: [HEART_HOURLY],
    recipients: ["Parcel Post"],
    rewardPerDisclosure: 2,
  });
  ({ termsHash } = exchange);
  const accepted = await world.accept(person, exchange, {
    optionalTerms: [exchange.optionalTerms[0].id],
    language: "de",
  });
  ({ licence } = accepted);
});
afterAll(() => world.close());

const verify = (text: string, now = world.now): Promise<Verification> =>
  verifyReceipt(text, world.room.publicKeys(), now);
const edit = (text: string, part: 0 | 1 | 2, change: (text: string) => string): string =>
  text
    .split(".")
    .map((piece, index) =>
      index === part
        ? Buffer.from(change(Buffer.from(piece, "base64url").toString("latin1")), "latin1").toString("base64url")
        : piece,
    )
    .join(".");

describe("a receipt", () => {
  it("verifies and holds a complete record of what was granted", async () => {
    const { ok, problems, record } = await verify(licence.receipt);
    expect(problems).toEqual([]);
    expect(ok).toBe(true);
    expect(record).toMatchObject({
      schemaVersion: "ISO/IEC TS 27560:2023",
      recordId: licence.id,
      language: "de",
      termsHash,
      purposes: [{ purpose: "https://w3id.org/dpv#PersonalisedBenefits" }],
      lawfulBasis: expect.arrayContaining(["https://w3id.org/dpv#ExplicitlyExpressedConsent"]),
      piiInformation: [
        { attributeId: "fitness.steps", precision: "COARSE", history: "P90D", optional: false, specialCategory: false },
        { attributeId: "heart.rate", precision: "FINE", history: "P30D", optional: true, specialCategory: true },
      ],
      piiControllers: [{ partyId: brand.id, country: "IE", contact: "privacy@northwind.example" }],
      storageLocations: ["IE"],
      retentionPeriod: "P30D",
      recipientThirdParties: ["Parcel Post"],
      events: [
        {
          eventType: "provide",
          eventState: "https://w3id.org/dpv#ConsentGiven",
          eventTime: world.now.toISOString(),
          validityDuration: "P90D",
        },
      ],
      compensation: { onAcceptance: 80, perDisclosure: 2 },
    });
  });

  it("does not name the person, nor the reference that only the brand knows", async () => {
    const [ref = "nothing"] = await world.refs(brand);
    const text = JSON.stringify(decodeJwt(licence.receipt));
    expect(text).not.toContain(person.personId);
    expect(text).not.toContain(ref);
  });

  it("is the same on both sides, and is read from a file in both forms", async () => {
    const { data } = await world.ask(brand.viewer, "{ brand { account { licences { nodes { receipt } } } } }");
    expect(data.brand.account.licences.nodes).toEqual([{ receipt: licence.receipt }]);
    expect((await verify(JSON.stringify({ receipt: licence.receipt, proof: null }))).ok).toBe(true);
    expect((await verify(`${licence.receipt}\n`)).ok).toBe(true);
  });

  it.each<[string, (text: string) => string]>([
    ["an altered payload", (text) => edit(text, 1, (json) => json.replace("COARSE", "EXACT"))],
    [
      "one flipped bit of the signature",
      (text) => edit(text, 2, (bytes) => String.fromCharCode(bytes.charCodeAt(0) ^ 1) + bytes.slice(1)),
    ],
    ["another algorithm", (text) => edit(text, 0, (json) => json.replace("EdDSA", "none"))],
    ["another type", (text) => edit(text, 0, (json) => json.replace("consent-receipt+jwt", "JWT"))],
    ["another key id", (text) => edit(text, 0, (json) => json.replace(/"kid":"[^"]+"/, '"kid":"other"'))],
    ["a cut", (text) => text.slice(0, -20)],
    ["no signature", (text) => text.slice(0, text.lastIndexOf(".") + 1)],
    ["nonsense", () => "{]"],
    ["nothing", () => ""],
  ])("does not verify with %s", async (_, change) => {
    const { ok, problems, record } = await verify(change(licence.receipt));
    expect(ok).toBe(false);
    expect(problems).not.toEqual([]);
    expect(record).toBeNull();
  });

  const signedByUs = async (record: object, typ = "consent-receipt+jwt"): Promise<string> =>
    new CompactSign(Buffer.from(JSON.stringify(record)))
      .setProtectedHeader({ alg: "EdDSA", kid: world.signingKey.kid ?? "", typ })
      .sign(await importJWK(world.signingKey, "EdDSA"));

  it("does not take another JWS of ours for a receipt", async () => {
    const record = decodeJwt(licence.receipt);
    expect((await verify(await signedByUs(record))).ok).toBe(true);
    expect((await verify(await signedByUs(record, "at+jwt"))).ok).toBe(false);
  });

  it.each([
    "schemaVersion",
    "receiptId",
    "recordId",
    "piiPrincipalId",
    "privacyNotice",
    "language",
    "purposes",
    "lawfulBasis",
    "piiInformation",
    "piiControllers",
    "storageLocations",
    "retentionPeriod",
    "jurisdiction",
    "recipientThirdParties",
    "withdrawalMethod",
    "privacyRights",
    "events",
    "termsHash",
  ])("does not verify without %s, and says so", async (name) => {
    const rest = Object.entries(decodeJwt(licence.receipt)).filter(([member]) => member !== name);
    const { ok, problems } = await verify(await signedByUs(Object.fromEntries(rest)));
    expect(ok).toBe(false);
    expect(problems).toEqual([expect.stringContaining(name)]);
  });

  it("does not verify with somebody else's key under the same id", async () => {
    const { publicKey } = await generateKeyPair("EdDSA", { crv: "Ed25519" });
    const { kid = "" } = world.room.publicKeys()[0] ?? {};
    const { ok } = await verifyReceipt(
      licence.receipt,
      [{ ...(await exportJWK(publicKey)), kid, alg: "EdDSA" }],
      world.now,
    );
    expect(ok).toBe(false);
  });

  it("does not verify before its own time", async () => {
    const { ok, problems } = await verify(licence.receipt, new Date(world.now.getTime() - 86_400_000));
    expect({ ok, problems }).toEqual({ ok: false, problems: ["events: one lies in the future"] });
  });

  it("publishes no private part of a key", () => {
    expect(world.room.publicKeys().map((key) => Object.keys(key).sort())).toEqual([
      ["alg", "crv", "kid", "kty", "use", "x"],
    ]);
  });

  it("is written again on withdrawal, with the event added", async () => {
    world.now = new Date(world.now.getTime() + 60_000);
    const { licence: ended } = await world.withdraw(person, licence.id);
    const { ok, record } = await verify(ended.receipt);
    expect(ok).toBe(true);
    const [before, after] = [decodeJwt<ConsentRecord>(licence.receipt), record as ConsentRecord | null];
    expect(after?.receiptId).not.toBe(before.receiptId);
    expect(after?.events).toEqual([
      ...before.events,
      expect.objectContaining({
        eventType: "withdraw",
        eventState: "https://w3id.org/dpv#ConsentWithdrawn",
        eventTime: world.now.toISOString(),
      }),
    ]);
    expect({ ...after, receiptId: "", events: [] }).toEqual({ ...before, receiptId: "", events: [] });
  });
});
