import { describe, expect, it } from "@jest/globals";
import { importFile } from "../../../../../subgraphs/user-profile/importers/import-file.js";
import { importPhoto } from "../../../../../subgraphs/user-profile/importers/photo.js";
import { box, heifOf, jpegOf, pngOf, segment, tiffOf } from "../../../../harness/photo-file.js";
import { bytesOf, CollectingSink, UTC } from "./collecting-sink.js";
import { PHOTO, read, TAGS } from "./read-photo.js";
import { withFile, zipOf } from "./zip-file.js";

/** Tags of Exif 2.32. */
const [MAKE, DESCRIPTION, ARTIST, CHANGED, ORIGINAL] = [0x010f, 0x010e, 0x013b, 0x0132, 0x9003] as const;
const [SERIAL, OWNER, MAKER_NOTE, COMMENT] = [0xa431, 0xa430, 0x927c, 0x9286] as const;

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
