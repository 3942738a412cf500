import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportJWK, generateKeyPair, type JWK } from "jose";
import { createLog } from "../../../../shared/log.js";
import { newOpaqueId, systemRandom } from "../../../../shared/identifier.js";
import { openVaultCapability, type VaultCapability } from "../../../../shared/licensing/capability.js";
import type { DatabasePlace } from "../../../../shared/open-database.js";
import type { RoomEvent } from "../../../../shared/outbox.js";
import { seal, unseal } from "../../../../shared/seal.js";
import { principalOf, type Viewer } from "../../../../shared/viewer.js";
import { TrustLevel } from "../../../../subgraphs/consent/brand/trust.js";
import type { OutboundAllow } from "../../../../subgraphs/consent/outbound/outbound.js";
import { type ConsentRoom, openConsent } from "../../../../subgraphs/consent/room.js";
import { storage } from "../../../../subgraphs/consent/storage.js";
import { databasesFor, dropDatabases } from "../../../harness/databases.js";

/** What a test asked for and knows the shape of: the API's own types are checked by the schema. */
export type Loose = any; // eslint-disable-line @typescript-eslint/no-explicit-any

export interface Answer {
  data: Loose;
  errors: { path: readonly (string | number)[]; code: unknown; extensions: Record<string, unknown> }[];
}

export interface AskOptions {
  operationId?: string;
  licensedFields?: string[];
  comparedFields?: string[];
}

export interface ExchangeWish {
  purpose?: string;
  terms?: TermWish[];
  optionalTerms?: TermWish[];
  lasts?: string;
  rewardPerDisclosure?: number;
  maxDisclosures?: number | null;
  places?: number;
  [name: string]: unknown;
}

export interface TermWish {
  field: string;
  precision: string;
  history: string;
  points?: number;
}

export interface TestBrand {
  id: string;
  viewer: Viewer;
}

export const OPERATOR: Viewer = { kind: "operator", clientId: "operator-test" };
export const STEPS_DAILY: TermWish = { field: "fitness.steps", precision: "COARSE", history: "P90D", points: 30 };
export const HEART_HOURLY: TermWish = { field: "heart.rate", precision: "FINE", history: "P30D", points: 50 };
const EVERY_PURPOSE = ["PERSONALISED_OFFERS", "SERVICE_PERSONALISATION"];

/** A brand's domain counts as seen until then, so that tests may let months pass. */
const FAR_AHEAD = new Date("9000-01-01T00:00:00.000Z");

/** A consent room of its own over a file that is thrown away, with a clock that the test turns. */
export class ConsentWorld {
  now = new Date("2026-03-01T12:00:00.000Z");
  readonly sent: { recipient: string; event: RoomEvent }[] = [];
  readonly eventKey = systemRandom(32);
  readonly capabilityKeys = { "user-profile": systemRandom(32), offers: systemRandom(32) };
  signingKey: JWK = {};
  private directory = mkdtempSync(join(tmpdir(), "confide-consent-"));
  private readonly settling = new Map<string, Promise<unknown>>();
  private keyNumber = 0;
  databases!: DatabasePlace;
  room!: ConsentRoom;

  /** `outboundAllow`: where brands' hosts are asked instead. */
  static async open(outboundAllow: OutboundAllow = new Map()): Promise<ConsentWorld> {
    const world = new ConsentWorld();
    const { privateKey } = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
    world.signingKey = { ...(await exportJWK(privateKey)), kid: newOpaqueId(), alg: "EdDSA", use: "sig" };
    world.databases = await databasesFor(world.directory, storage);
    world.room = await openConsent({
      databases: world.databases,
      keyDir: join(world.directory, "keys"),
      publicUrl: "http://localhost:4000",
      clock: () => world.now,
      log: createLog("silent"),
      outboundAllow,
      post: (recipient, envelope) => {
        world.sent.push({ recipient, event: world.opened(envelope) });
        return Promise.resolve();
      },
      secrets: {
        keyEncryptionKeys: [{ version: 1, key: systemRandom(32) }],
        capabilityKeys: world.capabilityKeys,
        eventKey: world.eventKey,
        linkKey: systemRandom(32),
        signingKeys: [world.signingKey],
      },
    });
    return world;
  }

  async close(): Promise<void> {
    await this.room.close();
    await dropDatabases(this.databases);
    rmSync(this.directory, { recursive: true, force: true });
  }

  key(): string {
    this.keyNumber += 1;
    return `key-${this.keyNumber}`;
  }

