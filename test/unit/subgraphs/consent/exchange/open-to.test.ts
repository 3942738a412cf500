import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { DAY_MS } from "../../../../../shared/clock.js";
import type { Viewer } from "../../../../../shared/viewer.js";
import { TrustLevel } from "../../../../../subgraphs/consent/brand/trust.js";
import { ConsentWorld, HEART_HOURLY, OPERATOR, STEPS_DAILY, type TestBrand } from "../consent-world.js";

let world: ConsentWorld;

beforeAll(async () => {
  world = await ConsentWorld.open();
});
afterAll(() => world.close());

const LANGUAGES = { field: "demographics.languages", precision: "EXACT", history: "P30D" };
type Person = ReturnType<ConsentWorld["person"]>;

async function openTo(person: Person): Promise<string[]> {
  const query =
    "query Q($r: [_Any!]!) { _entities(representations: $r) { ... on Person { exchanges(first: 100) { nodes { id } } } } }";
  const { data } = await world.ask(person, query, { r: [{ __typename: "Person", id: person.personId }] });
  return data._entities[0].exchanges.nodes.map(({ id }: { id: string }) => id);
}

async function isOpenTo(person: Person, exchange: { id: string }): Promise<boolean> {
  return (await openTo(person)).includes(exchange.id);
}

const setStatus = (brand: TestBrand, id: string, status: string) =>
  world.mutate(brand.viewer, "setExchangeStatus", { exchangeId: id, status }, "exchange { id }");

async function linked(viewer: Viewer, id: string): Promise<string | null> {
  const { data } = await world.ask(viewer, "query Q($id: ID!) { exchange(id: $id) { id } }", { id });
  return data.exchange?.id ?? null;
}

