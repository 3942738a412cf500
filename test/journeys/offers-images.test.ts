import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { GIF, JPEG, PNG, pngOf, SECRET, SVG, WEBP } from "../harness/pictures.js";
import { ShownOffers } from "../harness/shown-offers.js";
import { World } from "../harness/world.js";
import type { WorldBrand } from "../harness/world-brand.js";

const HOUR_MS = 60 * 60_000;

interface Started {
  imageUpload: string | null;
  uploadUrl: string | null;
  userErrors: { code: string; field: string[] | null }[];
}

/** A brand's picture goes through the gateway, is looked at, and is served without anything that is not picture. */
describe("an offer's picture", () => {
  let world: World;
  let brand: WorldBrand;
  beforeAll(async () => {
    world = await World.open();
    brand = await world.brand();
  }, 60_000);
  afterAll(() => world.close());

  const start = async (bytes: number, whose = brand, idempotencyKey = world.key()): Promise<Started> => {
    const { data } = await whose.ask(
      `mutation ($input: StartImageUploadInput!) { startImageUpload(input: $input) {
        imageUpload uploadUrl userErrors { code field } } }`,
      { input: { bytes, idempotencyKey } },
    );
    return (data as never as { startImageUpload: Started }).startImageUpload;
  };
  const put = (url: string, body: Buffer, bearer = brand.api.bearer, headers: object = {}): Promise<Response> =>
    fetch(url, {
      method: "PUT",
      headers: { ...(bearer !== null && { authorization: `Bearer ${bearer}` }), ...headers },
      body: new Uint8Array(body),
    });
  const uploaded = async (file: Buffer): Promise<string> => {
    const { imageUpload, uploadUrl } = await start(file.length);
    expect((await put(uploadUrl!, file)).status).toBe(202);
    return imageUpload!;
  };
  const create = async (imageUpload: string, whose = brand) => {
    const input = {
      ...{ title: "t", body: "b", callToAction: "c", landingUrl: "https://brand.example/", placements: ["home"] },
      ...{ budget: 0, imageUpload, idempotencyKey: world.key() },
    };
    const { data } = await whose.ask(
      `mutation ($input: CreateOfferInput!) { createOffer(input: $input) { offer { id image } userErrors { code field } } }`,
      { input },
    );
    type Created = { offer: { id: string; image: string } | null; userErrors: { code: string; field: string[] }[] };
    return (data as never as { createOffer: Created }).createOffer;
  };

  it.each([
    ["PNG", "image/png", PNG],
    ["JPEG", "image/jpeg", JPEG],
    ["WebP", "image/webp", WEBP],
  ])("is shown with its offer: %s", async (_name, type, file) => {
    const own = await world.brand();
    const { imageUpload, uploadUrl } = await start(file.length, own);
    expect(uploadUrl).toBe(`${world.url}/images/${imageUpload}`);
    expect((await put(uploadUrl!, file, own.api.bearer)).status).toBe(202);
    // Nobody's until an offer has it.
    expect((await fetch(uploadUrl!)).status).toBe(404);
    await own.offer({ imageUpload });
    const shown = await ShownOffers.open(world, own, await world.person());
    const { data } = await own.customer(shown.ref, 'offerSlots(placement: "home") { proposition { offer { image } } }');
    const image = `${world.url}/images/${imageUpload}`;
    expect(data).toEqual({ customer: { offerSlots: [{ proposition: { offer: { image } } }] } });
    const response = await fetch(image);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": type,
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; sandbox",
      "cache-control": "public, max-age=31536000, immutable",
      "cross-origin-resource-policy": "cross-origin",
      etag: `"${imageUpload}"`,
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.length).toBeGreaterThan(20);
    expect(bytes.toString("latin1")).not.toContain(SECRET);
    const again = await fetch(image, { headers: { "if-none-match": `"${imageUpload}"` } });
    expect(again.status).toBe(304);
    const head = await fetch(image, { method: "HEAD" });
    expect([head.status, head.headers.get("content-length")]).toEqual([200, String(bytes.length)]);
  });

  it("is taken once, from who announced it, as it is and no larger than announced", async () => {
    const { uploadUrl } = await start(PNG.length);
    const url = uploadUrl!;
    expect((await put(url, PNG, null)).status).toBe(401);
    expect((await put(url, PNG, (await world.person()).token)).status).toBe(401);
    expect((await put(url, PNG, (await world.brand()).api.bearer)).status).toBe(404);
    expect((await put(`${world.url}/images/unknown`, PNG)).status).toBe(404);
    expect((await put(url, gzipSync(PNG), brand.api.bearer, { "content-encoding": "gzip" })).status).toBe(415);
    const tooLong = await put(url, Buffer.concat([PNG, Buffer.alloc(1)]));
    expect([tooLong.status, tooLong.headers.get("connection")]).toEqual([413, "close"]);
    const answers = await Promise.all(Array.from({ length: 4 }, () => put(url, PNG)));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409, 409]);
    expect((await put(url, PNG)).status).toBe(409);
  });

  it("may be sent again when it was refused for what it is", async () => {
    const { uploadUrl } = await start(1_000);
    const refusals = await Promise.all(
      [SVG, GIF, PNG.subarray(0, -5), Buffer.alloc(0)].map((file) => put(uploadUrl!, file)),
    );
    expect(refusals.map(({ status }) => status)).toEqual([415, 415, 400, 415]);
    expect(await refusals[0]!.json()).toEqual({ message: "A picture is PNG, JPEG or WebP." });
    expect((await put(uploadUrl!, PNG)).status).toBe(202);
  });

  it("has at most 300 kB", async () => {
    expect((await start(300_001)).userErrors).toEqual([{ code: "TOO_LARGE", field: ["bytes"] }]);
    expect((await start(0)).userErrors).toEqual([{ code: "INVALID", field: ["bytes"] }]);
    const large = pngOf(299_800);
    expect(large.length).toBeLessThanOrEqual(300_000);
    const { offer } = await create(await uploaded(large));
    const served = Buffer.from(await (await fetch(offer!.image)).arrayBuffer());
    expect(served.equals(large)).toBe(true);
  });

  it("is one offer's of the same brand, once it has arrived", async () => {
    const id = await uploaded(JPEG);
    expect((await create(id, await world.brand())).userErrors).toEqual([{ code: "NOT_FOUND", field: ["imageUpload"] }]);
    expect((await create("unknown")).userErrors).toEqual([{ code: "NOT_FOUND", field: ["imageUpload"] }]);
    const waiting = await start(PNG.length);
    expect((await create(waiting.imageUpload!)).userErrors).toEqual([{ code: "INVALID", field: ["imageUpload"] }]);
    const both = await Promise.all([create(id), create(id)]);
    expect(both.flatMap(({ userErrors }) => userErrors)).toEqual([{ code: "INVALID", field: ["imageUpload"] }]);
    expect(both.filter(({ offer }) => offer !== null)).toHaveLength(1);
  });

  it("is announced once under one key", async () => {
    const key = world.key();
    const [one, other] = await Promise.all([start(10, brand, key), start(10, brand, key)]);
    expect(one).toEqual(other);
    expect((await start(11, brand, key)).userErrors.map(({ code }) => code)).toEqual(["IDEMPOTENCY_MISMATCH"]);
  });

  it("does not wait for its offer in any number", async () => {
    const own = await world.brand();
    const all = await Promise.all(Array.from({ length: 100 }, () => start(10, own)));
    expect(all.flatMap(({ userErrors }) => userErrors)).toEqual([]);
    expect((await start(10, own)).userErrors.map(({ code }) => code)).toEqual(["INVALID"]);
  });

  it("goes after a day without an offer, and stays with one", async () => {
    const [used, unused] = [await uploaded(PNG), await uploaded(WEBP)];
    const { offer } = await create(used);
    world.advance(23 * HOUR_MS);
    await world.confide.offers.deleteOld();
    const { offers } = world.confide;
    const kept = async (): Promise<number> => {
      const rows = await offers.database.read((manager) =>
        manager.query<unknown[]>(`SELECT id FROM image WHERE id IN ('${used}', '${unused}')`),
      );
      return rows.length;
    };
    expect(await kept()).toBe(2);
    world.advance(2 * HOUR_MS);
    await offers.deleteOld();
    expect(await kept()).toBe(1);
    expect((await fetch(offer!.image)).status).toBe(200);
    expect((await create(unused)).userErrors.map(({ code }) => code)).toEqual(["NOT_FOUND"]);
  });
});
