import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { appleHealthExport, RUNNER } from "../../demo/sample-exports.js";
import { DAY_MS, MINUTE_MS } from "../../shared/clock.js";
import { FIELDS } from "../../shared/licensing/field.js";
import { Precision } from "../../shared/licensing/precision.js";
import { everyFieldFiles } from "../harness/every-field.js";
import { fieldSelection } from "../harness/field-selection.js";
import { unzip } from "../harness/unzip.js";
import { World } from "../harness/world.js";
import type { WorldBrand } from "../harness/world-brand.js";
import type { WorldPerson } from "../harness/world-person.js";

describe("a person who takes everything away", () => {
  let world: World;
  let person: WorldPerson;
  let brand: WorldBrand;
  let during: string;
  let zip: Buffer;
  let files: Map<string, Buffer>;
  beforeAll(async () => {
    world = await World.open();
    [person, brand] = [await world.person(), await world.brand()];
    const now = world.now().getTime();
    during = `during: { from: "${new Date(now - 60 * DAY_MS).toISOString()}", to: "${new Date(now).toISOString()}" }`;
    const zone = { timeZone: "Pacific/Auckland", idempotencyKey: world.key() };
    await person.api.mutate("setMyTimeZone", zone, "me { id }");
    for (const file of everyFieldFiles(now)) await person.importBytes(file);
    await person.importText(appleHealthExport({ seed: 3, now: world.now(), days: 30, profile: RUNNER }), "export.xml");
    await person.api.mutate("setMyHousehold", { persons: 4, idempotencyKey: world.key() }, "me { id }");
    const terms = [{ field: "heart.rate", precision: "COARSE", history: "P30D", points: 7 }];
    const licence = await person.accept(await brand.publish({ terms, rewardPerDisclosure: 2 }));
    const ref = await brand.refOf(licence);
    for (let time = 0; time < 3; time += 1) await brand.customer(ref, `data { heart { rate(${during}) { mean } } }`);
    await world.confide.settle();
  });
  afterAll(() => world.close());

  const started = async (by: WorldPerson): Promise<string> => {
    const input = { idempotencyKey: world.key() };
    return (await by.api.mutate<{ downloadUrl: string }>("exportMyData", input, "downloadUrl")).downloadUrl;
  };
  const get = (url: string, by: WorldPerson | null): Promise<Response> =>
    fetch(url, by ? { headers: { authorization: `Bearer ${by.token}` } } : {});
  const json = (name: string): unknown => JSON.parse(files.get(name)!.toString("utf8"));
  const lines = (): Record<string, unknown>[] =>
    files
      .get("vault.ndjson")!
      .toString("utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  it("is cut off, and never ends as if it were whole, when they are erased meanwhile", async () => {
    const gone = await world.person();
    await gone.importText(appleHealthExport({ seed: 4, now: world.now(), days: 30, profile: RUNNER }), "export.xml");
    const id = (await started(gone)).split("/").at(-1) ?? "";
    const parts = await world.confide.userProfile.openExport(gone.id, id);
    const iterator = parts![Symbol.asyncIterator]();
    expect((await iterator.next()).done).toBe(false);
    const session = await gone.signIn();
    await session.mutate("eraseMyData", { confirm: gone.email, idempotencyKey: world.key() }, "erasure { id }");
    const rest = async (): Promise<void> => {
      while (!(await iterator.next()).done);
    };
    await expect(rest()).rejects.toThrow();
  });

  it("downloads it once, with their own token, within ten minutes", async () => {
    const url = await started(person);
    expect(url.startsWith(`${world.url}/exports/`)).toBe(true);
    expect((await get(url, null)).status).toBe(401);
    expect((await get(url, await world.person())).status).toBe(404);
    const look = { method: "HEAD", headers: { authorization: `Bearer ${person.token}` } };
    expect((await fetch(url, look)).status).toBe(405);
    expect((await get(url, await world.person({ scopes: ["import"] }))).status).toBe(403);
    const answer = await get(url, person);
    expect([answer.status, answer.headers.get("content-type"), answer.headers.get("cache-control")]).toEqual([
      200,
      "application/zip",
      "no-store",
    ]);
    zip = Buffer.from(await answer.arrayBuffer());
    files = await unzip(zip);
    expect((await get(url, person)).status).toBe(404);
    const late = await started(person);
    world.advance(10 * MINUTE_MS);
    expect((await get(late, person)).status).toBe(404);
  });

  it("has the same address under the same key", async () => {
    const input = { idempotencyKey: world.key() };
    const [once, again] = [
      await person.api.mutate("exportMyData", input, "downloadUrl"),
      await person.api.mutate("exportMyData", input, "downloadUrl"),
    ];
    expect(again).toEqual(once);
  });

  it("has all of it, in words that others read", async () => {
    type Me = { me: { licences: { nodes: { id: string; receipt: string }[] }; sources: { observations: number }[] } };
    const { me } = await person.api.query<Me>("{ me { licences { nodes { id receipt } } sources { observations } } }");
    const [licence] = me.licences.nodes;
    expect([...files.keys()]).toEqual([
      "README.txt",
      "vault.ndjson",
      "fhir-bundle.json",
      "places.gpx",
      "person.json",
      "licences.json",
      "wallet-entries.json",
      "disclosures.json",
      "automatic-decisions.json",
      "imports.json",
      `receipts/${licence!.id}.jws`,
    ]);
    expect(json("licences.json") as { id: string; brand: { id: string } }[]).toMatchObject([
      { id: licence!.id, brand: { id: brand.id }, receipt: licence!.receipt, earned: 13 },
    ]);
    expect(files.get(`receipts/${licence!.id}.jws`)!.toString()).toBe(licence!.receipt);
    expect((json("wallet-entries.json") as { points: number }[]).map(({ points }) => points)).toEqual([2, 2, 2, 7]);
    expect(json("person.json")).toMatchObject({
      id: person.id,
      timeZone: "Pacific/Auckland",
      wallet: { available: 13 },
    });
    expect((json("disclosures.json") as { kind: string }[]).map(({ kind }) => kind)).toEqual([
      "VALUE",
      "VALUE",
      "VALUE",
    ]);
    expect(json("imports.json") as unknown[]).toHaveLength((await person.imports()).length);
    const observations = me.sources.reduce((sum, source) => sum + source.observations, 0);
    expect(lines().filter(({ kind }) => kind === "observation")).toHaveLength(observations);
    const bundle = json("fhir-bundle.json") as {
      resourceType: string;
      entry: { resource: { resourceType: string } }[];
    };
    expect(bundle.resourceType).toBe("Bundle");
    const told = lines().filter(({ metric }) => /^(heart|body|fitness|diet|sleep)\./.test(String(metric)));
    expect(bundle.entry).toHaveLength(told.length);
    expect(files.get("places.gpx")!.toString()).toMatch(/<wpt lat="48\.2135711" lon="16\.3771133">/);
  });

  /** Everything of a vault that can be asked, as it is told at these precisions. */
  const figures = async (of: WorldPerson): Promise<unknown> => {
    const told: Record<string, unknown> = {};
    for (const precision of [null, Precision.FINE, Precision.COARSE]) {
      const selections = FIELDS.map(({ path }) => fieldSelection(path, precision, during));
      told[String(precision)] = await of.own(selections.join(" "));
    }
    const { me } = await of.api.query<{ me: unknown }>(
      "{ me { timeZone sources { id source device grade fields from to observations } } }",
    );
    return { told, me };
  };

  it("brings it into another account, which then says the same of everything", async () => {
    const other = await world.person();
    const imported = await other.importBytes(zip, "confide-export.zip");
    expect(imported).toMatchObject({ status: "DONE", sources: ["CONFIDE_EXPORT"], problems: [] });
    const observations = lines().filter(({ kind }) => kind !== undefined).length;
    expect(imported.recordsAdded).toBe(observations);
    const [mine, theirs] = [await figures(person), await figures(other)];
    expect(theirs).toEqual(mine);
    expect(await other.importBytes(zip, "confide-export.zip")).toMatchObject({ status: "DONE", recordsAdded: 0 });
    expect(await figures(other)).toEqual(mine);
  });

  it("brings back a part that was deleted, and only that", async () => {
    const before = await figures(person);
    const input = { field: "heart.rate", idempotencyKey: world.key() };
    await person.api.mutate("deleteData", input, "observationsDeleted");
    await person.importBytes(zip, "confide-export.zip");
    expect(await figures(person)).toEqual(before);
  });

  it("has a bundle that a reader of FHIR understands", async () => {
    const other = await world.person();
    const imported = await other.importBytes(files.get("fhir-bundle.json")!, "bundle.json");
    expect(imported).toMatchObject({ status: "DONE", sources: ["FHIR"] });
    const selection = fieldSelection("heart.rate", null, during);
    expect(await other.own(selection)).toEqual(await person.own(selection));
  });

  it("is told what in a hostile export is none of a vault", async () => {
    const head = '{"confide":"vault","version":1,"timeZone":"../../etc"}';
    const good = { kind: "observation", metric: "heart.rate", day: "2026-01-01", start: "2026-01-01T07:00:00.000Z" };
    const origin = { source: "APPLE_HEALTH", grade: "OBSERVED" };
    const bad = [
      { ...good, value: 9_000, ...origin },
      { ...good, value: 61, ...origin, source: "toString" },
      { ...good, value: 61, ...origin, device: "x".repeat(500) },
      { ...good, value: 61, ...origin, day: "2020-01-01" },
      { ...good, value: 61, ...origin, start: "yesterday" },
      { ...good, value: 61, ...origin, offsetMinutes: 1e9 },
      { ...good, metric: "__proto__", value: 61, ...origin },
      { kind: "fact", field: "constructor", value: 1, ...origin },
      { kind: "fact", field: "demographics.birthYear", value: "1988", ...origin },
      { kind: "licence", id: "x" },
    ];
    const text = [head, ...bad, { ...good, value: 61, ...origin }]
      .map((line) => (typeof line === "string" ? line : JSON.stringify(line)))
      .join("\n");
    const outcome = await (await world.person()).importText(text, "vault.ndjson");
    expect(outcome).toMatchObject({ status: "DONE", recordsAdded: 1 });
    expect(outcome.problems).toHaveLength(bad.length);
    expect(JSON.stringify(outcome.problems)).not.toMatch(/9000|yesterday|xxx|etc/);
  });
});
