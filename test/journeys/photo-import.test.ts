import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { World } from "../harness/world.js";
import type { WorldPerson } from "../harness/world-person.js";
import { heifOf, jpegOf, pngOf, tiffOf } from "../harness/photo-file.js";
import { zipOf } from "../unit/subgraphs/user-profile/importers/zip-file.js";

const [MODEL, ORIGINAL, OFFSET] = [0x0110, 0x9003, 0x9011];
const SECRET = "PicturedName";

/** A photograph without an offset, so that it is of the person's own zone. */
const taken = (original: string): Buffer =>
  tiffOf({ image: { [MODEL]: "Box 1", 0x010e: SECRET }, exif: { [ORIGINAL]: original } });

/** Photographs over HTTP: counted, told of, added once, and never kept as pictures. */
describe("photographs", () => {
  let world: World;
  let person: WorldPerson;
  beforeAll(async () => {
    world = await World.open();
    person = await world.person();
    await person.api.mutate(
      "setMyTimeZone",
      { timeZone: "America/New_York", idempotencyKey: world.key() },
      "me { timeZone }",
    );
  }, 60_000);
  afterAll(() => world.close());

  const ARCHIVE = zipOf([
    { name: "1.jpg", content: jpegOf(taken("2025:03:09 01:30:00")) },
    { name: "2.jpg", content: jpegOf(taken("2025:03:09 03:30:00")) },
    { name: "2 (copy).jpg", content: jpegOf(taken("2025:03:09 03:30:00")) },
    { name: "3.heic", content: heifOf(taken("2025:03:10 12:00:00")) },
    { name: "screenshot.png", content: pngOf(null) },
    { name: "cut.jpg", content: jpegOf(taken("2025:03:10 12:00:00")).subarray(0, 60) },
    { name: "timeless.jpg", content: jpegOf(tiffOf({ image: { [MODEL]: "Box 1" } })) },
    { name: "notes.txt", content: "no photograph" },
  ]);

  it("of an archive are counted, and what is not stored is told", async () => {
    const outcome = await person.importBytes(ARCHIVE, "photos.zip");
    expect(outcome).toMatchObject({
      status: "DONE",
      sources: ["PHOTO"],
      recordsRead: 8,
      recordsAdded: 4,
      recordsSkipped: 4,
    });
    expect(outcome.bytesRead).toBe(outcome.bytesTotal);
    expect(outcome.problems).toEqual([
      { where: "entry 6, photograph", message: expect.stringMatching(/ends before it is complete/) },
      { where: "entry 7, photograph", message: expect.stringMatching(/no readable time/) },
    ]);
    expect(JSON.stringify(outcome)).not.toContain(SECRET);
  });

  it("without a zone are of the person's own", async () => {
    const { me } = await person.api.query<{ me: { sources: object[] } }>(
      "{ me { sources { source device grade fields from to observations } } }",
    );
    expect(me.sources).toEqual([
      {
        source: "PHOTO",
        device: null,
        grade: "OBSERVED",
        fields: ["photos.count", "photos.moments", "photos.places"],
        // Clocks went forward between the first and the second.
        from: "2025-03-09T06:30:00.000Z",
        to: "2025-03-10T16:00:00.000Z",
        observations: 4,
      },
    ]);
  });

  it("again add nothing", async () => {
    expect(await person.importBytes(ARCHIVE)).toMatchObject({ status: "DONE", recordsRead: 8, recordsAdded: 0 });
    const one = jpegOf(tiffOf({ exif: { [ORIGINAL]: "2025:03:11 08:00:00", [OFFSET]: "-04:00" } }));
    expect(await person.importBytes(one)).toMatchObject({
      status: "DONE",
      recordsRead: 1,
      recordsAdded: 1,
      problems: [],
    });
    expect(await person.importBytes(one)).toMatchObject({
      status: "DONE",
      recordsRead: 1,
      recordsAdded: 0,
      problems: [],
    });
  });

  it("that are sent alone fail plainly where nothing of them can be read, and are done where there is nothing", async () => {
    const cut = await person.importBytes(jpegOf(taken("2025:03:10 12:00:00")).subarray(0, 60));
    expect(cut).toMatchObject({ status: "FAILED", recordsRead: 1, recordsAdded: 0 });
    expect(cut.problems).toHaveLength(1);
    const bare = await person.importBytes(jpegOf(null));
    expect(bare).toMatchObject({ status: "DONE", recordsRead: 1, recordsAdded: 0, recordsSkipped: 1 });
    expect(bare.problems).toEqual([{ where: "photograph", message: expect.stringMatching(/has no EXIF/) }]);
  });
});
