import { describe, expect, it } from "@jest/globals";
import { heifOf, jpegOf, pngOf, tiffOf, webpOf } from "../../../../harness/photo-file.js";
import { PHOTO, read, TAGS } from "./read-photo.js";

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
