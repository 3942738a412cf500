import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLog } from "../../../../shared/log.js";
import { newOpaqueId, systemRandom } from "../../../../shared/identifier.js";
import { mintCapability, type CapabilityClaims } from "../../../../shared/licensing/capability.js";
import { Purpose } from "../../../../shared/licensing/purpose.js";
import { sealTraits, type SealedTraits } from "../../../../shared/licensing/traits-seal.js";
import type { DatabasePlace } from "../../../../shared/open-database.js";
import { openEnvelope, type RoomEvent } from "../../../../shared/outbox.js";
import { seal } from "../../../../shared/seal.js";
import { principalOf, type Viewer } from "../../../../shared/viewer.js";
import { openOffers, type OffersRoom } from "../../../../subgraphs/offers/room.js";
import { storage } from "../../../../subgraphs/offers/storage.js";
import { databasesFor, dropDatabases } from "../../../harness/databases.js";

/** What a test asked for and knows the shape of: the API's own types are checked by the schema. */
export type Loose = any; // eslint-disable-line @typescript-eslint/no-explicit-any

export interface Answer {
  data: Loose;
  codes: unknown[];
}

export const BRAND: Viewer = { kind: "brand", brandId: "brand-a", clientId: "client-a" };
export const OTHER_BRAND: Viewer = { kind: "brand", brandId: "brand-b", clientId: "client-b" };

const OFFER_FIELDS = "id title campaign { status fundingProblem budget spent }";
const SLOTS = `query ($r: [_Any!]!, $placement: ID!, $count: Int!) {
  _entities(representations: $r) { ... on Customer {
    offerSlots(placement: $placement, count: $count) {
      position noOfferReason proposition { id because expiresAt offer { id title brand { id } campaign { status } } }
    }
  } }
}`;

/** An offers room of its own over files that are thrown away, with a clock that the test turns. */
export class OffersWorld {
  now = new Date("2026-03-01T12:00:00.000Z");
  readonly eventKey = systemRandom(32);
  readonly capabilityKeys = { "user-profile": systemRandom(32), offers: systemRandom(32) };
  readonly sent: { recipient: string; event: RoomEvent }[] = [];
  private readonly directory = mkdtempSync(join(tmpdir(), "confide-offers-"));
  private keyNumber = 0;
  databases!: DatabasePlace;
  room!: OffersRoom;

