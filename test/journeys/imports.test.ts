import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { appleHealthExport, gpxTrack, RUNNER } from "../../demo/sample-exports.js";
import { describeWithSamples, samplePath, samplesIn } from "../harness/samples.js";
import { World } from "../harness/world.js";
import type { WorldPerson } from "../harness/world-person.js";

const TRACK = gpxTrack({
  seed: 1,
  start: new Date("2026-03-01T08:00:00Z"),
  type: "running",
  centre: { latitude: 46.05, longitude: 14.5 },
  minutes: 20,
  kilometresPerHour: 10,
});

describe("imports", () => {
  let world: World;
  let person: WorldPerson;
  beforeAll(async () => {
    world = await World.open();
    person = await world.person();
  }, 60_000);
  afterAll(() => world.close());

  it("takes a file as a stream, once, from who announced it", async () => {
    const { id, uploadUrl } = await person.startImport("track.gpx", TRACK.length);
    const stranger = await world.person();
    expect((await stranger.put(uploadUrl, TRACK)).status).toBe(404);
    const brand = await world.brand();
    const asBrand = await fetch(uploadUrl, {
      method: "PUT",
      headers: { authorization: `Bearer ${brand.api.bearer}` },
      body: TRACK,
    });
    expect(asBrand.status).toBe(401);
    expect((await fetch(uploadUrl, { method: "PUT", body: TRACK })).status).toBe(401);
    expect((await person.put(uploadUrl, TRACK, { "content-encoding": "gzip" })).status).toBe(415);
    expect((await person.put(uploadUrl, TRACK)).status).toBe(202);
    expect((await person.put(uploadUrl, TRACK)).status).toBe(409);
    const done = await person.imported(id);
    expect(done).toMatchObject({
      status: "DONE",
      sources: ["GPX"],
      problems: [],
      bytesRead: TRACK.length,
      bytesTotal: TRACK.length,
    });
  });

  it("refuses more bytes than were announced, and takes the file again after that", async () => {
    const { id, uploadUrl } = await person.startImport("track.gpx", 100);
    expect((await person.put(uploadUrl, TRACK)).status).toBe(413);
    expect((await person.put(uploadUrl, "<gpx/>")).status).toBe(202);
    expect((await person.imported(id)).status).toBe("DONE");
  });

  it("needs a token that may import", async () => {
    const reader = await world.person({ scopes: ["read"] });
    const answer = await reader.ask(`mutation { startImport(input: { fileName: "a", bytes: 1 }) { import { id } } }`);
    expect(answer.errors?.[0]?.extensions["code"]).toBe("FORBIDDEN");
  });

  it.each([
    ["a negative size", { fileName: "a", bytes: -1 }, "INVALID"],
    ["half a byte", { fileName: "a", bytes: 0.5 }, "INVALID"],
    ["no name", { fileName: "", bytes: 1 }, "INVALID"],
    ["more than a disk should take", { fileName: "a", bytes: 1e13 }, "TOO_LARGE"],
  ])("refuses %s in words", async (_name, input, code) => {
    const answer = await person.ask(
      `mutation ($input: StartImportInput!) { startImport(input: $input) { import { id } uploadUrl userErrors { code field } } }`,
      { input },
    );
    expect(answer.data).toMatchObject({ startImport: { import: null, uploadUrl: null, userErrors: [{ code }] } });
  });

  it("announces a file once per key", async () => {
    const input = { fileName: "a", bytes: 10, idempotencyKey: "same" };
    const first = await person.api.mutate<{ import: { id: string } }>("startImport", input, "import { id }");
    const again = await person.api.mutate<{ import: { id: string } }>("startImport", input, "import { id }");
    expect(again.import.id).toBe(first.import.id);
    await expect(person.api.mutate("startImport", { ...input, bytes: 11 }, "import { id }")).rejects.toThrow(
      "another input",
    );
  });

  it.each([
    ["nothing", ""],
    ["a page", "<!doctype html><html><body>export.xml</body></html>"],
    ["other JSON", '{"a": 1}'],
    ["noise", "\u0000\u0001\u0002"],
  ])("fails plainly on %s", async (_name, text) => {
    const failed = await person.importText(text, "export.xml");
    expect(failed).toMatchObject({ status: "FAILED", recordsAdded: 0 });
    expect(failed.problems[0]?.message).toMatch(/\w/);
  });

  it("takes up what a stop interrupted", async () => {
    const late = await world.person();
    const text = appleHealthExport({ seed: 3, now: world.now(), days: 30, profile: RUNNER });
    const { id, uploadUrl } = await late.startImport("export.xml", Buffer.byteLength(text));
    expect((await late.put(uploadUrl, text)).status).toBe(202);
    await world.restart();
    const done = await late.imported(id);
    expect(done.status).toBe("DONE");
    const again = await late.importText(text);
    expect(again).toMatchObject({ recordsAdded: 0, recordsRead: done.recordsRead });
  }, 60_000);

  it("can be cancelled before and while it is read", async () => {
    const { id } = await person.startImport("never.gpx", 10);
    const cancelled = await person.api.mutate<{ import: { status: string } }>(
      "cancelImport",
      { importId: id },
      "import { status }",
    );
    expect(cancelled.import.status).toBe("CANCELLED");
    await expect(person.api.mutate("cancelImport", { importId: id }, "import { id }")).rejects.toThrow("ended");
    await expect(person.api.mutate("cancelImport", { importId: "unknown" }, "import { id }")).rejects.toThrow(
      "no import",
    );
  });
});

describeWithSamples("hostile uploads", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.open();
  }, 60_000);
  afterAll(() => world.close());

  it("are contained, while others are answered", async () => {
    const attacker = await world.person();
    const other = await world.person();
    const rssBefore = process.memoryUsage().rss;
    for (const [path] of samplesIn("hostile/")) {
      const importing = attacker.import(samplePath(path));
      const [outcome, answer] = await Promise.all([importing, other.ask("{ me { id } }")]);
      expect(answer.status).toBe(200);
      expect([path, outcome.status]).toEqual([path, expect.stringMatching(/^(DONE|FAILED)$/)]);
      expect([path, outcome.status === "DONE" || outcome.problems.length > 0]).toEqual([path, true]);
    }
    expect(process.memoryUsage().rss - rssBefore).toBeLessThan(300e6);
  }, 120_000);
});
