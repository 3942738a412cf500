import { describe, expect, it } from "@jest/globals";
import { orientationOf } from "../../../../../subgraphs/offers/image/jpeg-orientation.js";
import { PictureProblem } from "../../../../../subgraphs/offers/image/picture-problem.js";
import { pictureOf } from "../../../../../subgraphs/offers/image/picture.js";
import * as pictures from "../../../../harness/pictures.js";

const { GIF, JPEG, png, PNG, pngChunk, SECRET, SVG, WEBP, WEBP_ANIMATED, WEBP_LOSSLESS } = pictures;
const EACH = [
  ["PNG", "image/png", PNG],
  ["JPEG", "image/jpeg", JPEG],
  ["WebP", "image/webp", WEBP],
  ["lossless WebP", "image/webp", WEBP_LOSSLESS],
] as const;

function problemOf(file: Buffer): string {
  try {
    return pictureOf(file).type;
  } catch (error) {
    if (!(error instanceof PictureProblem)) throw error;
    return error.kind;
  }
}
/** With one place changed; in a WebP and a JPEG nothing sums up the others. */
const changed = (file: Buffer, at: number, bytes: number[]): Buffer => {
  const copy = Buffer.from(file);
  copy.set(bytes, at);
  return copy;
};

describe.each(EACH)("a picture: %s", (_name, type, file) => {
  it("is known by its content, with its size", () => {
    expect(pictureOf(file)).toMatchObject({ type, width: 6, height: 4 });
  });

  it("keeps nothing of what it carried, and is itself again when it is read again", () => {
    expect(file.toString("latin1")).toContain(SECRET);
    const { bytes } = pictureOf(file);
    expect(bytes.toString("latin1")).not.toContain(SECRET);
    expect(bytes.toString("latin1")).not.toMatch(/ICC_PROFILE|EXIF|tEXt/);
    expect(pictureOf(bytes).bytes).toEqual(bytes);
  });

  it("is refused wherever it is cut off", () => {
    for (let length = 0; length < file.length; length += 1) {
      expect(problemOf(file.subarray(0, length))).toMatch(/BROKEN|UNSUPPORTED/);
    }
  });

  it("loses what stands behind its end", () => {
    const { bytes } = pictureOf(file);
    const behind = Buffer.from("<script>alert(1)</script>");
    expect(pictureOf(Buffer.concat([file, behind])).bytes).toEqual(bytes);
  });

  it("costs no more than an error, whatever byte is changed", () => {
    for (let at = 0; at < file.length; at += 1) {
      for (const byte of [0x00, 0x7f, 0xff]) problemOf(changed(file, at, [byte]));
    }
  });
});

describe("what is no picture", () => {
  it.each([
    ["GIF", GIF],
    ["SVG", SVG],
    ["text", Buffer.from("a picture")],
    ["nothing", Buffer.alloc(0)],
    ["an animated WebP", WEBP_ANIMATED],
    ["an animated PNG", png({ more: [pngChunk("acTL", Buffer.alloc(8))] })],
    ["an arithmetic JPEG", changed(JPEG, JPEG.indexOf(Buffer.from([0xff, 0xc0])) + 1, [0xc9])],
  ])("is refused: %s", (_name, file) => {
    expect(problemOf(file)).toBe("UNSUPPORTED");
  });

  it.each([
    ["no header first", Buffer.concat([PNG.subarray(0, 8), pngChunk("IDAT", Buffer.alloc(4)), PNG.subarray(8)])],
    ["two headers", png({ more: [pictures.pngHeader(6, 4)] })],
    ["a part that nobody knows", png({ more: [pngChunk("ABCD", Buffer.alloc(0))] })],
    ["a wrong check sum", changed(PNG, 20, [9])],
    ["no pixels", Buffer.concat([PNG.subarray(0, 33), pngChunk("IEND", Buffer.alloc(0))])],
    ["a size of nothing", png({ width: 0 })],
    ["a canvas unlike what is on it", changed(WEBP, 24, [7])],
  ])("is broken: %s", (_name, file) => {
    expect(problemOf(file)).toBe("BROKEN");
  });
});

describe("what a header promises", () => {
  it.each([
    [4_096, 2_048, "image/png"],
    [4_097, 1, "TOO_LARGE"],
    [1, 4_097, "TOO_LARGE"],
    [4_096, 2_049, "TOO_LARGE"],
    [0xffff_ffff, 0xffff_ffff, "TOO_LARGE"],
  ])("is bounded: %d by %d", (width, height, expected) => {
    const small = png();
    const file = Buffer.concat([small.subarray(0, 8), pictures.pngHeader(width, height), small.subarray(33)]);
    expect(problemOf(file)).toBe(expected);
  });

  it("is bounded in JPEG and WebP", () => {
    const frame = JPEG.indexOf(Buffer.from([0xff, 0xc0]));
    expect(problemOf(changed(JPEG, frame + 5, [0xff, 0xff, 0xff, 0xff]))).toBe("TOO_LARGE");
    expect(problemOf(changed(JPEG, frame + 5, [0, 0]))).toBe("BROKEN");
    const { bytes } = pictureOf(WEBP_LOSSLESS);
    expect(problemOf(changed(bytes, bytes.indexOf("VP8L") + 9, [0xff, 0xff, 0xff]))).toBe("TOO_LARGE");
  });

  it("is not believed where a JPEG makes a browser draw it a thousand times", () => {
    const scan = JPEG.indexOf(Buffer.from([0xff, 0xda]));
    const end = JPEG.length - 2;
    const scans = Array.from({ length: 51 }, () => JPEG.subarray(scan, end));
    expect(problemOf(Buffer.concat([JPEG.subarray(0, scan), ...scans.slice(1), JPEG.subarray(end)]))).toBe(
      "image/jpeg",
    );
    expect(problemOf(Buffer.concat([JPEG.subarray(0, scan), ...scans, JPEG.subarray(end)]))).toBe("BROKEN");
  });
});

describe("how a JPEG is turned", () => {
  it("is all that stays of what a camera says", () => {
    const { bytes } = pictureOf(JPEG);
    const segment = bytes.subarray(6, 4 + bytes.readUInt16BE(4));
    expect(orientationOf(segment)).toBe(6);
    expect(segment).toHaveLength(32);
  });

  it("is not said where it is not known", () => {
    expect(orientationOf(Buffer.from("http://ns.adobe.com/xap/1.0/"))).toBeNull();
    expect(orientationOf(Buffer.from("Exif\0\0"))).toBeNull();
    expect(orientationOf(Buffer.from("Exif\0\0II*\0\xff\xff\xff\x7f", "latin1"))).toBeNull();
  });
});