  person(name = newOpaqueId()): Viewer & { kind: "person" } {
    const emailHash = createHash("sha256").update(name).digest("hex");
    return { kind: "person", personId: `person-${name}`, displayName: name, emailHash, scopes: ["read", "consent"] };
  }

  async ask(
    viewer: Viewer,
    query: string,
    variables: object = {},
    options: AskOptions = {},
    isSettling = false,
  ): Promise<Answer> {
    const { operationId = newOpaqueId(), licensedFields = [], comparedFields = [] } = options;
    if (viewer.kind === "person" && !isSettling) await this.settled(viewer);
    const result = await this.room.link.execute(
      { query, variables: variables as Record<string, unknown> },
      { viewer, operationId, operationName: null, licensedFields, comparedFields },
    );
    const errors = (result.errors ?? []).map(({ path, extensions }) => {
      return { path: path ?? [], code: extensions.code, extensions };
    });
    // The answer crosses the link as JSON would, so that a test sees what a client may.
    return { data: JSON.parse(JSON.stringify(result.data ?? null)), errors };
  }

  /** Calls one mutation with one input; `fields` is what is asked of the payload beside its refusals. */
  async mutate(viewer: Viewer, name: string, input: object, fields: string): Promise<Loose> {
    const type = `${name[0]?.toUpperCase() ?? ""}${name.slice(1)}Input!`;
    const query = `mutation M($input: ${type}) { ${name}(input: $input) { ${fields} userErrors { code message field } } }`;
    const { data, errors } = await this.ask(viewer, query, { input: { idempotencyKey: this.key(), ...input } });
    if (errors.length > 0) throw new Error(`${name} failed: ${JSON.stringify(errors)}`);
    return data[name];
  }

  async brand(level = TrustLevel.TRUSTED, escrow = 10_000, purposes = EVERY_PURPOSE): Promise<TestBrand> {
    const facts = { ...BRAND_FACTS, purposes };
    const { brand, clientId } = await this.mutate(OPERATOR, "registerBrand", facts, "brand { id } clientId");
    await this.room.seedTrust(brand.id, level, FAR_AHEAD);
    if (escrow > 0) await this.mutate(OPERATOR, "fundEscrow", { brandId: brand.id, points: escrow }, "brand { id }");
    return { id: brand.id, viewer: { kind: "brand", brandId: brand.id, clientId } };
  }

  /** An open exchange; throws when it is refused. */
  async exchange(brand: TestBrand, wish: ExchangeWish = {}): Promise<Loose> {
    const made = await this.createExchange(brand, wish);
    if (made.userErrors.length > 0) throw new Error(`refused: ${JSON.stringify(made.userErrors)}`);
    const input = { exchangeId: made.exchange.id, status: "OPEN" };
    const opened = await this.mutate(brand.viewer, "setExchangeStatus", input, "exchange { status }");
    if (opened.userErrors.length > 0) throw new Error(`not opened: ${JSON.stringify(opened.userErrors)}`);
    return made.exchange;
  }

  createExchange(brand: TestBrand, wish: ExchangeWish = {}): Promise<Loose> {
    const fields = "exchange { id termsHash status terms { id field } optionalTerms { id field } placesLeft }";
    return this.mutate(brand.viewer, "createExchange", { ...EXCHANGE, ...wish }, fields);
  }

  /** Somebody who has said nothing of where they live and how old they are. */
  stranger(): Viewer & { kind: "person" } {
    const stranger = this.person();
    this.settling.set(stranger.personId, Promise.resolve());
    return stranger;
  }

  /** An adult where the law leaves most to them: what everybody in a test is unless it says otherwise. */
  private settled(person: Viewer & { kind: "person" }): Promise<unknown> {
    const known = this.settling.get(person.personId);
    if (known) return known;
    const query = "mutation M($input: SetMyCircumstancesInput!) { setMyCircumstances(input: $input) { me { id } } }";
    const input = { region: "US_OTHER", isAdult: true, idempotencyKey: this.key() };
    const settled = this.ask({ ...person, scopes: ["read", "consent"] }, query, { input }, {}, true);
    this.settling.set(person.personId, settled);
    return settled;
  }

  async accept(person: Viewer, exchange: { id: string; termsHash: string }, more: object = {}): Promise<Loose> {
    const input = { exchangeId: exchange.id, termsHash: exchange.termsHash, ...more };
    const fields = "licence { id status earned receipt } wallet { available pending }";
    return this.mutate(person, "acceptExchange", input, fields);
  }

  withdraw(person: Viewer, licenceId: string, more: object = {}): Promise<Loose> {
    return this.mutate(person, "withdrawLicence", { licenceId, ...more }, "licence { id status endedAt receipt }");
  }

