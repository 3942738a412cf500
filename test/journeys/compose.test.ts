import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createConnection } from "mysql2/promise";
import { appleHealthExport, RUNNER } from "../../demo/sample-exports.js";
import type { Demo } from "../../demo/demo.js";
import { projectRoot } from "../../shared/project-root.js";
import { NOBODY } from "../../shared/viewer.js";
import { packFetch } from "../../topology/link/link-message.js";
import { bodyHash, LINK_WINDOW_MS, linkKeys, sign, SIGNATURE_HEADER } from "../../topology/link/signature.js";
import { Api, type Answer } from "../harness/api.js";
import { readCompose, readDockerfile } from "../harness/compose-file.js";
import { PROCESSES, ServerProcesses } from "../harness/server-processes.js";
import { GIF, JPEG } from "../harness/pictures.js";
import { ServerWorld } from "../harness/server-world.js";
import { unzip } from "../harness/unzip.js";
import type { WorldBrand } from "../harness/world-brand.js";
import type { WorldPerson } from "../harness/world-person.js";

const SUBGRAPHS = ["user-profile", "consent", "offers"] as const;
const QUERY = `ref data { fitness { workouts { activity distanceMetres } } heart { restingRate { mean unit } rate { mean } } }
  offerSlots(placement: "home") { proposition { because offer { title } } }`;
const TERMS = [
  { field: "fitness.workouts", precision: "FINE", history: "P30D" },
  { field: "heart.restingRate", precision: "COARSE", history: "P30D" },
];

