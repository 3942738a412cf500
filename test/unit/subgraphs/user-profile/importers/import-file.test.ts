import { describe, expect, it } from "@jest/globals";
import { ImportSource } from "../../../../../subgraphs/user-profile/observation.js";
import { importFile, type ImportOptions } from "../../../../../subgraphs/user-profile/importers/import-file.js";
import {
  ImportRefusedError,
  UnsupportedFormatError,
} from "../../../../../subgraphs/user-profile/importers/importer.js";
import { CollectingSink } from "./collecting-sink.js";
import { withFile, type ZipEntry, zipOf } from "./zip-file.js";

const DATES = 'startDate="2025-03-06 07:00:00 -0500" endDate="2025-03-06 07:10:00 -0500"';
const STEPS = `<Record type="HKQuantityTypeIdentifierStepCount" unit="count" ${DATES} value="5"/>`;
const EXPORT = `<HealthData locale="zh_CN">${STEPS}<Workout workoutActivityType="HKWorkoutActivityTypeRunning" ${DATES}/></HealthData>`;
const TRACK = '<gpx><trk><trkseg><trkpt lat="1" lon="2"><time>2025-03-06T12:00:00Z</time></trkpt></trkseg></trk></gpx>';
const CDA = '<?xml version="1.0"?><ClinicalDocument/><ClinicalDocument/>';

interface Reading {
  sink: CollectingSink;
  sources: ImportSource[];
  isComplete: boolean;
}

async function read(content: string | Buffer, options?: ImportOptions, sink = new CollectingSink()): Promise<Reading> {
  return withFile(content, async (path) => ({ sink, ...(await importFile(path, sink, options)) }));
}

function readZip(entries: readonly ZipEntry[], options?: ImportOptions): Promise<Reading> {
  return read(zipOf(entries), options);
}

function kindsOf(sink: CollectingSink): string[] {
  return sink.items.map(({ kind }) => kind).sort();
}

