import { describe, expect, it } from "@jest/globals";
import { importFile } from "../../../../../subgraphs/user-profile/importers/import-file.js";
import { importPhoto } from "../../../../../subgraphs/user-profile/importers/photo.js";
import { describeWithSamples, samplePath, samplesIn } from "../../../../harness/samples.js";
import { bytesOf, CollectingSink, UTC } from "./collecting-sink.js";
import {
  box,
  type Directories,
  heifOf,
  jpegOf,
  pngOf,
  segment,
  tiffOf,
  webpOf,
} from "../../../../harness/photo-file.js";
import { withFile, zipOf } from "./zip-file.js";

interface PhotoMetrics {
  exif: boolean;
  make?: string;
  model?: string | null;
  date_time_original_local?: string | null;
  offset_time_original?: string | null;
  taken_utc?: string;
  gps?: { lat: number; lon: number };
}

/** FORMATS.md: relative 1e-6. */
const RELATIVE_DIGITS = 6;

/** What follows from the receiver's time where it fits: DSCN0010's and DSCN0021's is a day off. */
const TAKEN_BY_SATELLITE: Record<string, string> = {
  "photo-exif/exifr-android-tiny.jpg": "2018-07-25T14:34:23.935Z",
};

/** Where a sample tells less than its figures: the time of one is its longitude, 104 hours; 0, 0 is no place. */
const TIMELESS = "photo-exif/bad-huge-tag.jpg";
const NULL_ISLAND = "photo-exif/edge-null-island.jpg";

function takenAt(name: string, { taken_utc, date_time_original_local }: PhotoMetrics): number | null {
  const wall = date_time_original_local?.replace(/^(\d+):(\d+):(\d+) (.*)$/, "$1-$2-$3T$4Z");
  const told = taken_utc ?? TAKEN_BY_SATELLITE[name] ?? wall;
  return told === undefined ? null : Date.parse(told);
}

describeWithSamples("photograph samples", () => {
  it.each(samplesIn("photo-exif/"))("%s gives the expected figures", async (name, sample) => {
    const expected = sample.metrics as unknown as PhotoMetrics;
    const sink = new CollectingSink();
    const { sources } = await importFile(samplePath(name), sink);
    expect(sources).toEqual(["PHOTO"]);
    const isTimed = expected.exif && name !== TIMELESS;
    expect([sink.records, sink.skippedRecords, sink.photos.length]).toEqual(isTimed ? [1, 0, 1] : [1, 1, 0]);
    for (const photo of sink.photos) {
      expect(photo.startMs).toBe(takenAt(name, expected));
      expect(photo.endMs).toBe(photo.startMs);
      const gps = name === NULL_ISLAND ? undefined : expected.gps;
      if (gps === undefined) expect([photo.latitude, photo.longitude]).toEqual([null, null]);
      else {
        expect(photo.latitude).toBeCloseTo(gps.lat, RELATIVE_DIGITS);
        expect(photo.longitude).toBeCloseTo(gps.lon, RELATIVE_DIGITS);
      }
      const named = [expected.make, expected.model].filter(Boolean).join(" ");
      expect(photo.camera ?? "").toBe(named.replace("Canon Canon", "Canon"));
    }
  });

  it.each([
    ["photo-exif/bad-array-length.jpg", /has no EXIF/],
    ["photo-exif/bad-huge-tag.jpg", /has no readable time/],
    ["photo-exif/geodegrees_as_string.jpg", /place could not be read; it was stored without/],
    ["photo-exif/no-exif.jpg", /has no EXIF/],
  ])("says what is missing in %s", async (name, message) => {
    const sink = new CollectingSink();
    await importFile(samplePath(name), sink);
    expect(sink.problems).toEqual([{ where: "photograph", message: expect.stringMatching(message) }]);
  });

  it("takes nothing of a description", async () => {
    const sink = new CollectingSink();
    await importFile(samplePath("hostile/xss-in-exif-description.jpg"), sink);
    expect(sink.photos).toEqual([
      expect.objectContaining({ latitude: 51.4769, longitude: -0.0005, camera: "SynthCam" }),
    ]);
    expect(JSON.stringify([sink.items, sink.problems])).not.toMatch(/script|alert/i);
  });
});

/** Tags of Exif 2.32. */
const [MAKE, MODEL, DESCRIPTION, ARTIST, CHANGED] = [0x010f, 0x0110, 0x010e, 0x013b, 0x0132] as const;
const [ORIGINAL, OFFSET, SERIAL, OWNER, MAKER_NOTE, COMMENT] = [
  0x9003, 0x9011, 0xa431, 0xa430, 0x927c, 0x9286,
] as const;

