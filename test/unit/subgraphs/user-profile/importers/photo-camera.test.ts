import { describe, expect, it } from "@jest/globals";
import { ExifTags } from "../../../../../subgraphs/user-profile/importers/exif-tags.js";
import { cameraOf } from "../../../../../subgraphs/user-profile/importers/photo-camera.js";
import { Tiff } from "../../../../../subgraphs/user-profile/importers/tiff.js";
import { tiffOf } from "../../../../harness/photo-file.js";

describe("the camera of a photograph", () => {
  it.each<[string | undefined, string | undefined, string | null]>([
    ["Canon", "Canon EOS 40D", "Canon EOS 40D"],
    ["NIKON CORPORATION", "NIKON D70", "NIKON D70"],
    ["NIKON", "COOLPIX P6000", "NIKON COOLPIX P6000"],
    ["Apple", "iPhone 15 Pro", "Apple iPhone 15 Pro"],
    ["samsung", "SAMSUNG SM-G900", "SAMSUNG SM-G900"],
    ["HTC", undefined, "HTC"],
    [undefined, "Pixel 8", "Pixel 8"],
    ["", "", null],
    [undefined, undefined, null],
    ["  OLYMPUS   IMAGING\tCORP.  ", "E-M10 ", "OLYMPUS IMAGING CORP. E-M10"],
    ["Sony\u0007\u202eynoS", "\u200bA7", "SonyynoS A7"],
    ["FUJI\0hidden", "X100", "FUJI X100"],
    ["A".repeat(100_000), "B", "A".repeat(60)],
    ["Kodak", "📷".repeat(60), `Kodak ${"📷".repeat(54)}`],
  ])("of %j and %j is %j", (make, model, camera) => {
    const image = { ...(make !== undefined && { 0x010f: make }), ...(model !== undefined && { 0x0110: model }) };
    expect(cameraOf(new ExifTags(new Tiff(tiffOf({ image }))))).toBe(camera);
  });
});