  static async open(): Promise<OffersWorld> {
    const world = new OffersWorld();
    world.databases = await databasesFor(world.directory, storage);
    world.room = await openOffers({
      databases: world.databases,
      keyDir: join(world.directory, "keys"),
      publicUrl: "http://localhost:4000",
      clock: () => world.now,
      log: createLog("silent"),
      post: (recipient, envelope) => {
        world.sent.push({ recipient, event: openEnvelope(world.eventKey, envelope)! });
        return Promise.resolve();
      },
      secrets: {
        keyEncryptionKeys: [{ version: 1, key: systemRandom(32) }],
        capabilityKey: world.capabilityKeys.offers,
        eventKey: world.eventKey,
        linkKey: systemRandom(32),
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

  async ask(viewer: Viewer, query: string, variables: object = {}, operationId = newOpaqueId()): Promise<Answer> {
    const call = { viewer, operationId, operationName: "Test", licensedFields: [], comparedFields: [] };
    const { data, errors } = await this.room.link.execute({ query, variables: { ...variables } }, call);
    return { data, codes: (errors ?? []).map((error) => error.extensions.code) };
  }

  /** `createOffer` or `setOfferStatus`; answers the payload. */
  async mutate(name: "createOffer" | "setOfferStatus", input: object, viewer: Viewer = BRAND): Promise<Loose> {
    const type = name === "createOffer" ? "CreateOfferInput" : "SetOfferStatusInput";
    const query = `mutation ($input: ${type}!) { ${name}(input: $input) { offer { ${OFFER_FIELDS} } userErrors { code message field } } }`;
    const { data, codes } = await this.ask(viewer, query, { input: { idempotencyKey: this.key(), ...input } });
    if (codes.length > 0) throw new Error(`codes: ${codes.join()}`);
    return data[name];
  }

  async draft(wish: object = {}, viewer: Viewer = BRAND): Promise<string> {
    const { offer, userErrors } = await this.mutate("createOffer", { ...offerInput(), ...wish }, viewer);
    if (!offer) throw new Error(JSON.stringify(userErrors));
    return offer.id;
  }

  setStatus(offerId: string, status: string, viewer: Viewer = BRAND): Promise<Loose> {
    return this.mutate("setOfferStatus", { offerId, status }, viewer);
  }

  async liveOffer(wish: object = {}, viewer: Viewer = BRAND): Promise<string> {
    const id = await this.draft(wish, viewer);
    const { offer } = await this.setStatus(id, "LIVE", viewer);
    if (offer.campaign.status === "FUNDING") await this.answerFunding(id, { points: offer.campaign.budget });
    return id;
  }

  async answerFunding(
    offerId: string,
    { points = 1_000, funded = true, problem = null as string | null } = {},
  ): Promise<void> {
    await this.tell("funding-answered", { offerId, points, funded, problem });
  }

  /** An event from consent; each call is another event, whatever it says. */
  async tell(type: string, payload: Record<string, unknown>): Promise<void> {
    const event: RoomEvent = { id: newOpaqueId(), sender: "consent", type, at: this.now.toISOString(), payload };
    await this.room.takeIn(seal(this.eventKey, "event", Buffer.from(JSON.stringify(event))));
  }

  async campaign(offerId: string): Promise<Loose> {
    const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Offer { ${OFFER_FIELDS} } } }`;
    const { data } = await this.ask(BRAND, query, { r: [{ __typename: "Offer", id: offerId }] });
    return data._entities[0].campaign;
  }

  /** What consent mints; `with` replaces claims. */
  claims(changes: Partial<CapabilityClaims> = {}): CapabilityClaims {
    return {
      jti: newOpaqueId(),
      operation: newOpaqueId(),
      viewer: principalOf(BRAND),
      person: "person-1",
      brand: "brand-a",
      purpose: Purpose.PERSONALISED_OFFERS,
      mode: "DISCLOSE",
      traitsKey: systemRandom(32).toString("base64url"),
      expMs: this.now.getTime() + 10_000,
      ...changes,
    };
  }

  capability(claims: CapabilityClaims): string {
    return mintCapability(this.capabilityKeys, { ...claims, licences: [], terms: [] });
  }

  representation(claims: CapabilityClaims, traits: SealedTraits = {}): Record<string, unknown> {
    const sealed = sealTraits(claims.traitsKey, claims.jti, traits);
    return { __typename: "Customer", capability: this.capability(claims), traits: sealed };
  }

  /** Asks for slots as the gateway does. */
  async slots(
    claims: CapabilityClaims,
    { traits = {}, change = {}, placement = "home", count = 1, viewer = BRAND, operation = claims.operation } = {},
  ): Promise<{ slots: Loose; codes: unknown[] }> {
    const r = [{ ...this.representation(claims, traits), ...change }];
    const { data, codes } = await this.ask(viewer, SLOTS, { r, placement, count }, operation);
    return { slots: data?._entities[0]?.offerSlots ?? null, codes };
  }

  /** Events of one type that have left, oldest first. */
  async told(type: string): Promise<Loose[]> {
    await this.room.drain();
    return this.sent.filter(({ event }) => event.type === type).map(({ event }) => event.payload);
  }

  count(table: string): Promise<number> {
    return this.room.database.read(async (manager) => {
      const [row] = await manager.query(`SELECT count(*) AS n FROM ${table}`);
      return Number(row.n);
    });
  }
}

export function offerInput(): Record<string, unknown> {
  return {
    title: "A pair of shoes",
    body: "Made for running.",
    callToAction: "Look",
    landingUrl: "https://shop.example/shoes",
    placements: ["home"],
    budget: 1_000,
  };
}

/** A known trait from one field under one licence. */
export function trait(
  value: unknown,
  { field = "fitness.workouts", licence = "licence-1", precision = "COARSE" } = {},
): SealedTraits[string] {
  const fromMs = Date.parse("2026-02-01T00:00:00.000Z");
  const toMs = Date.parse("2026-03-01T12:00:00.000Z");
  return { value, sources: [{ field, licence, precision, fromMs, toMs }] };
}

export const RUNS_TWICE = { trait: "runsPerWeek", operator: "AT_LEAST", values: ["2"] };
export const RESTS_SLOWLY = { trait: "restingHeartRate", operator: "AT_MOST", values: ["60"] };
