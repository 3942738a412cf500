import { expect, it } from "@jest/globals";
import { importFile } from "../../../../../subgraphs/user-profile/importers/import-file.js";
import { describeWithSamples, samplePath, samplesIn } from "../../../../harness/samples.js";
import { CollectingSink } from "./collecting-sink.js";

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
