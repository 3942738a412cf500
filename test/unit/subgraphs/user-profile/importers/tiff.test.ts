import { describe, expect, it } from "@jest/globals";
import { Tiff } from "../../../../../subgraphs/user-profile/importers/tiff.js";
import { tiffOf } from "../../../../harness/photo-file.js";

/** Three fields of one tag become one, as no program writes them. */
function withTagThrice(tiff: Buffer, tag: number): Buffer {
  for (const index of [0, 1, 2]) tiff.writeUInt16LE(tag, 10 + index * 12);
  return tiff;
}

describe("the directories of a TIFF", () => {
  it("hold the first of what is there twice", () => {
    const tiff = new Tiff(withTagThrice(tiffOf({ image: { 1: "one", 2: "two", 3: "six" } }), 5));
    const directory = tiff.directory(tiff.firstDirectoryAt);
    expect([directory.size, tiff.text(directory.get(5))]).toEqual([1, "one"]);
  });

  it("give no more of a text than a name is long", () => {
    const tiff = new Tiff(tiffOf({ image: { 1: "x".repeat(400_000) } }));
    expect(tiff.text(tiff.directory(8).get(1))).toHaveLength(256);
  });

  it("have no more fields than a camera writes", () => {
    const image = Object.fromEntries(Array.from({ length: 5000 }, (_, tag) => [tag, "x"]));
    expect(new Tiff(tiffOf({ image })).directory(8).size).toBe(1000);
  });

  it.each([
    ["of a stretch of it, what lies in that", 4000, 20_000, "far"],
    ["of another stretch nothing", 0, 4000, ""],
  ])("are, %s", (_what, from, to, text) => {
    const whole = tiffOf({ image: { 1: "far" } }, { at: 10_000 });
    const tiff = new Tiff(whole.subarray(0, 8), whole.subarray(from, to), from);
    expect(tiff.text(tiff.directory(tiff.firstDirectoryAt).get(1))).toBe(text);
  });

  it.each([
    ["nothing", ""],
    ["half a header", "II*\0\x08"],
    ["another number than 42", "II+\0\x08\0\0\0"],
    ["two byte orders", "IM*\0\x08\0\0\0"],
  ])("are not there in %s", (_what, text) => {
    expect(() => new Tiff(Buffer.from(text, "latin1"))).toThrow("its EXIF is damaged");
  });
});