describe("importFile with an archive", () => {
  it("reads an Apple Health export of any name, its routes as places, and skips the rest", async () => {
    const { sink, sources, isComplete } = await readZip([
      { name: "apple_health_export/workout-routes/route.gpx", content: TRACK },
      { name: "apple_health_export/导出.xml", content: EXPORT },
      { name: "apple_health_export/export_cda.xml", content: CDA },
      { name: "apple_health_export/electrocardiograms/ecg.csv", content: "Name,Somebody\n-265,868\n" },
      { name: "apple_health_export/clinical-records/Observation.json", content: '{"resourceType":"Observation"}' },
    ]);
    expect(kindsOf(sink)).toEqual(["sample", "visit", "workout"]);
    expect(sources).toEqual([ImportSource.APPLE_HEALTH]);
    expect(sink.problems).toEqual([]);
    expect([sink.records, sink.skippedRecords, isComplete]).toEqual([6, 3, true]);
  });

  it("reads a folder of tracks as workouts", async () => {
    const { sink, sources } = await readZip([
      { name: "rides/a.gpx", content: TRACK },
      { name: "rides/b", content: TRACK.replace("12:00", "13:00") },
    ]);
    expect(kindsOf(sink)).toEqual(["visit", "visit", "workout", "workout"]);
    expect(sources).toEqual([ImportSource.GPX]);
  });

  it("reads an archive in the archive, but no further", async () => {
    const inner = zipOf([
      { name: "export.xml", content: EXPORT },
      { name: "more.zip", content: zipOf([{ name: "export.xml", content: EXPORT }]) },
    ]);
    const { sink, isComplete } = await readZip([{ name: "export.zip", content: inner }]);
    expect(kindsOf(sink)).toEqual(["sample", "workout"]);
    expect(sink.problems).toEqual([{ where: "entry 1, entry 2", message: expect.stringMatching(/is not read/) }]);
    expect(isComplete).toBe(false);
  });

  it("names an entry by its number, never by its name", async () => {
    const { sink } = await readZip([
      { name: "private-clinic.xml", content: EXPORT.slice(0, -20) },
      { name: "hidden.xml", content: EXPORT, isEncrypted: true },
      { name: "export.xml", content: EXPORT },
    ]);
    expect(sink.problems).toEqual([
      { where: "entry 2", message: "The entry is encrypted; it was not read." },
      { where: "entry 1, line 1", message: expect.stringMatching(/breaks at line 1/) },
    ]);
  });

  it("says when an entry is not what its checksum says", async () => {
    const content = `<HealthData>${STEPS.repeat(1000)}</HealthData>`;
    const { sink, isComplete } = await readZip([{ name: "export.xml", content, checksum: 1 }]);
    expect(sink.problems).toEqual([{ where: "entry 1, line 1", message: expect.stringMatching(/checksum/) }]);
    expect(isComplete).toBe(false);
    await expect(readZip([{ name: "export.xml", content: EXPORT, checksum: 1 }])).rejects.toThrow("could be read");
  });

  it.each([
    ["a name outside of it", [{ name: "../evil.txt", content: "" }], {}, /outside of itself/],
    [
      "too many entries",
      [
        { name: "a", content: "" },
        { name: "b", content: "" },
      ],
      { archiveEntries: 1 },
      /too many/,
    ],
    ["too many bytes", [{ name: "a", content: "x".repeat(5000) }], { expandedBytes: 4000 }, /expands/],
    [
      "too much for its size",
      [{ name: "a", content: "x".repeat(5000) }],
      { expansionRatio: 10, expandedBytesAlways: 0 },
      /expands/,
    ],
  ])("refuses one with %s before it reads anything", async (_what, entries, limits, message) => {
    const sink = new CollectingSink();
    const content = zipOf([{ name: "export.xml", content: EXPORT }, ...entries]);
    const reading = withFile(content, (path) => importFile(path, sink, { limits }));
    await expect(reading).rejects.toThrow(ImportRefusedError);
    await expect(reading).rejects.toThrow(message);
    expect(sink.items).toEqual([]);
  });

  it("takes an inner archive's expansion from the same budget", async () => {
    const inner = zipOf([{ name: "a", content: "x".repeat(5000) }]);
    const reading = readZip(
      [
        { name: "inner.zip", content: inner },
        { name: "export.xml", content: EXPORT },
      ],
      {
        limits: { expandedBytes: 4000 },
      },
    );
    expect((await reading).sink.problems).toEqual([{ where: "entry 1", message: expect.stringMatching(/expands/) }]);
  });

  it("leaves an inner archive that is too large for memory", async () => {
    const inner = zipOf([{ name: "export.xml", content: EXPORT }]);
    const entries = [
      { name: "inner.zip", content: inner },
      { name: "a.gpx", content: TRACK },
    ];
    const { sink } = await readZip(entries, { limits: { innerArchiveBytes: 100 } });
    expect(sink.problems).toEqual([{ where: "entry 1", message: expect.stringMatching(/too large/) }]);
    expect(kindsOf(sink)).toEqual(["visit", "workout"]);
  });

  it.each([
    [
      "positions",
      JSON.stringify({
        locations: Array.from({ length: 2_000 }, (_, i) => ({
          latitudeE7: i,
          longitudeE7: i,
          timestamp: "2025-01-01T00:00:00Z",
        })),
      }),
    ],
    ["a card", `BEGIN:VCARD\nVERSION:4.0\nN:A;B\nNOTE:${"x".repeat(70_000)}\nEND:VCARD\n`],
    ["samples", `<HealthData>${STEPS.repeat(3000)}</HealthData>`],
  ])(
    "says that %s are damaged further on than their beginning, and reads the other entries",
    async (_what, content) => {
      const entries = [
        { name: "damaged", content, checksum: 1 },
        { name: "a.gpx", content: TRACK },
      ];
      const { sink, isComplete } = await readZip(entries);
      expect(isComplete).toBe(false);
      expect(sink.problems).toEqual([
        { where: expect.stringMatching(/^entry 1/), message: expect.stringMatching(/damaged/) },
      ]);
      expect(kindsOf(sink)).toContain("workout");
    },
  );

  it("survives every cut of an archive", async () => {
    const whole = zipOf([{ name: "export.xml", content: EXPORT }]);
    for (let end = 4; end < whole.length; end += 7) {
      await expect(read(whole.subarray(0, end))).rejects.toThrow(ImportRefusedError);
    }
  });

  it("survives a wrong byte anywhere in an archive, and never gives a figure that was not in it", async () => {
    const whole = zipOf([{ name: "export.xml", content: EXPORT }]);
    const expected = (await read(whole)).sink.items;
    for (let at = 4; at < whole.length; at++) {
      const damaged = Buffer.from(whole);
      damaged[at] = (damaged[at] ?? 0) ^ 0x55;
      const sink = new CollectingSink();
      const outcome = await read(damaged, {}, sink).catch((error: unknown) => {
        expect(error).toBeInstanceOf(ImportRefusedError);
        return null;
      });
      if (outcome?.isComplete === true) expect(sink.items).toEqual(expected);
    }
  });
});

