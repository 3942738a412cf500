import { describe, expect, it } from "@jest/globals";
import { ExifTags } from "../../../../../subgraphs/user-profile/importers/exif-tags.js";
import { placeOf } from "../../../../../subgraphs/user-profile/importers/photo-place.js";
import { Tiff } from "../../../../../subgraphs/user-profile/importers/tiff.js";
import { type Directories, type FieldValue, tiffOf } from "../../../../harness/photo-file.js";

function tagsOf(directories: Directories): ExifTags {
  return new ExifTags(new Tiff(tiffOf(directories)));
}

function degrees(whole: number, minutes = 0, seconds = 0, denominator = 1): [number, number][] {
  return [
    [whole, denominator],
    [minutes, denominator],
    [seconds, denominator],
  ];
}

function place(latitudeRef: string, latitude: FieldValue, longitudeRef: string, longitude: FieldValue): unknown {
  return placeOf(tagsOf({ gps: { 1: latitudeRef, 2: latitude, 3: longitudeRef, 4: longitude } }));
}

describe("the place of a photograph", () => {
  it.each([
    ["N", 1, "E", 1],
    ["S", -1, "W", -1],
    ["s ", -1, "e", 1],
  ])("is on the half of the Earth that %s and %s... say", (north, latitudeSign, east, longitudeSign) => {
    expect(place(north, degrees(51, 30, 36), east, degrees(10, 15))).toEqual({
      latitude: latitudeSign * 51.51,
      longitude: longitudeSign * 10.25,
    });
  });

  it("may be written in one fraction, or with a share of a minute", () => {
    expect(place("N", degrees(40_781_200, 0, 0, 1_000_000), "W", degrees(7396, 3, 0, 100))).toEqual({
      latitude: 40.7812,
      longitude: -(73.96 + 0.03 / 60),
    });
  });

  it.each<[string, FieldValue, FieldValue]>([
    ["both", degrees(90), degrees(180)],
    ["none", degrees(0, 0, 1), degrees(0)],
  ])("may be at the edge of %s", (_what, latitude, longitude) => {
    expect(place("N", latitude, "E", longitude)).toMatchObject({ latitude: expect.any(Number) as unknown });
  });

  it.each([
    ["exactly 0, 0", { 1: "N", 2: degrees(0), 3: "E", 4: degrees(0) }],
    ["south-west of exactly 0, 0", { 1: "S", 2: degrees(0), 3: "W", 4: degrees(0) }],
    ["a version only", { 0: { type: 1, count: 4, bytes: [2, 2, 0, 0] } }],
    ["a direction only", { 1: "N", 3: "E", 17: degrees(5) }],
  ])("is none with %s", (_what, gps) => {
    expect(placeOf(tagsOf({ gps }))).toBeNull();
    expect(placeOf(tagsOf({}))).toBeNull();
  });

  it.each<[string, Record<number, FieldValue>]>([
    ["words for degrees", { 1: "N", 2: "52,00000,50,00000,34,01180", 3: "E", 4: degrees(11) }],
    ["no denominators", { 1: "N", 2: degrees(52, 50, 34, 0), 3: "E", 4: degrees(11) }],
    [
      "no denominator of the seconds",
      {
        1: "N",
        2: [
          [52, 1],
          [50, 1],
          [0, 0],
        ],
        3: "E",
        4: degrees(11),
      },
    ],
    ["no halves", { 2: degrees(52), 4: degrees(11) }],
    ["halves that there are not", { 1: "X", 2: degrees(52), 3: "E", 4: degrees(11) }],
    ["halves of the other", { 1: "E", 2: degrees(52), 3: "N", 4: degrees(11) }],
    ["more than ninety degrees", { 1: "N", 2: degrees(90, 0, 1), 3: "E", 4: degrees(11) }],
    ["more than half around", { 1: "N", 2: degrees(52), 3: "E", 4: degrees(180, 1) }],
    [
      "negative degrees",
      {
        1: "N",
        2: {
          type: 10,
          count: 3,
          bytes: [-1, 1, -1, 1, -1, 1].flatMap((part) => [
            part & 0xff,
            ...new Array<number>(3).fill(part < 0 ? 0xff : 0),
          ]),
        },
        3: "E",
        4: degrees(11),
      },
    ],
    ["no longitude", { 1: "N", 2: degrees(52) }],
    [
      "two fractions",
      {
        1: "N",
        2: [
          [52, 1],
          [30, 1],
        ],
        3: "E",
        4: degrees(11),
      },
    ],
    ["fractions that lie outside", { 1: "N", 2: { type: 5, count: 3, at: 0xfffffff0 }, 3: "E", 4: degrees(11) }],
  ])("cannot be read from %s", (_what, gps) => {
    expect(placeOf(tagsOf({ gps }))).toBe("unreadable");
  });
});
