import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { DAY_MS } from "../../../../../shared/clock.js";
import { FIELDS } from "../../../../../shared/licensing/field.js";
import { PRECISIONS } from "../../../../../shared/licensing/precision.js";
import { Purpose } from "../../../../../shared/licensing/purpose.js";
import { auditConsent, postedDisclosures } from "../../../../../subgraphs/consent/audit.js";
import { Brand } from "../../../../../subgraphs/consent/brand/brand.js";
import { TrustLevel } from "../../../../../subgraphs/consent/brand/trust.js";
import {
  type AskOptions,
  ConsentWorld,
  type ExchangeWish,
  HEART_HOURLY,
  STEPS_DAILY,
  type TermWish,
  type TestBrand,
} from "../consent-world.js";

let world: ConsentWorld;
let brand: TestBrand;

beforeEach(async () => {
  world = await ConsentWorld.open();
  brand = await world.brand();
});
afterEach(async () => {
  const findings = await world.room.database.read(auditConsent);
  await world.close();
  expect(findings).toEqual([]);
});

async function licensee(
  wish: ExchangeWish = {},
): Promise<{ ada: ReturnType<ConsentWorld["person"]>; id: string; ref: string }> {
  const ada = world.person();
  const { licence } = await world.accept(ada, await world.exchange(brand, wish));
  const [ref = ""] = await world.refs(brand);
  return { ada, id: licence.id, ref };
}

const query =
  "query Q($r: ID!, $p: Purpose!) { customer(ref: $r, purpose: $p) { ref licences { id customerRef status } } }";