describe("importFile", () => {
  it.each([
    ["an empty file", "", /empty/],
    ["a file of nothing it knows", "name,weight\nA,70\n", /no format/],
  ])("refuses %s", async (_what, content, message) => {
    await expect(read(content)).rejects.toThrow(UnsupportedFormatError);
    await expect(read(content)).rejects.toThrow(message);
  });

  it("tells progress that never falls and ends at the file's size", async () => {
    const content = `<HealthData>${STEPS.repeat(3000)}</HealthData>`;
    const { sink } = await read(content);
    expect(sink.progressed.length).toBeGreaterThan(3);
    expect(sink.progressed).toEqual([...sink.progressed].sort((a, b) => a - b));
    expect(sink.progressed.at(-1)).toBe(Buffer.byteLength(content));
  });

  it("waits for a slow sink before it reads on", async () => {
    class SlowSink extends CollectingSink {
      waiting = 0;
      override async add(): Promise<void> {
        this.waiting += 1;
        expect(this.waiting).toBe(1);
        await new Promise(setImmediate);
        this.waiting -= 1;
        this.items.length += 1;
      }
    }
    const sink = new SlowSink();
    await read(`<HealthData>${STEPS.repeat(50)}</HealthData>`, {}, sink);
    expect(sink.items).toHaveLength(50);
  });

  it("lets the sink's own failure through", async () => {
    class FullSink extends CollectingSink {
      override add(): Promise<void> {
        return Promise.reject(new Error("the store is full"));
      }
    }
    await expect(read(EXPORT, {}, new FullSink())).rejects.toThrow("the store is full");
  });

  it("stops when it is told to", async () => {
    const stop = new AbortController();
    class StoppingSink extends CollectingSink {
      override progress(): void {
        stop.abort(new Error("cancelled by the person"));
      }
    }
    const sink = new StoppingSink();
    const reading = read(`<HealthData>${STEPS.repeat(5000)}</HealthData>`, { signal: stop.signal }, sink);
    await expect(reading).rejects.toThrow("cancelled by the person");
    expect(sink.items.length).toBeGreaterThan(0);
    expect(sink.items.length).toBeLessThan(5000);
  });

  it("tells a hundred problems and how many more there are", async () => {
    const { sink } = await read(`<HealthData>${STEPS.replace('"5"', '"x"').repeat(250)}</HealthData>`);
    expect(sink.problems).toHaveLength(101);
    expect(sink.problems.at(-1)?.message).toBe("And 150 more problems.");
    expect(sink.records).toBe(250);
  });
});
