import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { auditConsent } from "../../../../../subgraphs/consent/audit.js";
import { TrustLevel } from "../../../../../subgraphs/consent/brand/trust.js";
import {
  ConsentWorld,
  type ExchangeWish,
  HEART_HOURLY,
  type Loose,
  OPERATOR,
  STEPS_DAILY,
  type TestBrand,
} from "../consent-world.js";

let world: ConsentWorld;
let brand: TestBrand;

beforeAll(async () => {
  world = await ConsentWorld.open();
  brand = await world.brand();
});
afterAll(async () => {
  const findings = await world.room.database.read(auditConsent);
  await world.close();
  expect(findings).toEqual([]);
});

const codes = (payload: Loose): string[] => payload.userErrors.map(({ code }: { code: string }) => code);

describe("accepting an exchange", () => {
  it("grants a licence, pays the chosen terms, takes a place and names the customer at random", async () => {
    const ada = world.person();
    const before = await world.account(brand);
    const exchange = await world.exchange(brand, { optionalTerms: [HEART_HOURLY] });
    const accepted = await world.accept(ada, exchange, { optionalTerms: [exchange.optionalTerms[0].id] });
    expect(accepted.userErrors).toEqual([]);
    expect(accepted.licence).toMatchObject({ status: "ACTIVE", earned: 80 });
    expect(accepted.wallet).toEqual({ available: 80, pending: 0 });
    expect((await world.account(brand)).escrow).toBe(before.escrow - 80);
    const { data } = await world.ask(
      brand.viewer,
      "query Q($id: ID!) { exchange(id: $id) { placesLeft funnel { accepted active } } }",
      { id: exchange.id },
    );
    expect(data.exchange).toEqual({ placesLeft: 99, funnel: { accepted: 1, active: 1 } });
    const [ref] = await world.refs(brand);
    expect(ref).toMatch(/^[\w-]{22}$/);
    expect(ref).not.toContain(ada.personId);
    const { entries } = await world.wallet(ada);
    expect(entries.nodes).toMatchObject([{ points: 80, kind: "ACCEPTANCE", brand: { id: brand.id } }]);
  });

  it("pays once per person and exchange for ever, and grants again after a withdrawal", async () => {
    const ada = world.person();
    const exchange = await world.exchange(brand);
    const first = await world.accept(ada, exchange);
    await world.withdraw(ada, first.licence.id);
    const second = await world.accept(ada, exchange);
    expect(second.userErrors).toEqual([]);
    expect(second.licence.id).not.toBe(first.licence.id);
    expect(second.licence.earned).toBe(0);
    expect(second.wallet.available).toBe(30);
  });

  it("keeps the reference while a licence runs and draws a new one after the last has ended", async () => {
    const fresh = await world.brand();
    const ada = world.person();
    const [one, two] = [await world.exchange(fresh), await world.exchange(fresh)];
    const first = await world.accept(ada, one);
    const [ref] = await world.refs(fresh);
    const second = await world.accept(ada, two);
    expect(await world.refs(fresh)).toEqual([ref]);
    await world.withdraw(ada, first.licence.id);
    expect(await world.refs(fresh)).toEqual([ref]);
    await world.withdraw(ada, second.licence.id);
    expect(await world.refs(fresh)).toEqual([]);
    await world.accept(ada, one);
    const [later] = await world.refs(fresh);
    expect(later).not.toBe(ref);
    expect(await world.customer(fresh, ref ?? "")).toBeNull();
  });

  it("replays the stored answer under the same key and refuses the key for another input", async () => {
    const ada = world.person();
    const exchange = await world.exchange(brand);
    const idempotencyKey = "the-same";
    const first = await world.accept(ada, exchange, { idempotencyKey });
    const again = await world.accept(ada, exchange, { idempotencyKey });
    expect(again.licence.id).toBe(first.licence.id);
    expect(again.wallet.available).toBe(30);
    const other = await world.accept(ada, exchange, { idempotencyKey, language: "de" });
    expect(codes(other)).toEqual(["IDEMPOTENCY_MISMATCH"]);
    expect(other.licence).toBeNull();
  });

  it("grants one licence of many acceptances at once", async () => {
    const ada = world.person();
    const exchange = await world.exchange(brand);
    const answers = await Promise.all(Array.from({ length: 8 }, () => world.accept(ada, exchange)));
    expect(answers.filter(({ licence }) => licence !== null)).toHaveLength(1);
    expect(new Set(answers.flatMap(codes))).toEqual(new Set(["ALREADY_LICENSED"]));
  });

  it("gives the last place to one of many", async () => {
    const exchange = await world.exchange(brand, { places: 1 });
    const answers = await Promise.all(Array.from({ length: 6 }, () => world.accept(world.person(), exchange)));
    expect(answers.flatMap(codes).sort()).toEqual(Array.from({ length: 5 }, () => "NO_PLACES_LEFT"));
  });
});