describe("opening a customer", () => {
  it("mints what is licensed, for this operation of this brand", async () => {
    const { ada, id, ref } = await licensee();
    const capability = await world.customer(brand, ref, { operationId: "op-1" });
    expect(capability).toMatchObject({
      operation: "op-1",
      viewer: `brand:${brand.id}`,
      person: ada.personId,
      brand: brand.id,
      mode: "DISCLOSE",
      expMs: world.now.getTime() + 10_000,
      licences: [{ id, price: 0, held: false }],
      terms: [
        {
          licence: id,
          field: "fitness.steps",
          precision: "COARSE",
          historyFromMs: world.now.getTime() - 90 * DAY_MS,
          state: "GRANTED",
        },
      ],
    });
    const { data } = await world.ask(brand.viewer, query, { r: ref, p: "PERSONALISED_OFFERS" });
    expect(data.customer).toEqual({ ref, licences: [{ id, customerRef: ref, status: "ACTIVE" }] });
  });

  it("answers one and the same to every cause of no licence", async () => {
    const other = await world.brand();
    const { ada, id, ref } = await licensee({ lasts: "P10D" });
    const ask = (r: string, purpose = "PERSONALISED_OFFERS", who = brand): Promise<unknown> =>
      world.ask(who.viewer, query, { r, p: purpose }, { operationId: "op" });
    const unknown = await ask("nobody");
    expect(unknown).toMatchObject({
      data: { customer: null },
      errors: [{ path: ["customer"], code: "WITHHELD", extensions: { field: null, reason: "NO_LICENCE" } }],
    });
    expect(await ask(ref)).not.toEqual(unknown);
    expect(await ask(ref, "SERVICE_PERSONALISATION")).toEqual(unknown);
    expect(await ask(ref, "ACADEMIC_RESEARCH")).toEqual(unknown);
    expect(await ask(ref, "PERSONALISED_OFFERS", other)).toEqual(unknown);
    await world.withdraw(ada, id);
    expect(await ask(ref)).toEqual(unknown);
    const expiring = await licensee({ lasts: "P10D" });
    world.now = new Date(world.now.getTime() + 10 * DAY_MS - 1);
    expect(await ask(expiring.ref)).not.toEqual(unknown);
    world.now = new Date(world.now.getTime() + 1);
    expect(await ask(expiring.ref)).toEqual(unknown);
  });

  it("does not open for one brand what another brand's reference names, though both are licensed", async () => {
    const { ada, ref } = await licensee();
    const mine = brand;
    brand = await world.brand();
    await world.accept(ada, await world.exchange(brand));
    const [other = ""] = await world.refs(brand);
    expect(other).not.toBe(ref);
    expect(await world.customer(brand, other)).not.toBeNull();
    expect(await world.customer(brand, ref)).toBeNull();
    expect(await world.customer(mine, other)).toBeNull();
  });

  it("does not resolve a purpose that the brand no longer declares", async () => {
    const { ref } = await licensee();
    const purposes: Purpose[] = [Purpose.RESEARCH_AND_DEVELOPMENT];
    await world.room.database.write((manager) => manager.update(Brand, { id: brand.id }, { purposes }));
    expect(await world.customer(brand, ref)).toBeNull();
    expect(await world.refs(brand)).toEqual([]);
  });

  it("takes withdrawal at its word: the very next operation has nothing, and no points come back", async () => {
    const { ada, id, ref } = await licensee();
    expect(await world.customer(brand, ref)).not.toBeNull();
    const withdrawn = await world.withdraw(ada, id);
    expect(withdrawn.licence).toMatchObject({ status: "WITHDRAWN", endedAt: world.now.toISOString() });
    expect(await world.customer(brand, ref)).toBeNull();
    expect(await world.refs(brand)).toEqual([]);
    expect((await world.wallet(ada)).available).toBe(30);
    const again = await world.withdraw(ada, id);
    expect(again.userErrors).toMatchObject([{ code: "ALREADY_ENDED" }]);
    const stranger = await world.withdraw(world.person(), id);
    const nothing = await world.withdraw(world.person(), "nothing");
    expect(stranger.userErrors).toMatchObject([{ code: "NOT_FOUND" }]);
    expect(stranger).toEqual(nothing);
  });

  it("asks for erasure with a date, unless the person does not want it", async () => {
    const { ada, id } = await licensee();
    const asked = await world.mutate(
      ada,
      "withdrawLicence",
      { licenceId: id },
      "licence { erasure { requestedAt dueAt erasedAt } }",
    );
    expect(asked.licence.erasure).toEqual({
      requestedAt: world.now.toISOString(),
      dueAt: new Date(world.now.getTime() + 30 * DAY_MS).toISOString(),
      erasedAt: null,
    });
    const second = await licensee();
    const input = { licenceId: second.id, askForErasure: false };
    const quiet = await world.mutate(second.ada, "withdrawLicence", input, "licence { erasure { dueAt } }");
    expect(quiet.licence.erasure).toBeNull();
  });

  it("withholds a tier that trust no longer unlocks, and everything of a suspended brand", async () => {
    const { ref } = await licensee({ terms: [STEPS_DAILY, HEART_HOURLY] });
    const states = async (level: TrustLevel): Promise<string[]> => {
      await world.room.seedTrust(brand.id, level);
      return ((await world.customer(brand, ref))?.terms ?? []).map(({ field, state }) => `${field} ${state}`);
    };
    expect(await states(TrustLevel.VERIFIED)).toEqual(["fitness.steps GRANTED", "heart.rate TIER_LOCKED"]);
    expect(await states(TrustLevel.REGISTERED)).toEqual(["fitness.steps TIER_LOCKED", "heart.rate TIER_LOCKED"]);
    expect(await states(TrustLevel.SUSPENDED)).toEqual(["fitness.steps BRAND_SUSPENDED", "heart.rate BRAND_SUSPENDED"]);
  });

  it("keeps all fields of the contract within a capability's bound", async () => {
    const fields = FIELDS.filter(({ path }) => path !== "body.bodyMassIndex").slice(0, 40);
    const terms = fields.map(({ path, precisions, personOnly }) => {
      const precision =
        PRECISIONS.find((cell) => precisions[cell] !== undefined && !personOnly.includes(cell)) ?? "FINE";
      return { field: path, precision, history: "P365D" };
    });
    const { ref } = await licensee({ terms });
    expect((await world.customer(brand, ref))?.terms).toHaveLength(terms.length);
  });

  it("fits also when every field comes from a licence of its own, what is asked for first", async () => {
    const ada = world.person();
    const [asked, ...others] = FIELDS.filter(({ path }) => path !== "body.bodyMassIndex").reverse();
    for (const { path, precisions, personOnly } of [...others, asked].filter((field) => field !== undefined)) {
      const precision =
        PRECISIONS.find((cell) => precisions[cell] !== undefined && !personOnly.includes(cell)) ?? "FINE";
      await world.accept(ada, await world.exchange(brand, { terms: [{ field: path, precision, history: "P30D" }] }));
    }
    const [ref = ""] = await world.refs(brand);
    const capability = await world.customer(brand, ref, { licensedFields: [asked?.path ?? ""] });
    expect(capability?.terms[0]).toMatchObject({ field: asked?.path, state: "GRANTED" });
    expect(capability?.terms.length).toBeGreaterThan(20);
  });

  it("lists customers by pages, each once", async () => {
    for (let i = 0; i < 5; i += 1) {
      world.now = new Date(world.now.getTime() + 1_000);
      await licensee();
    }
    const all = await world.refs(brand);
    const pages =
      "query Q($after: String) { customers(purpose: PERSONALISED_OFFERS, first: 2, after: $after) { nodes { ref } pageInfo { hasNextPage endCursor } } }";
    const seen: string[] = [];
    for (let after: string | null = null; ;) {
      const { data } = await world.ask(brand.viewer, pages, { after });
      seen.push(...data.customers.nodes.map(({ ref }: { ref: string }) => ref));
      if (!data.customers.pageInfo.hasNextPage) break;
      after = data.customers.pageInfo.endCursor as string;
    }
    expect(seen).toEqual(all);
    expect(new Set(seen).size).toBe(5);
    const tooMany = await world.ask(
      brand.viewer,
      "{ customers(purpose: PERSONALISED_OFFERS, first: 51) { nodes { ref } } }",
    );
    expect(tooMany).toMatchObject({ data: { customers: null }, errors: [{ code: "BAD_USER_INPUT" }] });
  });
});