describe("the exchanges that are open to somebody", () => {
  it("are OPEN ones, from the instant they open up to the instant they close", async () => {
    const [brand, ada] = [await world.brand(), world.person()];
    const at = (days: number) => new Date(world.now.getTime() + days * DAY_MS);
    const exchange = await world.exchange(brand, { opensAt: at(1), closesAt: at(2) });
    const start = world.now;
    const seen: boolean[] = [];
    for (const ms of [0, DAY_MS - 1, DAY_MS, 2 * DAY_MS - 1, 2 * DAY_MS]) {
      world.now = new Date(start.getTime() + ms);
      seen.push(await isOpenTo(ada, exchange));
    }
    expect(seen).toEqual([false, false, true, true, false]);
  });

  it("are neither drafts, paused nor closed", async () => {
    const [brand, ada] = [await world.brand(), world.person()];
    const { exchange: draft } = await world.createExchange(brand);
    expect(await isOpenTo(ada, draft)).toBe(false);
    for (const [status, isOpen] of [
      ["OPEN", true],
      ["PAUSED", false],
      ["OPEN", true],
      ["CLOSED", false],
    ] as const) {
      // prettier-ignore
      await setStatus(brand, draft.id, status);
      expect(await isOpenTo(ada, draft)).toBe(isOpen);
    }
  });

  it("are not those that they license now, but again those whose licence has ended", async () => {
    const [brand, ada, bea] = [await world.brand(), world.person(), world.person()];
    const exchange = await world.exchange(brand, { lasts: "P1D" });
    const { licence } = await world.accept(ada, exchange);
    expect([await isOpenTo(ada, exchange), await isOpenTo(bea, exchange)]).toEqual([false, true]);
    await world.mutate(ada, "pauseSharing", { paused: true }, "sharingPaused");
    expect(await isOpenTo(ada, exchange)).toBe(false);
    await world.mutate(ada, "pauseSharing", { paused: false }, "sharingPaused");
    await world.withdraw(ada, licence.id);
    expect(await isOpenTo(ada, exchange)).toBe(true);
    await world.accept(ada, exchange);
    expect(await isOpenTo(ada, exchange)).toBe(false);
    world.now = new Date(world.now.getTime() + DAY_MS);
    expect(await isOpenTo(ada, exchange)).toBe(true);
  });

  it("have a place left, or one of their own", async () => {
    const [brand, ada, bea] = [await world.brand(), world.person(), world.person()];
    const exchange = await world.exchange(brand, { places: 1 });
    const { licence } = await world.accept(ada, exchange);
    await world.withdraw(ada, licence.id);
    expect([await isOpenTo(ada, exchange), await isOpenTo(bea, exchange)]).toEqual([true, false]);
    expect((await world.accept(ada, exchange)).userErrors).toEqual([]);
  });

  it("are not declined by themselves", async () => {
    const [brand, ada, bea] = [await world.brand(), world.person(), world.person()];
    const exchange = await world.exchange(brand);
    await world.mutate(ada, "declineExchange", { exchangeId: exchange.id }, "exchange { id }");
    expect([await isOpenTo(ada, exchange), await isOpenTo(bea, exchange)]).toEqual([false, true]);
  });

  it("ask what the brand's trust unlocks: of required terms, as accepting does", async () => {
    const [brand, ada] = [await world.brand(), world.person()];
    const everyday = await world.exchange(brand, { terms: [LANGUAGES], optionalTerms: [HEART_HOURLY] });
    const personal = await world.exchange(brand, { terms: [LANGUAGES, STEPS_DAILY] });
    const intimate = await world.exchange(brand, { terms: [STEPS_DAILY, HEART_HOURLY] });
    const ids = [everyday.id, personal.id, intimate.id];
    for (const [level, open] of [
      [TrustLevel.TRUSTED, ids],
      [TrustLevel.VERIFIED, ids.slice(0, 2)],
      [TrustLevel.REGISTERED, ids.slice(0, 1)],
      [TrustLevel.SUSPENDED, []],
    ] as const) {
      await world.room.seedTrust(brand.id, level);
      const shown = await openTo(ada);
      expect(ids.filter((id) => shown.includes(id))).toEqual(open);
      for (const exchange of [everyday, personal, intimate]) {
        const bea = world.person();
        expect((await world.accept(bea, exchange)).licence !== null).toBe((open as string[]).includes(exchange.id));
      }
    }
  });

  it("count as intimate where a row is older than the column of its tier", async () => {
    const [brand, ada] = [await world.brand(), world.person()];
    const exchange = await world.exchange(brand, { terms: [LANGUAGES] });
    const forget = "UPDATE value_exchange SET tier = NULL WHERE id = ?";
    await world.room.database.write((manager) => manager.query(forget, [exchange.id]));
    expect(await isOpenTo(ada, exchange)).toBe(true);
    await world.room.seedTrust(brand.id, TrustLevel.VERIFIED);
    expect(await isOpenTo(ada, exchange)).toBe(false);
  });

  it("serve a purpose that the brand still declares", async () => {
    const [brand, ada] = [await world.brand(), world.person()];
    const exchange = await world.exchange(brand);
    expect(await isOpenTo(ada, exchange)).toBe(true);
    const declare = (purposes: string[]) =>
      world.room.database.write((manager) =>
        manager.query("UPDATE brand SET purposes = ? WHERE id = ?", [JSON.stringify(purposes), brand.id]),
      );
    await declare(["SERVICE_PERSONALISATION"]);
    expect(await isOpenTo(ada, exchange)).toBe(false);
    await declare(["SERVICE_PERSONALISATION", "PERSONALISED_OFFERS"]);
    expect(await isOpenTo(ada, exchange)).toBe(true);
  });
});

describe("an exchange by its link", () => {
  it.each([
    ["DRAFT", { owner: true, operator: true, licensee: false, anybody: false, rival: false }],
    ["OPEN", { owner: true, operator: true, licensee: true, anybody: true, rival: true }],
    ["PAUSED", { owner: true, operator: true, licensee: true, anybody: false, rival: false }],
    ["CLOSED", { owner: true, operator: true, licensee: true, anybody: false, rival: false }],
  ])("%s is there for who may see it", async (status, expected) => {
    const [brand, rival, ada, bea] = [await world.brand(), await world.brand(), world.person(), world.person()];
    const { exchange } = await world.createExchange(brand);
    if (status !== "DRAFT") {
      await setStatus(brand, exchange.id, "OPEN");
      const { licence } = await world.accept(ada, exchange);
      await world.withdraw(ada, licence.id);
      await setStatus(brand, exchange.id, status);
    }
    const member: Viewer = { kind: "brandMember", brandId: brand.id, personId: "person-member" };
    const told = async (viewer: Viewer): Promise<boolean> => (await linked(viewer, exchange.id)) === exchange.id;
    expect({
      owner: (await told(brand.viewer)) && (await told(member)),
      operator: await told(OPERATOR),
      licensee: await told(ada),
      anybody: await told(bea),
      rival: await told(rival.viewer),
    }).toEqual(expected);
  });

  it("is nothing, where it is unknown", async () => {
    expect(await linked(world.person(), "no-such-exchange")).toBeNull();
    expect(await linked(OPERATOR, "no-such-exchange")).toBeNull();
  });
});
