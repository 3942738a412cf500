import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../../../../../shared/clock.js";
import { ConsentWorld, type Loose, STEPS_DAILY, type TestBrand } from "../consent-world.js";

const URL_OF_BRAND = "https://hooks.northwind.example/confide";
const ALL = ["LICENCE_GRANTED", "LICENCE_NARROWED", "LICENCE_ENDED", "ERASURE_REQUESTED", "ESCROW_LOW"];

let world: ConsentWorld;
let server: Server;
let status: number;
let received: { headers: IncomingHttpHeaders; body: string }[];

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const origin = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  world = await ConsentWorld.open(new Map([["*.northwind.example", origin]]));
}, 30_000);
beforeEach(() => {
  status = 204;
  received = [];
});
afterAll(async () => {
  await world.close();
  server.close();
});

async function listening(events: string[], escrow?: number): Promise<{ brand: TestBrand; secret: string }> {
  const brand = await world.brand(undefined, escrow);
  const { secret } = await world.mutate(brand.viewer, "setWebhook", { url: URL_OF_BRAND, events }, "secret webhook { url }"); // prettier-ignore
  return { brand, secret };
}

const deliveries = async (brand: TestBrand, args = ""): Promise<Loose[]> =>
  (
    await world.brandCard(
      brand,
      `account { webhook { deliveries${args} { nodes { id event status attempts nextAttemptAt httpStatus } } } }`,
    )
  ).account.webhook.deliveries.nodes;
const types = (): string[] => received.map(({ body }) => (JSON.parse(body) as { type: string }).type);

describe("a brand's webhook", () => {
  it("tells of a licence's whole life signed, with the brand's own state and never a value", async () => {
    const { brand, secret } = await listening(ALL);
    const ada = world.person();
    const exchange = await world.exchange(brand, { terms: [STEPS_DAILY] });
    const { licence } = await world.accept(ada, exchange, { state: "visitor-17" });
    await world.room.goRound();
    const terms = [{ field: "fitness.steps", precision: "BAND", history: "P30D" }];
    await world.mutate(ada, "narrowLicence", { licenceId: licence.id, terms }, "licence { id }");
    await world.room.goRound();
    await world.withdraw(ada, licence.id);
    await world.room.goRound();
    expect(types().slice(0, 2)).toEqual(["LICENCE_GRANTED", "LICENCE_NARROWED"]);
    // Both of one moment, and sent side by side.
    expect(types().slice(2).sort()).toEqual(["ERASURE_REQUESTED", "LICENCE_ENDED"]);
    for (const { headers, body } of received) {
      const id = String(headers["webhook-id"]);
      const timestamp = String(headers["webhook-timestamp"]);
      const key = Buffer.from(secret.replace("whsec_", ""), "base64");
      const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
      expect(headers["webhook-signature"]).toBe(`v1,${signature}`);
      expect(Number(timestamp)).toBe(Math.floor(world.now.getTime() / 1_000));
      const { data, ...rest } = JSON.parse(body);
      expect(Object.keys(rest).sort()).toEqual(["at", "type"]);
      expect(data).toEqual({ licenceId: licence.id, ref: expect.any(String), state: "visitor-17" });
    }
    expect(new Set(received.map(({ headers }) => headers["webhook-id"])).size).toBe(4);
    expect((await deliveries(brand)).map((one) => one.status)).toEqual(Array(4).fill("DELIVERED"));
  });

  it("is told only what it asked for, and keeps its secret to itself", async () => {
    const { brand } = await listening(["LICENCE_ENDED"]);
    await world.accept(world.person(), await world.exchange(brand));
    await world.room.goRound();
    expect(types()).toEqual([]);
    const rows = await world.room.database.read((manager) => manager.query("SELECT secret FROM webhook"));
    expect(JSON.stringify(rows)).not.toContain("whsec_");
    for (const url of ["http://hooks.northwind.example/", "https://a:b@hooks.northwind.example/"]) {
      const refused = await world.mutate(brand.viewer, "setWebhook", { url, events: ALL }, "secret");
      expect([refused.secret, refused.userErrors]).toMatchObject([null, [{ code: "INVALID", field: ["url"] }]]);
    }
  });

  it("is tried again with growing waits, given up, and tried anew by hand", async () => {
    const { brand } = await listening(["LICENCE_GRANTED"]);
    status = 500;
    await world.accept(world.person(), await world.exchange(brand));
    await world.room.goRound();
    const waits = [5 * SECOND_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS, 5 * HOUR_MS, 10 * HOUR_MS, 14 * HOUR_MS, 20 * HOUR_MS, 24 * HOUR_MS]; // prettier-ignore
    for (const [index, wait] of waits.entries()) {
      const [pending] = await deliveries(brand);
      expect(pending).toMatchObject({ status: "PENDING", attempts: index + 1, httpStatus: 500 });
      expect(Date.parse(pending.nextAttemptAt) - world.now.getTime()).toBe(wait);
      await world.room.goRound();
      expect(received).toHaveLength(index + 1);
      world.now = new Date(world.now.getTime() + wait);
      await world.room.goRound();
    }
    const [dead] = await deliveries(brand, "(status: DEAD)");
    expect(dead).toMatchObject({ status: "DEAD", attempts: 10, nextAttemptAt: null });
    status = 200;
    const retry = (deliveryId: string, viewer = brand.viewer): Promise<Loose> =>
      world.mutate(viewer, "retryWebhookDelivery", { deliveryId }, "delivery { status attempts }");
    expect((await retry(dead.id, (await world.brand()).viewer)).userErrors).toMatchObject([{ code: "NOT_FOUND" }]);
    expect((await retry(dead.id)).delivery).toEqual({ status: "PENDING", attempts: 0 });
    await world.room.goRound();
    expect(await deliveries(brand)).toMatchObject([{ status: "DELIVERED", attempts: 1, httpStatus: 200 }]);
    expect((await retry(dead.id)).userErrors).toMatchObject([{ code: "INVALID" }]);
    expect(new Set(received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  });

  it("is told once of an escrow that runs low, and again after it was funded", async () => {
    const { brand } = await listening(["ESCROW_LOW"], 1_000);
    const spend = async (points: number): Promise<void> => {
      const exchange = await world.exchange(brand, { terms: [{ ...STEPS_DAILY, points }] });
      await world.accept(world.person(), exchange);
      await world.room.goRound();
      await world.room.goRound();
    };
    await spend(900);
    expect(types()).toEqual([]);
    await spend(1);
    await spend(1);
    expect(types()).toEqual(["ESCROW_LOW"]);
    expect(JSON.parse(received[0]?.body ?? "")).toMatchObject({ data: {} });
    world.now = new Date(world.now.getTime() + DAY_MS);
    await world.mutate({ kind: "operator", clientId: "o" }, "fundEscrow", { brandId: brand.id, points: 5_000 }, "brand { id }"); // prettier-ignore
    await spend(4_700);
    expect(types()).toEqual(["ESCROW_LOW", "ESCROW_LOW"]);
  });
});