const PRICED = { rewardPerDisclosure: 5 };
const ASKED = { licensedFields: ["fitness.steps"] };

describe("the price of a disclosure", () => {
  it("is held once per operation, and posted once when user-profile has recorded it", async () => {
    const { ada, id, ref } = await licensee(PRICED);
    const { escrow } = await world.account(brand);
    const options = { ...ASKED, operationId: "op-1" };
    expect((await world.customer(brand, ref, options))?.licences).toEqual([{ id, price: 5, held: true }]);
    const twice =
      "query Q($r: ID!) { a: customer(ref: $r, purpose: PERSONALISED_OFFERS) { ref } customers(purpose: PERSONALISED_OFFERS) { nodes { ref } } }";
    await world.ask(brand.viewer, twice, { r: ref }, options);
    expect(await world.account(brand)).toEqual({ escrow: escrow - 5, held: 5 });
    expect(await world.wallet(ada)).toMatchObject({ available: 30, pending: 5 });

    await world.disclosed(ada, brand, id, "op-1", 5);
    await world.disclosed(ada, brand, id, "op-1", 5);
    expect(await world.account(brand)).toEqual({ escrow: escrow - 5, held: 0 });
    expect(await world.wallet(ada)).toMatchObject({ available: 35, pending: 0 });
    expect(await world.room.database.read(postedDisclosures)).toEqual([{ operation: "op-1", licence: id, points: 5 }]);
    const { data } = await world.ask(
      brand.viewer,
      "{ brand { trust { disclosures } account { licences { nodes { earned disclosureCount lastDisclosedAt } } } } }",
    );
    expect(data.brand.trust.disclosures).toBe(1);
    expect(data.brand.account.licences.nodes).toEqual([
      { earned: 35, disclosureCount: 1, lastDisclosedAt: world.now.toISOString() },
    ]);
  });

  it("writes nothing when none of the licence's fields is asked for", async () => {
    const { ref } = await licensee(PRICED);
    const before = await world.account(brand);
    const capability = await world.customer(brand, ref, { licensedFields: ["heart.rate"] });
    expect(capability?.licences).toMatchObject([{ price: 5, held: false }]);
    expect(await world.account(brand)).toEqual(before);
  });

  it("is held of the licence that answers: one is read, another compares", async () => {
    const term = (precision: string, history: string): TermWish => ({ field: "heart.rate", precision, history });
    const { ada, id: short, ref } = await licensee({ rewardPerDisclosure: 5, terms: [term("FINE", "P7D")] });
    const more = { rewardPerDisclosure: 7, terms: [term("PREDICATE", "P30D")] };
    const { licence } = await world.accept(ada, await world.exchange(brand, more));
    const long = licence.id as string;
    const held = async (asked: AskOptions): Promise<string[]> => {
      const capability = await world.customer(brand, ref, asked);
      return capability!.licences.flatMap(({ id, held: isHeld }) => (isHeld ? id : []));
    };
    expect(await held({ licensedFields: ["heart.rate"] })).toEqual([short]);
    expect(await held({ comparedFields: ["heart.rate"] })).toEqual([long]);
    expect(await held({ licensedFields: ["heart.rate"], comparedFields: ["heart.rate"] })).toEqual([short, long]);
    expect(await held({ comparedFields: ["fitness.steps"] })).toEqual([]);
  });

  it("is given back when user-profile's watermark has passed and no outcome came, never before", async () => {
    const { ada, id, ref } = await licensee(PRICED);
    const before = await world.account(brand);
    await world.customer(brand, ref, { ...ASKED, operationId: "op-lost" });
    await world.tell("watermark", { upTo: new Date(world.now.getTime() + 10_000).toISOString() });
    expect((await world.account(brand)).held).toBe(5);
    await world.tell("watermark", { upTo: new Date(world.now.getTime() + 10_001).toISOString() });
    expect(await world.account(brand)).toEqual(before);
    expect((await world.wallet(ada)).pending).toBe(0);
    await world.customer(brand, ref, { ...ASKED, operationId: "op-next" });
    await world.disclosed(ada, brand, id, "op-next", 0);
    expect(await world.account(brand)).toEqual(before);
    expect(await world.room.database.read(postedDisclosures)).toEqual([]);
  });

  it("is owed also when the licence was withdrawn between the read and its record", async () => {
    const { ada, id, ref } = await licensee(PRICED);
    await world.customer(brand, ref, { ...ASKED, operationId: "op-1" });
    await world.withdraw(ada, id);
    await world.disclosed(ada, brand, id, "op-1", 5);
    expect((await world.wallet(ada)).available).toBe(35);
  });

  it("withholds as ESCROW_EXHAUSTED what cannot be paid, and only that", async () => {
    brand = await world.brand(TrustLevel.TRUSTED, 34);
    const { ref } = await licensee({ ...PRICED, terms: [STEPS_DAILY] });
    const capability = await world.customer(brand, ref, ASKED);
    expect(capability?.terms).toMatchObject([{ field: "fitness.steps", state: "ESCROW_EXHAUSTED" }]);
    expect((await world.customer(brand, ref))?.terms).toMatchObject([{ state: "GRANTED" }]);
    expect(await world.account(brand)).toEqual({ escrow: 4, held: 0 });
  });

  it("makes way for the next licence of the field when it cannot be held", async () => {
    brand = await world.brand(TrustLevel.TRUSTED, 34);
    const ada = world.person();
    const dear = await world.accept(ada, await world.exchange(brand, PRICED));
    const free = { terms: [{ ...STEPS_DAILY, precision: "BAND", points: 0 }] };
    const spare = await world.accept(ada, await world.exchange(brand, free));
    const [ref = ""] = await world.refs(brand);
    expect((await world.customer(brand, ref))?.terms).toMatchObject([
      { licence: dear.licence.id, precision: "COARSE" },
    ]);
    expect((await world.customer(brand, ref, ASKED))?.terms).toMatchObject([
      { licence: spare.licence.id, precision: "BAND", state: "GRANTED" },
    ]);
  });

  it("never overruns a licence's number of disclosures, held ones counted", async () => {
    const { ada, id, ref } = await licensee({ maxDisclosures: 2 });
    const states = async (operationId: string): Promise<unknown> =>
      (await world.customer(brand, ref, { ...ASKED, operationId }))?.terms.map(({ state }) => state);
    const answers = await Promise.all(["op-1", "op-2", "op-3", "op-4"].map(states));
    expect(answers.flat().sort()).toEqual(["GRANTED", "GRANTED", "USE_LIMIT_REACHED", "USE_LIMIT_REACHED"]);
    const held = ["op-1", "op-2", "op-3", "op-4"].filter((_, i) => (answers[i] as string[])[0] === "GRANTED");
    expect(await states(held[0] ?? "")).toEqual(["GRANTED"]);
    for (const operation of held) await world.disclosed(ada, brand, id, operation, 0);
    expect(await states("op-5")).toEqual(["USE_LIMIT_REACHED"]);
    const { data } = await world.ask(
      brand.viewer,
      "{ brand { account { licences(status: EXHAUSTED) { nodes { id status } } } } }",
    );
    expect(data.brand.account.licences.nodes).toEqual([{ id, status: "EXHAUSTED" }]);
  });
});