  /** The reference by which a brand knows the newest licensee of a purpose. */
  async refs(brand: TestBrand, purpose = "PERSONALISED_OFFERS"): Promise<string[]> {
    const { data } = await this.ask(
      brand.viewer,
      "query Q($p: Purpose!) { customers(purpose: $p) { nodes { ref } } }",
      {
        p: purpose,
      },
    );
    return data.customers.nodes.map(({ ref }: { ref: string }) => ref);
  }

  /** Asks for one customer and opens its capability, as user-profile would; null when there is none. */
  async customer(
    brand: TestBrand,
    ref: string,
    options: AskOptions & { purpose?: string } = {},
  ): Promise<VaultCapability | null> {
    const operationId = options.operationId ?? newOpaqueId();
    const query = "query Q($r: ID!, $p: Purpose!) { customer(ref: $r, purpose: $p) { capability } }";
    const variables = { r: ref, p: options.purpose ?? "PERSONALISED_OFFERS" };
    const { data } = await this.ask(brand.viewer, query, variables, { ...options, operationId });
    return data?.customer ? this.vaultCapability(brand.viewer, data.customer.capability, operationId) : null;
  }

  vaultCapability(viewer: Viewer, text: string, operation: string): VaultCapability | null {
    const check = { viewer: principalOf(viewer), operation, now: this.now };
    return openVaultCapability(this.capabilityKeys["user-profile"], text, check);
  }

  /** Another room tells consent something. */
  async tell(type: string, payload: Record<string, unknown>, id = newOpaqueId()): Promise<void> {
    const event: RoomEvent = { id, sender: "user-profile", type, at: this.now.toISOString(), payload };
    await this.room.takeIn(seal(this.eventKey, "event", Buffer.from(JSON.stringify(event))));
  }

  disclosed(
    person: Viewer & { kind: "person" },
    brand: TestBrand,
    licence: string,
    operation: string,
    points: number,
  ): Promise<void> {
    const at = this.now.toISOString();
    return this.tell("disclosed", {
      operation,
      licence,
      person: person.personId,
      brand: brand.id,
      points,
      at,
      kind: "VALUE",
    });
  }

  /** What somebody sees of themselves; `selection` is of a Person. */
  async me(person: Viewer & { kind: "person" }, selection: string): Promise<Loose> {
    const query = `query Q($r: [_Any!]!) { _entities(representations: $r) { ... on Person { ${selection} } } }`;
    const { data, errors } = await this.ask(person, query, { r: [{ __typename: "Person", id: person.personId }] });
    if (errors.length > 0) throw new Error(`me failed: ${JSON.stringify(errors)}`);
    return data._entities[0];
  }

  /** What anybody sees of a brand; `selection` is of a Brand. */
  async brandCard(brand: TestBrand, selection: string): Promise<Loose> {
    const { data, errors } = await this.ask(brand.viewer, `{ brand { ${selection} } }`);
    if (errors.length > 0) throw new Error(`brand failed: ${JSON.stringify(errors)}`);
    return data.brand;
  }

  async wallet(person: Viewer & { kind: "person" }): Promise<Loose> {
    const query = `query Q($r: [_Any!]!) { _entities(representations: $r) { ... on Person { wallet {
      available pending entries { nodes { points kind memo brand { id } } } } } } }`;
    const { data } = await this.ask(person, query, { r: [{ __typename: "Person", id: person.personId }] });
    return data._entities[0].wallet;
  }

  async account(brand: TestBrand): Promise<{ escrow: number; held: number }> {
    const { data } = await this.ask(brand.viewer, "{ brand { account { escrow held } } }");
    return data.brand.account;
  }

  private opened(envelope: Buffer): RoomEvent {
    const plaintext = unseal(this.eventKey, "event", envelope);
    if (!plaintext) throw new Error("an event that is not genuine was sent");
    return JSON.parse(plaintext.toString("utf8")) as RoomEvent;
  }
}

const BRAND_FACTS = {
  name: "Northwind Running",
  legalName: "Northwind Running Ltd",
  domain: "northwind.example",
  industry: "Sports goods",
  postalAddress: "1 Harbour Road, Exampletown",
  contactEmail: "privacy@northwind.example",
  country: "IE",
  privacyNoticeUrl: "https://northwind.example/privacy",
};

const EXCHANGE = {
  title: "Shoes for how you run",
  summary: "We look at your daily steps to pick shoes for you.",
  purpose: "PERSONALISED_OFFERS",
  terms: [STEPS_DAILY],
  lasts: "P90D",
  places: 100,
  retention: "P30D",
  storageCountries: ["IE"],
};