const TAGS: Directories = {
  image: { [MAKE]: "Ricoh", [MODEL]: "GR III" },
  exif: { [ORIGINAL]: "2024:05:01 18:30:00", [OFFSET]: "+02:00" },
  gps: {
    1: "S",
    2: [
      [33, 1],
      [51, 1],
      [2400, 100],
    ],
    3: "E",
    4: [
      [151, 1],
      [12, 1],
      [36, 1],
    ],
  },
};

const PHOTO = {
  kind: "photo",
  startMs: Date.UTC(2024, 4, 1, 16, 30),
  endMs: Date.UTC(2024, 4, 1, 16, 30),
  offsetMinutes: 120,
  latitude: -(33 + 51 / 60 + 24 / 3600),
  longitude: 151 + 12 / 60 + 36 / 3600,
  camera: "Ricoh GR III",
  origin: { source: "PHOTO", device: null, grade: "OBSERVED" },
};

async function read(
  content: Buffer,
  chunkBytes = 1000,
  label = "",
): Promise<{ sink: CollectingSink; isWhole: boolean }> {
  const sink = new CollectingSink();
  const isWhole = await importPhoto({ chunks: bytesOf(content, chunkBytes), sink, label, zone: UTC });
  return { sink, isWhole };
}

const CONTAINERS: readonly (readonly [name: string, container: (tiff: Buffer | null) => Buffer])[] = [
  ["a JPEG", jpegOf],
  ["a PNG with its EXIF first", pngOf],
  ["a PNG with its EXIF last", (tiff) => pngOf(tiff, true)],
  ["a WebP", webpOf],
  ["a HEIC with its EXIF first", (tiff) => heifOf(tiff, { place: "before" })],
  ["a HEIC with its EXIF last", (tiff) => heifOf(tiff, { place: "behind", version: 2 })],
  ["a HEIC with its EXIF in the directory", (tiff) => heifOf(tiff, { place: "inside", version: 1 })],
  ["an AVIF", (tiff) => heifOf(tiff, { brand: "avif" })],
];

describe.each(CONTAINERS)("%s", (_name, container) => {
  it.each([false, true])(
    "is read in both byte orders, whatever the chunks are (big endian: %s)",
    async (isBigEndian) => {
      const content = container(tiffOf(TAGS, { isBigEndian }));
      for (const chunkBytes of [1, 7, 100_000]) {
        const { sink, isWhole } = await read(content, chunkBytes);
        expect(sink.items).toEqual([PHOTO]);
        expect([isWhole, sink.records, sink.skippedRecords, sink.problems]).toEqual([true, 1, 0, []]);
      }
    },
  );

  it("without EXIF is counted, and in an archive without a word", async () => {
    const alone = await read(container(null));
    expect([alone.isWhole, alone.sink.records, alone.sink.skippedRecords]).toEqual([true, 1, 1]);
    expect(alone.sink.problems).toEqual([{ where: "photograph", message: expect.stringMatching(/has no EXIF/) }]);
    const { sink, isWhole } = await read(container(null), 1000, "entry 3, ");
    expect([isWhole, sink.records, sink.skippedRecords, sink.problems]).toEqual([true, 1, 1, []]);
  });

  it("is told wherever it is cut, and never tells another figure", async () => {
    const content = container(tiffOf(TAGS));
    const told: number[] = [];
    for (let end = 12; end < content.length; end++) {
      const { sink, isWhole } = await read(content.subarray(0, end), 64);
      if (isWhole) told.push(end);
      expect([sink.items, sink.problems.length]).toEqual(isWhole ? [[PHOTO], 0] : [[], 1]);
    }
    // Only what stands behind the EXIF may be missing.
    const [first = content.length] = told;
    expect(told).toEqual(Array.from({ length: content.length - first }, (_, i) => first + i));
    expect(first).toBeGreaterThan(tiffOf(TAGS).length);
  });

  it("survives a wrong byte anywhere", () => survivesWrongBytes(container(tiffOf(TAGS)), [0xff]));
});

/** Whatever byte is wrong, the photograph counts once, and is skipped or of a time and place that can be. */
async function survivesWrongBytes(content: Buffer, flips: readonly number[]): Promise<void> {
  for (let at = 12; at < content.length; at++) {
    for (const flip of flips) {
      const damaged = Buffer.from(content);
      damaged[at] = (damaged[at] ?? 0) ^ flip;
      const { sink } = await read(damaged);
      const [photo] = sink.photos;
      const canBe =
        photo === undefined
          ? sink.skippedRecords === 1
          : sink.skippedRecords === 0 &&
            Number.isSafeInteger(photo.startMs) &&
            Math.abs(photo.latitude ?? 0) <= 90 &&
            Math.abs(photo.longitude ?? 0) <= 180;
      expect([at, flip, sink.records, canBe]).toEqual([at, flip, 1, true]);
    }
  }
}

