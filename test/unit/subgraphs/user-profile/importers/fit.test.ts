import { expect, it, describe } from "@jest/globals";
import { importFile } from "../../../../../subgraphs/user-profile/importers/import-file.js";
import { importFit } from "../../../../../subgraphs/user-profile/importers/fit.js";
import { fitChecksum } from "../../../../../subgraphs/user-profile/importers/fit-messages.js";
import { describeWithSamples, samplePath, samplesIn } from "../../../../harness/samples.js";
import { bytesOf, CollectingSink, UTC } from "./collecting-sink.js";

interface Series {
  count: number;
  min: number;
  mean: number;
  max: number;
  first?: string;
  last?: string;
}

interface FitMetrics {
  message_counts: Record<string, number>;
  positions?: number;
  first?: string;
  last?: string;
  bbox?: { min_lat: number; max_lat: number; min_lon: number; max_lon: number };
  heart_rate?: Series;
  weight?: Series;
  sessions?: {
    sport: number;
    start: string | null;
    elapsed_s: number;
    distance_m: number | null;
    calories_kcal: number | null;
  }[];
}

/** FORMATS.md: relative 1e-6. */
const RELATIVE = 1e-6;
const SPORTS: Record<number, string> = { 1: "RUN", 2: "RIDE", 11: "WALK" };

function expectSeries(sink: CollectingSink, metric: "heart.rate" | "body.weight", expected: Series | undefined): void {
  // Without a date in expected.json, the values are of no day and cannot be stored.
  const isDated = expected?.first !== undefined;
  const samples = sink.samples(metric);
  expect(samples).toHaveLength(isDated ? expected.count : 0);
  if (!isDated) return;
  const values = samples.map(({ value }) => value);
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  expect(Math.abs(mean - expected.mean)).toBeLessThanOrEqual(expected.mean * RELATIVE);
  expect(values.reduce((a, b) => Math.min(a, b))).toBeCloseTo(expected.min, 6);
  expect(values.reduce((a, b) => Math.max(a, b))).toBeCloseTo(expected.max, 6);
  expect(samples[0]?.startMs).toBe(Date.parse(expected.first ?? ""));
  expect(samples.at(-1)?.endMs).toBe(Date.parse(expected.last ?? ""));
}

function expectWorkouts(sink: CollectingSink, { sessions = [] }: FitMetrics): void {
  const expected = sessions.flatMap(({ start, sport, elapsed_s, distance_m, calories_kcal }) => {
    if (start === null) return [];
    const startMs = Date.parse(start);
    const endMs = startMs + elapsed_s * 1000;
    return [{ activity: SPORTS[sport], startMs, endMs, distanceMetres: distance_m, energyKilocalories: calories_kcal }];
  });
  expect(sink.workouts).toEqual(expected.map((workout) => expect.objectContaining(workout)));
}

function expectVisits(sink: CollectingSink, { positions = 0, bbox, first, last }: FitMetrics): void {
  expect(sink.visits.length > 0).toBe(positions > 0);
  for (const { latitude, longitude, startMs, endMs } of sink.visits) {
    expect(latitude).toBeGreaterThanOrEqual((bbox?.min_lat ?? NaN) - RELATIVE);
    expect(latitude).toBeLessThanOrEqual((bbox?.max_lat ?? NaN) + RELATIVE);
    expect(longitude).toBeGreaterThanOrEqual((bbox?.min_lon ?? NaN) - RELATIVE);
    expect(longitude).toBeLessThanOrEqual((bbox?.max_lon ?? NaN) + RELATIVE);
    expect(startMs).toBeGreaterThanOrEqual(Date.parse(first ?? ""));
    expect(endMs).toBeLessThanOrEqual(Date.parse(last ?? ""));
  }
}

