import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { DAY_MS, HOUR_MS } from "../../../../../shared/clock.js";
import { TrustLevel } from "../../../../../subgraphs/consent/brand/trust.js";
import { ConsentWorld, HEART_HOURLY, type Loose, OPERATOR, STEPS_DAILY, type TestBrand } from "../consent-world.js";

let world: ConsentWorld;
let server: Server;
/** What the brands' domain shows. */
let shown: { status: number; body: string };

beforeAll(async () => {
  server = createServer((request, response) => {
    const isFile = request.url === "/.well-known/confide-brand.jws" && request.headers.host === "northwind.example";
    response.writeHead(isFile ? shown.status : 404, { location: "/elsewhere" }).end(shown.body);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const origin = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  world = await ConsentWorld.open(new Map([["northwind.example", origin]]));
}, 30_000);
afterAll(async () => {
  await world.close();
  server.close();
});

const card = async (brand: TestBrand): Promise<Loose> =>
  (
    await world.brandCard(
      brand,
      "trust { level unlocks licences disclosures withheld erasuresAcknowledged erasuresOverdue medianErasureHours complaintsUpheld suspensionReason missing }",
    )
  ).trust;
const challenge = async (brand: TestBrand): Promise<string> =>
  (await world.brandCard(brand, "account { domainChallenge }")).account.domainChallenge;
const verify = (brand: TestBrand): Promise<Loose> =>
  world.mutate(brand.viewer, "verifyDomain", {}, "brand { trust { level } }");
const suspend = (brand: TestBrand, suspended: boolean): Promise<Loose> =>
  world.mutate(OPERATOR, "suspendBrand", { brandId: brand.id, suspended, reason: "Sold data on." }, "brand { trust { level suspensionReason } }"); // prettier-ignore

describe("trust", () => {
  it("is VERIFIED once the domain shows the brand's own challenge, for thirty days", async () => {
    const brand = await world.brand(TrustLevel.REGISTERED);
    const other = await world.brand(TrustLevel.REGISTERED);
    const own = await challenge(brand);
    expect(await challenge(brand)).toBe(own);
    for (const wrong of [
      { status: 404, body: own },
      { status: 302, body: own },
      { status: 200, body: await challenge(other) },
      { status: 200, body: `${own.slice(0, -2)}AA` },
      { status: 200, body: "x".repeat(70_000) },
    ]) {
      shown = wrong;
      const refused = await verify(brand);
      expect([refused.brand, refused.userErrors]).toMatchObject([null, [{ code: "INVALID" }]]);
    }
    shown = { status: 200, body: `${own}\n` };
    expect((await verify(brand)).brand.trust.level).toBe("VERIFIED");
    shown = { status: 500, body: "" };
    world.now = new Date(world.now.getTime() + 30 * DAY_MS - 1);
    expect((await card(brand)).level).toBe("VERIFIED");
    world.now = new Date(world.now.getTime() + 1);
    expect((await card(brand)).level).toBe("REGISTERED");
    const refused = await world.createExchange(brand, { terms: [STEPS_DAILY] });
    expect(refused.userErrors).toMatchObject([{ code: "TIER_LOCKED" }]);
  });

  it("looks at the domain again by itself, so that a brand need not come back", async () => {
    const brand = await world.brand(TrustLevel.REGISTERED);
    shown = { status: 200, body: await challenge(brand) };
    await verify(brand);
    for (let week = 0; week < 6; week += 1) {
      world.now = new Date(world.now.getTime() + 8 * DAY_MS);
      await world.room.goRound();
    }
    expect((await card(brand)).level).toBe("VERIFIED");
  });

  it("gates reads at once, and no status of a licence has to be written for it", async () => {
    const brand = await world.brand();
    const ada = world.person();
    const { licence } = await world.accept(ada, await world.exchange(brand, { terms: [HEART_HOURLY] }));
    const [ref = ""] = await world.refs(brand);
    const states = async (): Promise<unknown> => (await world.customer(brand, ref))?.terms.map(({ state }) => state);
    const standing = async (): Promise<unknown> => (await world.me(ada, "licences { nodes { status suspendedBy } }")).licences.nodes; // prettier-ignore
    expect(await states()).toEqual(["GRANTED"]);
    expect((await suspend(brand, true)).brand.trust).toEqual({ level: "SUSPENDED", suspensionReason: "Sold data on." });
    expect(await states()).toEqual(["BRAND_SUSPENDED"]);
    expect(await standing()).toEqual([{ status: "SUSPENDED", suspendedBy: "OPERATOR" }]);
    const listed = async (status: string): Promise<number> =>
      (await world.me(ada, `licences(status: ${status}) { nodes { id } }`)).licences.nodes.length;
    expect([await listed("ACTIVE"), await listed("SUSPENDED")]).toEqual([0, 1]);
    const seen = `account { licences { nodes { id status suspendedBy } } }`;
    expect((await world.brandCard(brand, seen)).account.licences.nodes).toEqual([
      { id: licence.id, status: "SUSPENDED", suspendedBy: "OPERATOR" },
    ]);
    await suspend(brand, false);
    expect(await states()).toEqual(["GRANTED"]);
    expect(await standing()).toEqual([{ status: "ACTIVE", suspendedBy: null }]);
  });

  it("hides a pause from a suspended brand as well", async () => {
    const brand = await world.brand();
    const ada = world.person();
    await world.accept(ada, await world.exchange(brand));
    await world.mutate(ada, "pauseSharing", { paused: true }, "sharingPaused");
    await suspend(brand, true);
    const seen = await world.brandCard(brand, "account { licences { nodes { status suspendedBy } } }");
    expect(seen.account.licences.nodes).toEqual([{ status: "SUSPENDED", suspendedBy: "OPERATOR" }]);
    expect((await world.me(ada, "licences { nodes { suspendedBy } }")).licences.nodes[0].suspendedBy).toBe("PERSON");
  });

  it("falls with the first overdue erasure, is suspended by the third, and comes back with acknowledgements", async () => {
    const brand = await world.brand();
    const exchange = await world.exchange(brand);
    const licences: string[] = [];
    for (let i = 0; i < 3; i += 1) {
      const person = world.person();
      const { licence } = await world.accept(person, exchange);
      await world.withdraw(person, licence.id);
      licences.push(licence.id);
      world.now = new Date(world.now.getTime() + DAY_MS);
    }
    const levels = [(await card(brand)).level];
    world.now = new Date(world.now.getTime() + 27 * DAY_MS + 1);
    for (let day = 0; day < 3; day += 1) {
      levels.push((await card(brand)).level);
      world.now = new Date(world.now.getTime() + DAY_MS);
    }
    expect(levels).toEqual(["TRUSTED", "VERIFIED", "VERIFIED", "SUSPENDED"]);
    expect(await card(brand)).toMatchObject({
      erasuresOverdue: 3,
      suspensionReason: expect.stringContaining("3 erasures"),
    });
    const acknowledge = (licenceId: string, erasedAt: Date): Promise<Loose> =>
      world.mutate(brand.viewer, "acknowledgeErasure", { licenceId, erasedAt }, "licence { erasure { acknowledgedAt erasedAt } }"); // prettier-ignore
    const early = await acknowledge(licences[0] ?? "", new Date(world.now.getTime() - 90 * DAY_MS));
    expect(early.userErrors).toMatchObject([{ code: "INVALID", field: ["erasedAt"] }]);
    for (const id of licences) {
      expect((await acknowledge(id, world.now)).licence.erasure).toEqual({
        acknowledgedAt: world.now.toISOString(),
        erasedAt: world.now.toISOString(),
      });
    }
    expect((await acknowledge(licences[0] ?? "", world.now)).userErrors).toMatchObject([{ code: "ALREADY_ENDED" }]);
    const other = await world.brand();
    const foreign = { licenceId: licences[0], erasedAt: world.now };
    const refused = await world.mutate(other.viewer, "acknowledgeErasure", foreign, "licence { id }");
    expect(refused.userErrors).toMatchObject([{ code: "NOT_FOUND" }]);
    const after = await card(brand);
    expect(after).toMatchObject({ level: "TRUSTED", erasuresAcknowledged: 3, erasuresOverdue: 0 });
    expect(after.medianErasureHours).toBe((32 * DAY_MS) / HOUR_MS);
  });

  it("counts what a brand asked for and did not get", async () => {
    const brand = await world.brand(TrustLevel.VERIFIED);
    await world.customer(brand, "nobody", { licensedFields: ["heart.rate"] });
    await world.accept(world.person(), await world.exchange(brand));
    const [ref = ""] = await world.refs(brand);
    await world.customer(brand, ref, { licensedFields: ["heart.rate", "fitness.steps", "body.weight"] });
    expect((await card(brand)).withheld).toBe(3);
    await world.room.goRound();
    expect((await card(brand)).withheld).toBe(3);
  });
});