describe("refusing an acceptance", () => {
  const refusals: [string, string, (person: ReturnType<ConsentWorld["person"]>) => Promise<Loose>][] = [
    [
      "other words",
      "STALE_TERMS",
      async (ada) => world.accept(ada, { ...(await world.exchange(brand)), termsHash: "x" }),
    ],
    ["an unknown exchange", "NOT_FOUND", (ada) => world.accept(ada, { id: "nothing", termsHash: "x" })],
    ["a draft", "NOT_FOUND", async (ada) => world.accept(ada, (await world.createExchange(brand)).exchange)],
    [
      "an unknown optional term",
      "INVALID",
      async (ada) => world.accept(ada, await world.exchange(brand), { optionalTerms: ["nothing"] }),
    ],
    [
      "a paused exchange",
      "EXCHANGE_CLOSED",
      async (ada) => {
        const exchange = await world.exchange(brand);
        await world.mutate(
          brand.viewer,
          "setExchangeStatus",
          { exchangeId: exchange.id, status: "PAUSED" },
          "exchange { id }",
        );
        return world.accept(ada, exchange);
      },
    ],
    [
      "an exchange that opens later",
      "EXCHANGE_CLOSED",
      async (ada) => world.accept(ada, await world.exchange(brand, { opensAt: "2026-04-01T00:00:00Z" })),
    ],
    [
      "a poor brand",
      "ESCROW_TOO_LOW",
      async (ada) => world.accept(ada, await world.exchange(await world.brand(TrustLevel.TRUSTED, 29))),
    ],
    [
      "a brand that lost its trust",
      "TIER_LOCKED",
      async (ada) => {
        const fallen = await world.brand();
        const exchange = await world.exchange(fallen);
        await world.room.seedTrust(fallen.id, TrustLevel.REGISTERED);
        return world.accept(ada, exchange);
      },
    ],
    [
      "a second licence",
      "ALREADY_LICENSED",
      async (ada) => {
        const exchange = await world.exchange(brand);
        await world.accept(ada, exchange);
        return world.accept(ada, exchange);
      },
    ],
  ];

  it.each(refusals)("refuses %s with %s, and nothing has changed", async (_, code, accept) => {
    const ada = world.person();
    const payload = await accept(ada);
    expect(codes(payload)).toEqual([code]);
    expect(payload.licence).toBeNull();
    expect(await world.room.database.read(auditConsent)).toEqual([]);
  });

  it("leaves no trace of a refused acceptance in the person's wallet or the exchange's places", async () => {
    const ada = world.person();
    const exchange = await world.exchange(await world.brand(TrustLevel.TRUSTED, 0));
    await world.accept(ada, exchange);
    const { data } = await world.ask(ada, "query Q($id: ID!) { exchange(id: $id) { placesLeft } }", {
      id: exchange.id,
    });
    expect(data.exchange.placesLeft).toBe(100);
    expect((await world.wallet(ada)).available).toBe(0);
  });
});

describe("proposing an exchange", () => {
  const refusals: [string, ExchangeWish, string, string[]][] = [
    [
      "a field that is not in the catalogue",
      { terms: [{ ...STEPS_DAILY, field: "fitness.luck" }] },
      "UNKNOWN_FIELD",
      ["terms", "0", "field"],
    ],
    [
      "a cell that is for the person only",
      { terms: [{ ...STEPS_DAILY, field: "location.visits", precision: "EXACT" }] },
      "INVALID",
      ["terms", "0", "precision"],
    ],
    ["a field named twice", { optionalTerms: [STEPS_DAILY] }, "INVALID", ["optionalTerms", "0", "field"]],
    [
      "a predicate over another history",
      { terms: [{ ...STEPS_DAILY, precision: "PREDICATE" }] },
      "INVALID",
      ["terms", "0", "history"],
    ],
    [
      "an index without its sources",
      { terms: [{ ...STEPS_DAILY, field: "body.bodyMassIndex", precision: "FINE" }] },
      "INVALID",
      ["terms"],
    ],
    ["negative points", { terms: [{ ...STEPS_DAILY, points: -1 }] }, "INVALID", ["terms", "0", "points"]],
    ["no place", { places: 0 }, "INVALID", ["places"]],
    ["a country that is none", { storageCountries: ["IE", "UK"] }, "INVALID", ["storageCountries", "1"]],
    ["an undeclared purpose", { purpose: "ACADEMIC_RESEARCH" }, "PURPOSE_NOT_DECLARED", ["purpose"]],
    ["too long a licence", { lasts: "P9999W" }, "INVALID", ["lasts"]],
    ["an end before its beginning", { closesAt: "2026-02-01T00:00:00Z" }, "INVALID", ["closesAt"]],
  ];

  it.each(refusals)("refuses %s", async (_, wish, code, field) => {
    const made = await world.createExchange(brand, wish);
    expect(made.userErrors).toMatchObject([{ code, field }]);
    expect(made.exchange).toBeNull();
  });

  it.each([
    [TrustLevel.REGISTERED, "fitness.steps", "TIER_LOCKED"],
    [TrustLevel.VERIFIED, "heart.rate", "TIER_LOCKED"],
    [TrustLevel.VERIFIED, "fitness.steps", null],
    [TrustLevel.TRUSTED, "heart.rate", null],
    [TrustLevel.SUSPENDED, "demographics.languages", "TIER_LOCKED"],
  ])("a %s brand that asks for %s is answered %s", async (level, field, code) => {
    const precision = field === "demographics.languages" ? "EXACT" : "COARSE";
    const made = await world.createExchange(await world.brand(level, 0), {
      terms: [{ field, precision, history: "P30D" }],
    });
    expect(codes(made)).toEqual(code ? [code] : []);
  });

  it("takes an index beside sources that are at least as fine", async () => {
    const terms = ["body.bodyMassIndex", "body.weight", "body.height"].map((field) => ({
      field,
      precision: "FINE",
      history: "P30D",
    }));
    expect(codes(await world.createExchange(brand, { terms }))).toEqual([]);
  });

  it("changes the hash with any word, and closes for good", async () => {
    const one = (await world.createExchange(brand)).exchange;
    const two = (await world.createExchange(brand, { retention: "P31D" })).exchange;
    expect(one.termsHash).toMatch(/^[\w-]{43}$/);
    expect(two.termsHash).not.toBe(one.termsHash);
    const set = (status: string): Promise<Loose> =>
      world.mutate(brand.viewer, "setExchangeStatus", { exchangeId: one.id, status }, "exchange { status }");
    expect(codes(await set("PAUSED"))).toEqual(["INVALID"]);
    expect((await set("CLOSED")).exchange.status).toBe("CLOSED");
    expect(codes(await set("OPEN"))).toEqual(["INVALID"]);
  });

  it("does not know another brand's exchange", async () => {
    const other = await world.brand();
    const { exchange } = await world.createExchange(brand);
    const input = { exchangeId: exchange.id, status: "OPEN" };
    expect(codes(await world.mutate(other.viewer, "setExchangeStatus", input, "exchange { id }"))).toEqual([
      "NOT_FOUND",
    ]);
    const { data } = await world.ask(other.viewer, "query Q($id: ID!) { exchange(id: $id) { id } }", {
      id: exchange.id,
    });
    expect(data.exchange).toBeNull();
  });
});