describeWithSamples("FIT samples", () => {
  it.each(samplesIn("fit/"))("%s gives the expected figures", async (name, sample) => {
    const expected = sample.metrics as unknown as FitMetrics;
    const sink = new CollectingSink();
    const { isComplete, sources } = await importFile(samplePath(name), sink);
    expect(sources).toEqual(["FIT"]);
    expect(sink.records).toBe(Object.values(expected.message_counts).reduce((total, count) => total + count, 0));
    expectSeries(sink, "heart.rate", expected.heart_rate);
    expectSeries(sink, "body.weight", expected.weight);
    expectWorkouts(sink, expected);
    expectVisits(sink, expected);
    expect(isComplete).toBe(sample.expect === "parse");
    const isUndated = name === "fit/compressed-speed-distance.fit";
    expect(sink.problems).toHaveLength(sample.expect === "parse" && !isUndated ? 0 : 1);
  });

  it.each([
    ["fit/bad-file-crc.fit", /checksum is wrong/],
    ["fit/bad-second-header.fit", /breaks at byte 771: no FIT file begins there; 22 records/],
    ["fit/bad-unexpected-eof.fit", /the file ends there; 21 records/],
    ["fit/compressed-speed-distance.fit", /756 records have no date/],
  ])("says what is wrong with %s", async (name, message) => {
    const sink = new CollectingSink();
    await importFile(samplePath(name), sink);
    expect(sink.problems.map((problem) => problem.message)).toEqual([expect.stringMatching(message)]);
  });
});

/** A file of these messages, with header and checksum. */
function fit(...messages: number[][]): Buffer {
  const data = Buffer.from(messages.flat());
  const header = Buffer.from([12, 16, 0, 0, 0, 0, 0, 0, 0x2e, 0x46, 0x49, 0x54]);
  header.writeUInt32LE(data.length, 4);
  const checksum = Buffer.alloc(2);
  checksum.writeUInt16LE(fitChecksum(0, Buffer.concat([header, data])));
  return Buffer.concat([header, data, checksum]);
}

async function read(content: Buffer, chunkBytes = 1): Promise<{ sink: CollectingSink; isSound: boolean }> {
  const sink = new CollectingSink();
  const isSound = await importFit({ chunks: bytesOf(content, chunkBytes), sink, label: "", zone: UTC });
  return { sink, isSound };
}

/** record: timestamp, heart rate; big endian. */
const DEFINITION = [0x40, 0, 1, 0, 20, 2, 253, 4, 0x86, 3, 1, 2];
const at = (heartRate: number) => [0x00, 0x3b, 0x9a, 0xca, 0x00, heartRate];
const START_MS = 631_065_600_000 + 1_000_000_000_000;

describe("FIT files", () => {
  it("reads files that stand one after another, whatever the chunks are", async () => {
    const content = Buffer.concat([fit(DEFINITION, at(61)), fit(DEFINITION, at(62), at(0), at(255))]);
    for (const chunkBytes of [1, 7, 1000]) {
      const { sink, isSound } = await read(content, chunkBytes);
      expect(sink.samples("heart.rate").map(({ value, startMs }) => [value, startMs])).toEqual([
        [61, START_MS],
        [62, START_MS],
      ]);
      expect([isSound, sink.records, sink.problems]).toEqual([true, 4, []]);
    }
  });

  it("carries a compressed time over its 32 seconds", async () => {
    const short = [0x41, 0, 1, 0, 20, 1, 3, 1, 2];
    const { sink } = await read(fit(DEFINITION, short, at(60), [0xa1, 61], [0xa0, 62]));
    expect(sink.samples("heart.rate").map(({ startMs }) => startMs - START_MS)).toEqual([0, 1000, 32_000]);
  });

  it("stops at a message that was never defined, and keeps what came before", async () => {
    const { sink, isSound } = await read(fit(DEFINITION, at(60), [0x05, 1, 2]));
    expect(sink.samples("heart.rate")).toHaveLength(1);
    expect(isSound).toBe(false);
    expect(sink.problems).toEqual([
      { where: "byte 30", message: expect.stringMatching(/a message without a definition; 1 record before/) },
    ]);
  });

  it("takes a million empty messages for a million records of nothing", async () => {
    const empty = [0x40, 0, 0, 20, 0, 0];
    const { sink } = await read(fit(empty, new Array<number>(1_000_000).fill(0)), 65_536);
    expect([sink.records, sink.items.length]).toEqual([1_000_000, 0]);
  });
});
