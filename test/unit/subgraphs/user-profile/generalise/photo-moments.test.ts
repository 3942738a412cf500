import { describe, expect, it } from "@jest/globals";
import { Precision } from "../../../../../shared/licensing/precision.js";
import {
  countPhotos,
  generalisePhotoMoments,
  type PhotoReading,
} from "../../../../../subgraphs/user-profile/generalise/photo-moments.js";
import type { Place } from "../../../../../subgraphs/user-profile/generalise/places.js";

const { EXACT, FINE, COARSE, BAND } = Precision;
const ALWAYS = { fromMs: -Infinity, toMs: Infinity };
const photo = (taken: string, day: string, latitude: number | null = null): PhotoReading => ({
  takenMs: Date.parse(taken),
  day,
  latitude,
  longitude: latitude,
  camera: "Google Pixel",
});
const photos = [
  photo("2025-01-07T04:59:12.345Z", "2025-01-06", 3),
  photo("2025-01-07T04:11:00Z", "2025-01-06", 7),
  photo("2025-01-07T05:30:00Z", "2025-01-07"),
  photo("2025-02-01T12:00:00Z", "2025-02-01", 3),
];
const country = ({ latitude }: PhotoReading): Place | null =>
  latitude === null
    ? null
    : { latitude: null, longitude: null, locality: null, region: null, country: latitude > 5 ? "AT" : "BE" };
const told = (precision: Precision, placeOf = country): string[] =>
  generalisePhotoMoments(precision, photos, ALWAYS, placeOf).map(
    ({ startMs, place }) => `${new Date(startMs).toISOString().slice(0, -1)} ${place?.country ?? "-"}`,
  );

describe("moments of photographs", () => {
  it("are told to the millisecond, the hour, the day or the week, each photograph", () => {
    expect(told(EXACT)).toEqual([
      "2025-01-07T04:11:00.000 AT",
      "2025-01-07T04:59:12.345 BE",
      "2025-01-07T05:30:00.000 -",
      "2025-02-01T12:00:00.000 BE",
    ]);
    expect(told(FINE)).toEqual(
      [
        "2025-01-07T04:00:00.000 BE",
        "2025-01-07T04:00:00.000 AT",
        "2025-01-07T05:00:00.000 -",
        "2025-02-01T12:00:00.000 BE",
      ].sort(),
    );
    expect(told(COARSE).map((line) => line.slice(0, 10))).toEqual([
      "2025-01-06",
      "2025-01-06",
      "2025-01-07",
      "2025-02-01",
    ]);
    expect(told(BAND).map((line) => line.slice(0, 10))).toEqual([
      "2025-01-06",
      "2025-01-06",
      "2025-01-06",
      "2025-01-27",
    ]);
  });

  it("are in an order that tells nothing of the order within", () => {
    const turned = [photos[1]!, photos[0]!];
    const hour = (list: readonly PhotoReading[]): object[] => generalisePhotoMoments(FINE, list, ALWAYS, country);
    expect(hour(turned)).toEqual(hour(photos.slice(0, 2)));
  });

  it("are counted for a period, coarser than EXACT for whole days, weeks and months", () => {
    const window = { fromMs: Date.parse("2025-01-07T04:30:00Z"), toMs: Date.parse("2025-02-01T00:00:00Z") };
    expect(countPhotos(EXACT, photos, window)).toBe(2);
    // The 7th began before the window.
    expect(countPhotos(FINE, photos, window)).toBe(0);
    expect(countPhotos(FINE, photos, { ...window, fromMs: Date.parse("2025-01-06T00:00:00Z") })).toBe(3);
    expect(countPhotos(COARSE, photos, window)).toBe(1);
    expect(countPhotos(BAND, photos, { ...window, toMs: Date.parse("2025-02-02T00:00:00Z") })).toBe(1);
  });
});
