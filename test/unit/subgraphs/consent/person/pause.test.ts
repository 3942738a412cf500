import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { DAY_MS } from "../../../../../shared/clock.js";
import type { Viewer } from "../../../../../shared/viewer.js";
import { auditConsent } from "../../../../../subgraphs/consent/audit.js";
import { ConsentWorld, type Loose, type TestBrand } from "../consent-world.js";

let world: ConsentWorld;

beforeAll(async () => {
  world = await ConsentWorld.open();
});
afterAll(async () => {
  const findings = await world.room.database.read(auditConsent);
  await world.close();
  expect(findings).toEqual([]);
});

const STEPS = { licensedFields: ["fitness.steps"] };
const pause = (person: Viewer, paused: boolean): Promise<Loose> =>
  world.mutate(person, "pauseSharing", { paused }, "sharingPaused");

async function seen(viewer: Viewer, id: string): Promise<Loose> {
  const query =
    "query Q($r: [_Any!]!) { _entities(representations: $r) { ... on Licence { status suspendedBy expiresAt } } }";
  const { data } = await world.ask(viewer, query, { r: [{ __typename: "Licence", id }] });
  return data._entities[0];
}

async function listed(brand: TestBrand, status: string): Promise<number> {
  const query = "query Q($s: LicenceStatus) { brand { account { licences(status: $s) { nodes { id } } } } }";
  const { data } = await world.ask(brand.viewer, query, { s: status });
  return data.brand.account.licences.nodes.length;
}

describe("pausing what is shared", () => {
  it("reads as no licence at once, keeps its name before the brand, and comes back whole", async () => {
    const [brand, ada] = [await world.brand(), world.person()];
    const { licence } = await world.accept(ada, await world.exchange(brand));
    const [ref = ""] = await world.refs(brand);
    const before = await seen(brand.viewer, licence.id);

    expect(await pause(ada, true)).toEqual({ sharingPaused: true, userErrors: [] });
    expect(await world.customer(brand, ref)).toBeNull();
    expect(await world.refs(brand)).toEqual([]);
    expect(await seen(ada, licence.id)).toMatchObject({ status: "SUSPENDED", suspendedBy: "PERSON" });
    expect(await seen(brand.viewer, licence.id)).toEqual(before);
    expect(before).toMatchObject({ status: "ACTIVE", suspendedBy: null });
    expect([await listed(brand, "ACTIVE"), await listed(brand, "SUSPENDED")]).toEqual([1, 0]);

    expect(await pause(ada, false)).toEqual({ sharingPaused: false, userErrors: [] });
    expect((await world.customer(brand, ref))?.terms).toMatchObject([{ field: "fitness.steps", state: "GRANTED" }]);
    expect(await seen(ada, licence.id)).toEqual(before);
  });

  it("does not show in the exchange's funnel or in the brand's trust", async () => {
    const [brand, ada] = [await world.brand(), world.person()];
    const exchange = await world.exchange(brand);
    await world.accept(ada, exchange);
    const query = "query Q($id: ID!) { exchange(id: $id) { funnel { active ended } brand { trust { licences } } } }";
    const told = async (): Promise<Loose> => (await world.ask(brand.viewer, query, { id: exchange.id })).data;
    const before = await told();
    await pause(ada, true);
    expect(await told()).toEqual(before);
    expect(before.exchange.funnel).toEqual({ active: 1, ended: 0 });
  });

  it("says so to the person, and refuses a new licence meanwhile", async () => {
    const [brand, ada] = [await world.brand(), world.person()];
    const exchange = await world.exchange(brand);
    await pause(ada, true);
    const query = "query Q($r: [_Any!]!) { _entities(representations: $r) { ... on Person { sharingPaused } } }";
    const { data } = await world.ask(ada, query, { r: [{ __typename: "Person", id: ada.personId }] });
    expect(data._entities).toEqual([{ sharingPaused: true }]);
    expect((await world.accept(ada, exchange)).userErrors).toMatchObject([{ code: "SHARING_PAUSED" }]);
    await pause(ada, false);
    expect((await world.accept(ada, exchange)).licence).toMatchObject({ status: "ACTIVE" });
  });

  it("lets expiry run, and leaves what others licensed alone", async () => {
    const [brand, ada, bea] = [await world.brand(), world.person(), world.person()];
    const exchange = await world.exchange(brand, { lasts: "P1D" });
    const { licence } = await world.accept(ada, exchange);
    await world.accept(bea, exchange);
    await pause(ada, true);
    expect(await world.refs(brand)).toHaveLength(1);
    world.now = new Date(world.now.getTime() + DAY_MS);
    expect(await seen(ada, licence.id)).toMatchObject({ status: "EXPIRED", suspendedBy: null });
    await pause(ada, false);
    expect(await seen(ada, licence.id)).toMatchObject({ status: "EXPIRED" });
    expect(await world.refs(brand)).toEqual([]);
  });

  it("hides an exhausted licence, which comes back exhausted and never active", async () => {
    const [brand, ada] = [await world.brand(), world.person()];
    const { licence } = await world.accept(ada, await world.exchange(brand, { maxDisclosures: 1 }));
    const [ref = ""] = await world.refs(brand);
    await world.customer(brand, ref, { ...STEPS, operationId: "op-used" });
    await world.disclosed(ada, brand, licence.id, "op-used", 0);
    const spent = await world.customer(brand, ref, STEPS);
    expect(spent?.terms).toMatchObject([{ state: "USE_LIMIT_REACHED" }]);
    await pause(ada, true);
    expect(await world.customer(brand, ref, STEPS)).toBeNull();
    expect(await seen(brand.viewer, licence.id)).toMatchObject({ status: "EXHAUSTED", suspendedBy: null });
    await pause(ada, false);
    expect((await world.customer(brand, ref, STEPS))?.terms).toMatchObject([{ state: "USE_LIMIT_REACHED" }]);
  });

  it("lets the outcome of a disclosure in flight exhaust a paused licence", async () => {
    const [brand, ada] = [await world.brand(), world.person()];
    const { licence } = await world.accept(ada, await world.exchange(brand, { maxDisclosures: 1 }));
    const [ref = ""] = await world.refs(brand);
    await world.customer(brand, ref, { ...STEPS, operationId: "op-late" });
    await pause(ada, true);
    await world.disclosed(ada, brand, licence.id, "op-late", 0);
    expect(await seen(brand.viewer, licence.id)).toMatchObject({ status: "EXHAUSTED" });
    expect(await world.customer(brand, ref, STEPS)).toBeNull();
    await pause(ada, false);
    expect(await seen(ada, licence.id)).toMatchObject({ status: "EXHAUSTED" });
  });

  it("can be withdrawn while it is paused, and then stays withdrawn", async () => {
    const [brand, ada] = [await world.brand(), world.person()];
    const { licence } = await world.accept(ada, await world.exchange(brand));
    await pause(ada, true);
    await world.withdraw(ada, licence.id);
    await pause(ada, false);
    expect(await seen(ada, licence.id)).toMatchObject({ status: "WITHDRAWN", suspendedBy: null });
    expect(await world.refs(brand)).toEqual([]);
  });
});