/** docker-compose.yml's own commands and environments, as processes, against a MariaDB of their own. */
describe("the services of docker-compose.yml", () => {
  let world: ServerWorld;
  let mara: WorldPerson;
  let brand: WorldBrand;
  let ref: string;
  let imageBefore: string[];
  beforeAll(async () => {
    world = await ServerWorld.open();
    imageBefore = readdirSync(world.installation.image, { recursive: true }) as string[];
  }, 120_000);
  afterAll(() => world.close());

  const ask = (of = brand) => of.customer(ref, QUERY, "PERSONALISED_OFFERS");

  it("publish the gateway alone, and give it neither a key that opens data nor an account of the database", () => {
    const services = readCompose(world.installation.variables);
    expect(Object.keys(services).sort()).toEqual(["mariadb", "migrate", ...PROCESSES, "seed", "audit"].sort());
    for (const [name, { ports, networks, environment }] of Object.entries(services)) {
      expect(ports).toEqual(name === "gateway" ? ["4000:4000"] : []);
      expect(networks).toEqual(name === "gateway" ? ["inside", "outside"] : ["inside"]);
      if (["migrate", "seed", "audit", "mariadb"].includes(name)) continue;
      // No process that stays has root's password, and none another room's account.
      expect(environment["DATABASE_URL"]?.split("://")[1]?.split(":")[0]).toBe(
        name === "gateway" ? undefined : name.replace("-", "_"),
      );
    }
    const secret = /EVENT_KEY|KEY_ENCRYPTION|CAPABILITY|SIGNING|DATABASE/;
    expect(Object.keys(services["gateway"]!.environment).filter((name) => secret.test(name))).toEqual([]);
  });

  it("begin in an image that holds every package that they load", () => {
    const { copied, entrypoint } = readDockerfile();
    expect(copied.filter((name) => !existsSync(join(projectRoot, name)))).toEqual([]);
    expect(entrypoint).toEqual(["node", "/confide/dist/confide.js"]);
    const manifest = JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8")) as {
      dependencies: Record<string, string>;
    };
    const loaded = new Set<string>();
    const dist = join(projectRoot, "dist");
    for (const file of readdirSync(dist, { recursive: true }) as string[]) {
      if (!file.endsWith(".js") || file.startsWith("explorer")) continue;
      const text = readFileSync(join(dist, file), "utf8");
      for (const [, name = ""] of text.matchAll(
        /(?:\bfrom|^import|\bimport\()\s*"((?:@[\w-]+\/)?[\w-][\w.-]*)[^":]*"/gm,
      )) {
        loaded.add(name);
      }
    }
    expect(loaded.size).toBeGreaterThan(20);
    // What Node brings is imported as node:...
    expect([...loaded].filter((name) => !(name in manifest.dependencies))).toEqual([]);
  });

  it("make the demo once they run, and only once", async () => {
    const seed = world.processes.run("seed");
    expect([await seed.ended(), seed.output]).toEqual([0, expect.stringContaining("Mara")]);
    const file = join(world.installation.volumeOf("demo"), "demo.json");
    const demo = JSON.parse(readFileSync(file, "utf8")) as Demo;
    const [person] = demo.people;
    const [shop] = demo.brands;
    expect(demo.graphql).toBe(`${world.url}/graphql`);
    const own = await new Api(world.url, person!.token).ask("{ me { data { fitness { workouts { activity } } } } }");
    expect(own.text).toContain("RUN");
    const api = await Api.withCredentials(world.url, shop!.clientId, shop!.clientSecret);
    const customer = `{ customer(ref: "${person!.refs[shop!.clientId]}", purpose: SERVICE_PERSONALISATION) {
      data { fitness { steps { sum } } } } }`;
    expect((await api.ask(customer)).text).toMatch(/"sum":\d+/);
    expect(await world.processes.run("seed").ended()).toBe(2);
  });

  it("do the flip", async () => {
    mara = await world.person();
    brand = await world.brand();
    const text = appleHealthExport({ seed: 1, now: world.now(), days: 45, profile: RUNNER });
    expect((await mara.importText(text, "export.xml")).status).toBe("DONE");
    ref = await brand.refOf(await mara.licensing("fitness.steps", "COARSE", "P30D").to(brand));
    expect(await ask()).toMatchObject({
      status: 200,
      data: { customer: null },
      extensions: { withheld: [{ path: ["customer"], field: null, reason: "NO_LICENCE" }] },
    });
    const targeting = [{ trait: "runsPerWeek", operator: "AT_LEAST", values: ["2"] }];
    await brand.offer({ title: "Trainers", targeting });
    const terms = TERMS.map((term) => ({ ...term, points: 50 }));
    const exchange = await brand.publish({ purpose: "PERSONALISED_OFFERS", terms, rewardPerDisclosure: 2 });
    const licenceId = await mara.accept(exchange);
    const answer = await ask();
    expect(answer.errors).toBeUndefined();
    const { data, offerSlots } = (answer.data as never as { customer: { data: never; offerSlots: unknown } }).customer;
    expect(data).toEqual({
      fitness: { workouts: expect.arrayContaining([{ activity: "RUN", distanceMetres: expect.any(Number) }]) },
      heart: { restingRate: expect.arrayContaining([{ mean: expect.any(Number), unit: "/min" }]), rate: null },
    });
    expect(offerSlots).toEqual([{ proposition: { because: ["runsPerWeek"], offer: { title: "Trainers" } } }]);
    await world.confide.settle();
    expect((await mara.wallet()).available).toBe(102);
    await mara.withdraw(licenceId);
    expect((await ask()).data).toEqual({ customer: null });
    expect(await world.audit()).toBe("");
  });

  it("keep each room's account out of the others' databases, and all of them from the tables' form", async () => {
    const url = new URL(world.processes.environmentOf("consent")["DATABASE_URL"] ?? "");
    const connection = await createConnection({
      host: url.hostname,
      port: Number(url.port),
      user: url.username,
      password: url.password,
    });
    try {
      const [rows] = await connection.query("SELECT COUNT(*) AS n FROM confide_consent.person_key");
      expect(rows).toEqual([{ n: expect.any(Number) }]);
      const denied = { code: expect.stringMatching(/^ER_(TABLEACCESS_DENIED_ERROR|DBACCESS_DENIED_ERROR|SPECIFIC)/) };
      for (const statement of [
        "SELECT * FROM confide_user_profile.person_key",
        "SELECT * FROM confide_identity.person_key",
        "DROP TABLE confide_consent.person_key",
        "CREATE TABLE confide_consent.more (id INT)",
        "CREATE DATABASE confideXconsent",
        "SELECT * FROM mysql.global_priv",
      ]) {
        await expect(connection.query(statement)).rejects.toMatchObject(denied);
      }
    } finally {
      await connection.end();
    }
  });

  describe("started twice", () => {
    let second: ServerProcesses;
    beforeAll(async () => {
      second = await ServerProcesses.prepare(world.installation, () => ({}), world.url);
      await second.startAll();
    }, 120_000);
    afterAll(() => second.close());

    it("see on either side at once what is granted and withdrawn on the other", async () => {
      const there = world.through(second.url);
      const exchange = await brand.publish({ purpose: "PERSONALISED_OFFERS", terms: TERMS });
      for (const [grants, reads] of [
        [mara, there.brand(brand)],
        [there.person(mara), brand],
        [mara, brand],
        [there.person(mara), there.brand(brand)],
      ] as const) {
        const licenceId = await grants.accept(exchange);
        expect((await ask(reads)).text).toContain("RUN");
        await grants.withdraw(licenceId);
        expect((await ask(reads)).data).toEqual({ customer: null });
      }
      expect(await world.audit()).toBe("");
    });

    it("take a file in on one side and show it on the other", async () => {
      const ole = await world.person();
      const elsewhere = world.through(second.url).person(ole);
      const text = appleHealthExport({ seed: 2, now: world.now(), days: 20, profile: RUNNER });
      const { id, uploadUrl } = await ole.startImport("export.xml", Buffer.byteLength(text));
      expect((await ole.put(uploadUrl.replace(world.url, second.url), text)).status).toBe(202);
      expect((await ole.imported(id)).status).toBe("DONE");
      expect(await elsewhere.own("fitness { workouts { activity } }")).toEqual(
        await ole.own("fitness { workouts { activity } }"),
      );
      const again = await elsewhere.importText(text, "export.xml");
      expect(again).toMatchObject({ status: "DONE", recordsAdded: 0 });
    });

    it("show one log, whoever of them has appended to it", async () => {
      const sizes = new Set<string>();
      for (const url of [world.url, second.url]) {
        let text = "";
        for (let tries = 0; tries < 50 && !text.includes("\u2014"); tries += 1) {
          text = await (await fetch(`${url}/log/checkpoint`)).text();
          if (!text.includes("\u2014")) await new Promise((resolve) => setTimeout(resolve, 200));
        }
        expect(text.split("\n")[0]).toMatch(/\/log$/);
        sizes.add(text.split("\n")[1] ?? "");
        expect((await fetch(`${url}/log/tile/entries/000.p/1`)).status).toBe(200);
        expect((await fetch(`${url}/log/tile/0/999`)).status).toBe(404);
      }
      expect([...sizes].every((size) => Number(size) > 0)).toBe(true);
    });

    it("show an offer on both sides as soon as it is live on one, and as long as it is on either", async () => {
      const other = world.through(second.url).brand(brand);
      await mara.licensing("fitness.steps", "COARSE", "P30D").to(brand);
      const shownBy = async (at: WorldBrand): Promise<string> =>
        (await at.customer(ref, 'offerSlots(placement: "sidebar") { proposition { offer { id } } }')).text;
      const offerId = await brand.offer({ placements: ["sidebar"], rewardOnClaim: 1 });
      for (const side of [brand, other, brand, other]) expect(await shownBy(side)).toContain(offerId);
      const input = { offerId, status: "PAUSED", idempotencyKey: world.key() };
      await other.api.mutate("setOfferStatus", input, "offer { id }");
      for (const side of [brand, other]) expect(await shownBy(side)).not.toContain(offerId);
    });

    it("take a brand's picture in on one side and show it on both", async () => {
      type Started = { imageUpload: string; uploadUrl: string };
      const input = { bytes: JPEG.length, idempotencyKey: world.key() };
      const { imageUpload, uploadUrl } = await brand.api.mutate<Started>(
        "startImageUpload",
        input,
        "imageUpload uploadUrl",
      );
      const there = uploadUrl.replace(world.url, second.url);
      const send = (body: Buffer): Promise<Response> =>
        fetch(there, {
          method: "PUT",
          headers: { authorization: `Bearer ${brand.api.bearer}` },
          body: new Uint8Array(body),
        });
      expect((await send(GIF)).status).toBe(415);
      expect((await send(Buffer.concat([JPEG, Buffer.alloc(100_000)]))).status).toBe(413);
      expect((await send(JPEG)).status).toBe(202);
      expect((await send(JPEG)).status).toBe(409);
      await brand.offer({ imageUpload, placements: ["sidebar"] });
      const [here, elsewhere] = await Promise.all([fetch(uploadUrl), fetch(there)]);
      expect(here.headers.get("content-type")).toBe("image/jpeg");
      expect(Buffer.from(await here.arrayBuffer())).toEqual(Buffer.from(await elsewhere.arrayBuffer()));
      expect((await fetch(`${second.url}/images/AAAAAAAAAAAAAAAAAAAAAA`)).status).toBe(404);
    });

    it("hand an export out on the side that it was not begun on, once, and take it in again", async () => {
      const input = { idempotencyKey: world.key() };
      const started = await mara.api.mutate<{ downloadUrl: string }>("exportMyData", input, "downloadUrl");
      const there = started.downloadUrl.replace(world.url, second.url);
      const get = (): Promise<Response> => fetch(there, { headers: { authorization: `Bearer ${mara.token}` } });
      const zip = Buffer.from(await (await get()).arrayBuffer());
      expect((await get()).status).toBe(404);
      const files = await unzip(zip);
      expect(files.get("licences.json")!.toString()).toContain("WITHDRAWN");
      const other = await world.person();
      expect(await other.importBytes(zip, "export.zip")).toMatchObject({ status: "DONE", problems: [] });
      const own = `fitness { workouts { activity distanceMetres } } heart { restingRate { mean samples } }`;
      expect(await other.own(own)).toEqual(await mara.own(own));
    });

    it("erase on either side, in every room", async () => {
      const ole = await world.person();
      await ole.importText(appleHealthExport({ seed: 4, now: world.now(), days: 20, profile: RUNNER }), "export.xml");
      const terms = [{ field: "heart.rate", precision: "COARSE", history: "P30D", points: 3 }];
      const exchange = await brand.publish({ terms, rewardPerDisclosure: 1 });
      const oles = await brand.refOf(await ole.accept(exchange));
      const there = world.through(second.url);
      const read = (by: WorldBrand): Promise<Answer> => by.customer(oles, "data { heart { rate { mean } } }");
      expect((await read(there.brand(brand))).text).toMatch(/"mean":\d/);
      const signedIn = await ole.signIn();
      const erase = `mutation ($input: EraseMyDataInput!) { eraseMyData(input: $input) { erasure { id } userErrors { code } } }`;
      const { eraseMyData } = await signedIn.query<{ eraseMyData: { erasure: { id: string } } }>(erase, {
        input: { confirm: ole.email, idempotencyKey: world.key() },
      });
      const shown = new Api(second.url, null);
      const query = `{ erasure(id: "${eraseMyData.erasure.id}") { status certificate } }`;
      await world.confide.settle();
      expect((await shown.ask(query)).data).toEqual({ erasure: { status: "DONE", certificate: expect.any(String) } });
      for (const reader of [brand, there.brand(brand)]) expect((await read(reader)).data).toEqual({ customer: null });
      expect((await there.person(ole).ask("{ me { id } }")).status).toBe(401);
      expect(await world.audit()).toBe("");
    });
  });

  describe.each(SUBGRAPHS)("%s", (room) => {
    const CALL = { viewer: NOBODY, operationId: "op", operationName: null, licensedFields: [], comparedFields: [] };
    const SERVICE = "query { _service { sdl } }";
    const ENTITIES = "query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }";
    const REPRESENTATIONS = { r: [{ __typename: "Customer", ref: "x", capability: "y" }] };
    const bodies = () => [
      packFetch({ call: CALL, request: { query: SERVICE } }),
      packFetch({ call: CALL, request: { query: ENTITIES, variables: REPRESENTATIONS } }),
      packFetch({ call: CALL, request: { query: "query { __typename }" } }),
    ];
    const signed = (body: Buffer, { at = new Date(), as = room } = {}) => {
      const name = `LINK_KEY_${room.replace("-", "_").toUpperCase()}`;
      const key = Buffer.from(world.installation.variables[name] ?? "", "base64");
      const request = { method: "POST", target: "/graphql", call: "", body: bodyHash(body) };
      return { [SIGNATURE_HEADER]: sign(linkKeys(key, "gateway", as).request, request, { now: at }).header };
    };
    const post = async (body: Buffer | string, headers: Record<string, string>) => {
      const url = `${world.processes.urlOf(room)}/graphql`;
      const response = await fetch(url, { method: "POST", body: body as never, headers });
      return { status: response.status, text: await response.text() };
    };
    const REFUSED = { status: 401, text: '{"error":"UNAUTHENTICATED"}' };

    it("answers the gateway, and refuses what is unsigned, altered, replayed, late or for another room", async () => {
      for (const body of bodies()) {
        const headers = signed(body);
        const answered = await post(body, headers);
        expect(answered.status).toBe(200);
        expect(answered.text).not.toMatch(/type Query|__typename|data/);
        expect(await post(body, headers)).toEqual(REFUSED);
        expect(await post(body, {})).toEqual(REFUSED);
        expect(await post(Buffer.concat([body, Buffer.from(" ")]), signed(body))).toEqual(REFUSED);
        const late = new Date(Date.now() - LINK_WINDOW_MS - 1_000);
        expect(await post(body, signed(body, { at: late }))).toEqual(REFUSED);
        const other = room === "offers" ? "consent" : "offers";
        expect(await post(body, signed(body, { as: other }))).toEqual(REFUSED);
      }
    });

    it("refuses GraphQL as others speak it, on every path", async () => {
      const json = { "content-type": "application/json" };
      for (const query of [SERVICE, "{ __schema { types { name } } }"]) {
        expect(await post(JSON.stringify({ query }), json)).toEqual(REFUSED);
      }
      for (const path of ["/graphql?query={_service{sdl}}", "/", "/metrics", "/.well-known/apollo/server-health"]) {
        expect((await fetch(world.processes.urlOf(room) + path)).status).toBe(404);
      }
    });
  });

  it("write nowhere but to their volumes", () => {
    expect(readdirSync(world.installation.image, { recursive: true })).toEqual(imageBefore);
  });
});