describe("a TIFF", () => {
  it.each([8, 700_000, 3_000_000])("is read with its directory at byte %i", async (at) => {
    const { sink } = await read(tiffOf(TAGS, { at, isBigEndian: true }), 65_536);
    expect([sink.items, sink.problems]).toEqual([[PHOTO], []]);
  });

  it("survives a wrong byte anywhere", () => survivesWrongBytes(tiffOf(TAGS), [0x01, 0x80, 0xff]));

  it("is told when its directory is not there", async () => {
    const { sink, isWhole } = await read(tiffOf(TAGS, { at: 3_000_000 }).subarray(0, 2_000_000), 65_536);
    expect([isWhole, sink.problems]).toEqual([
      false,
      [{ where: "photograph", message: "The photograph could not be read: the file ends before it is complete." }],
    ]);
  });
});

describe("a photograph", () => {
  it("gives nothing of who took it, what is on it and how", async () => {
    const secret = "Jane Doe 4711";
    const { sink } = await read(
      jpegOf(
        tiffOf({
          ...TAGS,
          image: { ...TAGS.image, [DESCRIPTION]: secret, [ARTIST]: secret, [CHANGED]: secret },
          exif: { ...TAGS.exif, [SERIAL]: secret, [OWNER]: secret, [MAKER_NOTE]: secret, [COMMENT]: secret },
        }),
      ),
    );
    expect(sink.items).toEqual([PHOTO]);
  });

  it("is found behind other segments and fill bytes", async () => {
    const xmp = segment(0xe1, Buffer.from("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>"));
    const fill = Buffer.from([0xff, 0xff, 0xff]);
    const other = segment(0xe2, Buffer.from("Exif\0\0 in a segment that holds none"));
    const { sink } = await read(jpegOf(tiffOf(TAGS), [xmp, other, segment(0xed, Buffer.alloc(65_000)), fill]));
    expect(sink.items).toEqual([PHOTO]);
  });

  it("is looked for no further than half a megabyte into a JPEG", async () => {
    const long = new Array<Buffer>(9).fill(segment(0xe2, Buffer.alloc(65_000)));
    const { sink, isWhole } = await read(jpegOf(tiffOf(TAGS), long));
    expect([isWhole, sink.items, sink.skippedRecords]).toEqual([true, [], 1]);
  });

  it("that is two is its first", async () => {
    const other = segment(0xe1, Buffer.concat([Buffer.from("Exif\0\0"), tiffOf(TAGS)]));
    const { sink } = await read(jpegOf(tiffOf({ image: { [MAKE]: "Other" } }), [other]));
    expect(sink.items).toEqual([PHOTO]);
  });

  it.each([
    ["no TIFF", Buffer.from("no TIFF at all"), /its EXIF is damaged/],
    ["a header only", tiffOf({}).subarray(0, 8), /no readable time/],
    ["a directory that is not there", tiffOf({}, { at: 5000 }).subarray(0, 30), /no readable time/],
    ["no time", tiffOf({ ...TAGS, exif: {} }), /no readable time/],
    ["only the time of its last change", tiffOf({ image: { [CHANGED]: "2024:05:01 18:30:00" } }), /no readable time/],
    [
      "a time that claims gigabytes",
      tiffOf({ exif: { [ORIGINAL]: { type: 2, count: 0xfefefefe, at: 8 } } }),
      /no readable time/,
    ],
    [
      "a time outside of it",
      tiffOf({ exif: { [ORIGINAL]: { type: 2, count: 20, at: 0xfffffff0 } } }),
      /no readable time/,
    ],
    [
      "a time in numbers",
      tiffOf({ exif: { [ORIGINAL]: { type: 4, count: 1, bytes: [1, 2, 3, 4] } } }),
      /no readable time/,
    ],
  ])("with %s is skipped and told", async (_what, tiff, message) => {
    const { sink } = await read(jpegOf(tiff));
    expect([sink.records, sink.skippedRecords, sink.items]).toEqual([1, 1, []]);
    expect(sink.problems).toEqual([{ where: "photograph", message: expect.stringMatching(message) }]);
  });

  it("whose directories lead to themselves is read once", async () => {
    const looped = tiffOf({ image: { 0x8769: { type: 4, count: 1, at: 8 }, 0x8825: { type: 4, count: 1, at: 8 } } });
    expect((await read(jpegOf(looped))).sink.skippedRecords).toBe(1);
  });

  it("in a directory of nothing, repeated, costs nothing", async () => {
    // 14496-12 8.11.3: items of 65,535 places of no length each.
    const item = Buffer.from([0, 1, 0, 0, 0xff, 0xff]);
    const places = Buffer.concat(new Array<Buffer>(65_535).fill(item));
    const iloc = box("iloc", Buffer.concat([Buffer.from([0, 0, 0, 0, 0, 0, 0xff, 0xff]), places]));
    const exif = box("infe", Buffer.from("\x02\0\0\0\0\x07\0\0Exif\0", "latin1"));
    const meta = box(
      "meta",
      Buffer.concat([Buffer.alloc(4), box("iinf", Buffer.concat([Buffer.alloc(6), exif])), iloc]),
    );
    const { sink, isWhole } = await read(Buffer.concat([box("ftyp", Buffer.from("heic\0\0\0\0")), meta]), 100_000);
    expect([isWhole, sink.records, sink.skippedRecords]).toEqual([true, 1, 1]);
  });

  it.each([
    ["a segment of a negative length", jpegOf(null, [Buffer.from([0xff, 0xe1, 0, 1])]), /shorter than its own length/],
    ["no segment where one should be", jpegOf(null, [Buffer.from([0, 0xe1, 0, 2])]), /no segment begins/],
    ["a box of a negative length", heifOf(null, { between: Buffer.from("\0\0\0\x07free") }), /shorter than its own/],
    ["a directory that leads to before it", heifOf(tiffOf(TAGS), { itemAt: 8 }), /lies before its directory/],
    [
      "a directory that leads out of the file",
      heifOf(tiffOf(TAGS), { itemAt: 0xfffffff0 }),
      /ends before it is complete/,
    ],
    ["a directory without an end", heifOf(null, { between: Buffer.from("\0\0\0\0meta") }), /larger than any is/],
  ])("with %s is told", async (_what, content, message) => {
    const { sink, isWhole } = await read(content);
    expect([isWhole, sink.records, sink.skippedRecords]).toEqual([false, 1, 1]);
    expect(sink.problems).toEqual([{ where: "photograph", message: expect.stringMatching(message) }]);
  });

  it("in more pieces than there are is given up", async () => {
    const nothing = Buffer.alloc(12 * 100_001);
    const { sink, isWhole } = await read(Buffer.concat([pngOf(null).subarray(0, 33), nothing]), 65_536);
    expect([isWhole, sink.problems]).toEqual([
      false,
      [{ where: "photograph", message: expect.stringMatching(/more pieces than are walked/) }],
    ]);
  });

  it("is left where it is cancelled", async () => {
    const abort = new AbortController();
    abort.abort(new Error("cancelled"));
    const sink = new CollectingSink();
    const input = { chunks: bytesOf(jpegOf(tiffOf(TAGS))), sink, label: "", zone: UTC, signal: abort.signal };
    await expect(importPhoto(input)).rejects.toThrow("cancelled");
    expect(sink.items).toEqual([]);
  });

  it("closes its stream where it stops reading", async () => {
    let isClosed = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        yield* bytesOf(jpegOf(tiffOf(TAGS)));
        for (;;) yield await Promise.resolve(Buffer.alloc(65_536));
      } finally {
        isClosed = true;
      }
    }
    const sink = new CollectingSink();
    await importPhoto({ chunks: endless(), sink, label: "", zone: UTC });
    expect([isClosed, sink.items]).toEqual([true, [PHOTO]]);
  });
});