describe("a preview", () => {
  const preview = `query Q($r: [_Any!]!, $b: ID!, $e: ID, $o: [ID!]) { _entities(representations: $r) { ... on Person {
    previewAs(brandId: $b, purpose: PERSONALISED_OFFERS, exchangeId: $e, optionalTerms: $o) { ref capability licences { id } } } } }`;

  it("is the customer that accepting would make, without a hold, a record or a reference", async () => {
    const ada = world.person();
    const exchange = await world.exchange(brand, { ...PRICED, optionalTerms: [HEART_HOURLY] });
    const before = await world.account(brand);
    const variables = { r: [{ __typename: "Person", id: ada.personId }], b: brand.id };
    const none = await world.ask(ada, preview, variables);
    expect(none).toMatchObject({
      data: { _entities: [{ previewAs: null }] },
      errors: [{ extensions: { reason: "NO_LICENCE" } }],
    });
    const optional = { e: exchange.id, o: [exchange.optionalTerms[0].id] };
    const { data } = await world.ask(ada, preview, { ...variables, ...optional }, { ...ASKED, operationId: "op-p" });
    const customer = data._entities[0].previewAs;
    expect(customer).toMatchObject({ ref: "preview", licences: [] });
    const capability = world.vaultCapability(ada, customer.capability, "op-p");
    expect(capability).toMatchObject({ mode: "PREVIEW", person: ada.personId, licences: [{ price: 5, held: false }] });
    expect(capability?.terms.map(({ field, state }) => `${field} ${state}`)).toEqual([
      "fitness.steps GRANTED",
      "heart.rate GRANTED",
    ]);
    expect(await world.account(brand)).toEqual(before);
    expect(await world.refs(brand)).toEqual([]);
  });

  it("is for nobody else", async () => {
    const { ada } = await licensee();
    const variables = { r: [{ __typename: "Person", id: ada.personId }], b: brand.id };
    const other = await world.ask(world.person(), preview, variables);
    expect(other.data._entities[0].previewAs).toBeNull();
    expect(other.errors).toMatchObject([{ code: "HIDDEN" }]);
  });
});