describe("declining", () => {
  it("takes the exchange off the person's list and counts once", async () => {
    const ada = world.person();
    const exchange = await world.exchange(brand);
    const list = async (): Promise<string[]> => {
      const query =
        "query Q($r: [_Any!]!) { _entities(representations: $r) { ... on Person { exchanges(first: 100) { nodes { id } } } } }";
      const { data } = await world.ask(ada, query, { r: [{ __typename: "Person", id: ada.personId }] });
      return data._entities[0].exchanges.nodes.map(({ id }: { id: string }) => id);
    };
    expect(await list()).toContain(exchange.id);
    for (let time = 0; time < 2; time += 1) {
      await world.mutate(ada, "declineExchange", { exchangeId: exchange.id }, "exchange { id }");
    }
    expect(await list()).not.toContain(exchange.id);
    const { data } = await world.ask(brand.viewer, "query Q($id: ID!) { exchange(id: $id) { funnel { declined } } }", {
      id: exchange.id,
    });
    expect(data.exchange.funnel.declined).toBe(1);
  });
});

describe("registering a brand", () => {
  it("shows the secret once and sends identity its hash", async () => {
    const input = { ...(await facts()), idempotencyKey: "register" };
    const fields = "brand { trust { level unlocks } } clientId clientSecret memberInvitation";
    const first = await world.mutate(OPERATOR, "registerBrand", input, fields);
    expect(first.brand.trust).toEqual({ level: "REGISTERED", unlocks: ["EVERYDAY"] });
    expect(first.clientSecret).toMatch(/^[\w-]{43}$/);
    const again = await world.mutate(OPERATOR, "registerBrand", input, fields);
    expect(again).toMatchObject({ clientId: first.clientId, clientSecret: null });
    await world.room.drain();
    const told = world.sent.filter(({ event }) => event.payload.clientId === first.clientId);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({
      recipient: "identity",
      event: { type: "client-issued", payload: { kind: "brand" } },
    });
    expect(JSON.stringify(told)).not.toContain(first.clientSecret);
  });

  it.each([
    ["domain", "not a domain"],
    ["country", "XX"],
    ["contactEmail", "nobody"],
    ["privacyNoticeUrl", "http://plain.example/"],
    ["name", " "],
  ])("refuses a wrong %s", async (field, value) => {
    const payload = await world.mutate(
      OPERATOR,
      "registerBrand",
      { ...(await facts()), [field]: value },
      "brand { id } clientSecret",
    );
    expect(payload).toMatchObject({
      brand: null,
      clientSecret: null,
      userErrors: [{ code: "INVALID", field: [field] }],
    });
  });

  function facts(): Promise<object> {
    return Promise.resolve({
      name: "Plainfare",
      legalName: "Plainfare GmbH",
      domain: "plainfare.example",
      industry: "Food",
      postalAddress: "2 Market Square",
      contactEmail: "dpo@plainfare.example",
      country: "DE",
      privacyNoticeUrl: "https://plainfare.example/privacy",
      purposes: ["PERSONALISED_OFFERS"],
    });
  }
});
