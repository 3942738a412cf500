import { describe, expect, it } from "@jest/globals";
import { importFile } from "../../../../../subgraphs/user-profile/importers/import-file.js";
import { importGoogleLocation } from "../../../../../subgraphs/user-profile/importers/google-location.js";
import { Provenance } from "../../../../../subgraphs/user-profile/observation.js";
import { describeWithSamples, samplePath, samplesIn } from "../../../../harness/samples.js";
import { bytesOf, CollectingSink, UTC } from "./collecting-sink.js";

interface Box {
  min_lat: number;
  max_lat: number;
  min_lon: number;
  max_lon: number;
}

interface GoogleMetrics {
  locations?: number;
  place_visits?: number;
  activity_segments?: number;
  visits?: number;
  segments?: number;
  first: string;
  last: string;
  bbox?: Box;
  bbox_visits?: Box;
}

/** Means of positions lie inside the box of the positions. */
const ROUNDING_DEGREES = 1e-6;

async function readFile(name: string): Promise<{ sink: CollectingSink; isComplete: boolean }> {
  const sink = new CollectingSink();
  const { isComplete } = await importFile(samplePath(name), sink);
  return { sink, isComplete };
}

function expectInside(visits: CollectingSink["visits"], box: Box): void {
  for (const { latitude, longitude } of visits) {
    expect(latitude).toBeGreaterThanOrEqual(box.min_lat - ROUNDING_DEGREES);
    expect(latitude).toBeLessThanOrEqual(box.max_lat + ROUNDING_DEGREES);
    expect(longitude).toBeGreaterThanOrEqual(box.min_lon - ROUNDING_DEGREES);
    expect(longitude).toBeLessThanOrEqual(box.max_lon + ROUNDING_DEGREES);
  }
}

// Accuracies, distances and kinds of activity are held by no field, and so are not compared.
describeWithSamples("Google location samples", () => {
  const samples = samplesIn("google-location/").filter(([, { metrics }]) => metrics !== undefined);

  it.each(samples)("%s gives the expected figures", async (name, sample) => {
    const expected = sample.metrics as unknown as GoogleMetrics;
    const { sink, isComplete } = await readFile(name);
    expect(isComplete).toBe(true);
    const stays = sink.visits.filter(({ origin }) => origin.grade === Provenance.DERIVED);
    expect(stays).toHaveLength(expected.place_visits ?? expected.visits ?? 0);
    if (expected.locations !== undefined) expect(sink.records).toBe(expected.locations);
    if (expected.bbox_visits) expectInside(stays, expected.bbox_visits);
    if (expected.bbox) expectInside(sink.visits, expected.bbox);
    // Times of this file are made up at random: ways end before they begin, and points have no times.
    if (name.includes("2021_JANUARY")) return;
    expect(Math.min(...sink.visits.map(({ startMs }) => startMs))).toBe(Date.parse(expected.first));
    expect(Math.max(...sink.visits.map(({ endMs }) => endMs))).toBe(Date.parse(expected.last));
    expect(sink.problems).toEqual([]);
  });

  it("stores nothing of a file that is cut short", async () => {
    const { sink, isComplete } = await readFile("google-location/bad-truncated-Records.json");
    expect([sink.items.length, isComplete]).toEqual([0, false]);
    expect(sink.problems[0]?.message).toMatch(/ends before it is complete; nothing of it was stored/);
  });

  it("reads a takeout, and skips its settings", async () => {
    const { sink, isComplete } = await readFile("google-location/takeout-location.zip");
    expect([sink.records, sink.skippedRecords, isComplete]).toEqual([300 + 15 + 2, 2, true]);
    expect(JSON.stringify(sink.items)).not.toMatch(/Example|mac|HOME|ChIJ/);
  });
});

async function read(content: unknown): Promise<CollectingSink> {
  const sink = new CollectingSink();
  const text = typeof content === "string" ? content : JSON.stringify(content);
  await importGoogleLocation({ chunks: bytesOf(text, 7), sink, label: "", zone: UTC });
  return sink;
}

const timestamp = "2025-01-01T00:00:00Z";

describe("Google locations", () => {
  it("brings wrapped longitudes back", async () => {
    const sink = await read({ locations: [{ latitudeE7: 10, longitudeE7: 2 ** 32 - 1_000_000_000, timestamp }] });
    expect(sink.visits).toEqual([expect.objectContaining({ longitude: -100, startMs: Date.parse(timestamp) })]);
  });

  it("tells of a place or time that cannot be", async () => {
    const locations = [
      { latitudeE7: 910_000_000, longitudeE7: 0, timestamp },
      { latitudeE7: "5", longitudeE7: 0, timestamp },
      { latitudeE7: 5, longitudeE7: 0, timestamp: "2025-01-01T00:00:00" },
      { timestamp },
    ];
    const sink = await read({ locations });
    expect([sink.items.length, sink.records, sink.problems.length, sink.skippedRecords]).toEqual([0, 4, 3, 1]);
  });

  it.each(["52.1°, 4.3°", "geo:52.1,4.3", "geo:52.1,4.3;u=10"])("reads the place %j", async (placeLocation) => {
    const startTime = "2025-01-01T08:00:00.000+01:00";
    const segment = { startTime, endTime: "2025-01-01T09:00:00.000+01:00", visit: { topCandidate: { placeLocation } } };
    expect((await read([segment])).visits).toEqual([
      expect.objectContaining({ latitude: 52.1, longitude: 4.3, offsetMinutes: 60 }),
    ]);
  });

  it("refuses deep nesting and long pieces before it parses them", async () => {
    const deep = await read(`{"locations":[${"[".repeat(100_000)}`);
    expect(deep.problems.map(({ message }) => message)).toEqual([expect.stringMatching(/nested too deeply/)]);
    const sink = new CollectingSink();
    const long = Buffer.from(`{"x":"${"a".repeat(5 * 1024 ** 2)}","locations":[]}`);
    await importGoogleLocation({ chunks: bytesOf(long, 65_536), sink, label: "", zone: UTC });
    expect(sink.problems.map(({ message }) => message)).toEqual([expect.stringMatching(/too long/)]);
  });

  it.each(['{"locations":[1,]}', '{"locations":[]} x', "{", '{"locations":[{"latitudeE7":01}]}'])(
    "stores nothing of %j",
    async (text) => {
      const sink = await read(text);
      expect(sink.items).toEqual([]);
      expect(sink.problems).toHaveLength(1);
    },
  );
});