describe("an archive of photographs", () => {
  it("is read one by one; two of one second are both kept, and what is no photograph is skipped", async () => {
    const jpeg = jpegOf(tiffOf(TAGS));
    const content = zipOf([
      { name: "a.jpg", content: jpeg },
      { name: "copy of a", content: jpeg },
      { name: "screenshot.png", content: pngOf(null) },
      { name: "a.jpg.json", content: '{"title":"a.jpg","photoTakenTime":{"timestamp":"1714581000"}}' },
      { name: "cut.heic", content: heifOf(tiffOf(TAGS)).subarray(0, 200) },
      { name: "timeless.jpg", content: jpegOf(tiffOf({})) },
    ]);
    const sink = new CollectingSink();
    const outcome = await withFile(content, (path) => importFile(path, sink));
    expect(outcome).toEqual({ sources: ["PHOTO"], isComplete: false });
    expect(sink.items).toEqual([PHOTO, PHOTO]);
    expect([sink.records, sink.skippedRecords]).toEqual([6, 4]);
    expect(sink.problems).toEqual([
      { where: "entry 5, photograph", message: expect.stringMatching(/ends before it is complete/) },
      { where: "entry 6, photograph", message: expect.stringMatching(/no readable time/) },
    ]);
    expect(sink.progressed.at(-1)).toBe(content.length);
  });
});
