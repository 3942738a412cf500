import { describe, expect, it } from "@jest/globals";
import { Activity } from "../../../../../subgraphs/user-profile/observation.js";
import { gpxActivity } from "../../../../../subgraphs/user-profile/importers/gpx-activity.js";
import { GpxRole, importGpx } from "../../../../../subgraphs/user-profile/importers/gpx.js";
import { bytesOf, CollectingSink, UTC } from "./collecting-sink.js";

async function read(content: string | Buffer, role?: GpxRole): Promise<CollectingSink> {
  const sink = new CollectingSink();
  await importGpx({ chunks: bytesOf(content), sink, label: "", zone: UTC }, role);
  return sink;
}

function gpx(content: string, attributes = ""): string {
  return `<gpx version="1.1" ${attributes}>\n${content}\n</gpx>`;
}

function point(minute: number, longitude: number | string, rest = ""): string {
  const time = `2025-01-01T00:${String(minute).padStart(2, "0")}:00Z`;
  return `<trkpt lat="0" lon="${longitude}"><time>${time}</time>${rest}</trkpt>`;
}

function track(...segments: string[]): string {
  return `<trk>${segments.map((points) => `<trkseg>${points}</trkseg>`).join("")}</trk>`;
}

/** Metres of a degree of longitude on the equator: 6,371,008.8 m x pi / 180. */
const DEGREE_METRES = 111_195.08;

describe("GPX tracks", () => {
  it("makes one workout of a track, measured inside its segments only", async () => {
    const sink = await read(gpx(track(point(0, 0) + point(1, 0.01), point(5, 1) + point(6, 1.01))));
    expect(sink.workouts).toEqual([
      expect.objectContaining({
        activity: Activity.OTHER,
        startMs: Date.UTC(2025, 0, 1),
        endMs: Date.UTC(2025, 0, 1, 0, 6),
        offsetMinutes: null,
        distanceMetres: expect.closeTo(0.02 * DEGREE_METRES, 1),
        energyKilocalories: null,
      }),
    ]);
  });

  it("makes a workout of each of several tracks", async () => {
    const sink = await read(gpx(track(point(0, 0)) + track(point(30, 0))));
    expect(sink.workouts.map(({ startMs }) => startMs)).toEqual([Date.UTC(2025, 0, 1), Date.UTC(2025, 0, 1, 0, 30)]);
    expect(sink.visits).toHaveLength(2);
  });

  it("measures across the antimeridian", async () => {
    const [workout] = (await read(gpx(track(point(0, 179.995) + point(1, -179.995))))).workouts;
    expect(workout?.distanceMetres).toBeCloseTo(0.01 * DEGREE_METRES, 1);
  });

  it("keeps the offset of a time that has one", async () => {
    const text = point(0, 0).replace("Z<", "+09:00<");
    const [workout] = (await read(gpx(track(text)))).workouts;
    expect(workout).toMatchObject({ startMs: Date.UTC(2024, 11, 31, 15), offsetMinutes: 540 });
  });

  it.each([
    [
      "a prefix that is declared",
      '<x:ext xmlns:x="http://www.garmin.com/xmlschemas/TrackPointExtension/v2"><x:hr>97</x:hr></x:ext>',
    ],
    ["a prefix that is not", "<ns3:TrackPointExtension><ns3:hr>97</ns3:hr></ns3:TrackPointExtension>"],
    ["no prefix", "<hr> 97 </hr>"],
    ["character data", "<hr><![CDATA[97]]></hr>"],
    ["a second extension", "</extensions><extensions><a:hr>97</a:hr>"],
    ["one more after it", "<hr>97</hr><hr>98</hr>"],
  ])("reads a heart rate with %s", async (_what, extension) => {
    const sink = await read(gpx(track(point(3, 0, `<extensions>${extension}</extensions>`))));
    const ms = Date.UTC(2025, 0, 1, 0, 3);
    expect(sink.problems).toEqual([]);
    expect(sink.samples("heart.rate")).toEqual([expect.objectContaining({ value: 97, startMs: ms, endMs: ms })]);
  });

  it("drops a heart rate of no contact and tells of an impossible one", async () => {
    const sink = await read(gpx(track(point(0, 0, "<hr>0</hr>") + "\n" + point(1, 0, "<hr>-70</hr>"))));
    expect(sink.samples("heart.rate")).toEqual([]);
    expect(sink.problems).toEqual([{ where: "line 3", message: expect.stringMatching(/heart rate/) }]);
  });

  it.each(["undefined", "NaN", "", "181", "-180.5", "1e309", "7,5"])(
    "stores no point at longitude %j",
    async (longitude) => {
      const sink = await read(gpx(track(point(0, longitude, "<hr>97</hr>"))));
      expect(sink.items).toEqual([]);
      expect(sink.problems).toEqual([{ where: "line 2", message: expect.stringMatching(/no place on the Earth/) }]);
    },
  );

  it("counts a point without a time for the distance only", async () => {
    const sink = await read(gpx(track(`${point(0, 0)}<trkpt lat="0" lon="0.01"><hr>97</hr></trkpt>${point(1, 0)}`)));
    expect(sink.workouts[0]?.distanceMetres).toBeCloseTo(0.02 * DEGREE_METRES, 1);
    expect([sink.records, sink.skippedRecords, sink.visits.length]).toEqual([3, 1, 1]);
    expect(sink.samples("heart.rate")).toEqual([]);
  });

  it("says that a track without any time was not stored", async () => {
    const sink = await read(gpx(track('<trkpt lat="1" lon="1"/>')));
    expect(sink.items).toEqual([]);
    expect(sink.problems).toEqual([
      { where: "line 2", message: expect.stringMatching(/No point of the track has a time/) },
    ]);
  });

  it("takes no plan, no waypoint and no metadata for a place where the person was", async () => {
    const time = "<time>2025-01-01T00:00:00Z</time>";
    const sink = await read(
      gpx(
        `<metadata>${time}</metadata><wpt lat="1" lon="1">${time}</wpt><rte><rtept lat="1" lon="1">${time}</rtept></rte>`,
      ),
    );
    expect([sink.items.length, sink.records, sink.skippedRecords]).toEqual([0, 2, 2]);
  });

  it("takes the track's own type, not that of a link", async () => {
    const typed = (type: string) =>
      `<trk><link href="x"><type>cycling</type></link><type>${type}</type><trkseg>${point(0, 0)}</trkseg></trk>`;
    const sink = await read(gpx(typed("running") + typed("")));
    expect(sink.workouts.map(({ activity }) => activity)).toEqual([Activity.RUN, Activity.OTHER]);
  });

  it.each([
    ["running", Activity.RUN],
    ["trail_running", Activity.RUN],
    ["TrailRun", Activity.RUN],
    ["9", Activity.RUN],
    ["VirtualRide", Activity.RIDE],
    ["mountain biking", Activity.RIDE],
    ["1", Activity.RIDE],
    ["Hike", Activity.HIKE],
    ["walking", Activity.WALK],
    ["open_water_swimming", Activity.SWIM],
    ["strength_training", Activity.STRENGTH],
    ["motor_biking", Activity.OTHER],
    ["truncated", Activity.OTHER],
    ["19", Activity.OTHER],
    ["", Activity.OTHER],
  ])("tells the activity of %j", (type, activity) => {
    expect(gpxActivity(type)).toBe(activity);
  });
});

describe("GPX of Apple Health", () => {
  const route = gpx(track(point(0, 0, "<hr>97</hr>")), 'creator="Apple Health Export"');

  it("gives places only, whether told by its folder or by its creator", async () => {
    for (const role of [GpxRole.ROUTE, GpxRole.BESIDE_APPLE_HEALTH]) {
      const sink = await read(route, role);
      expect(sink.items.map(({ kind, origin }) => [kind, origin.source])).toEqual([["visit", "APPLE_HEALTH"]]);
    }
  });

  it("is a workout when it comes alone, and so is another's track beside an export", async () => {
    expect((await read(route)).workouts).toHaveLength(1);
    expect((await read(gpx(track(point(0, 0))), GpxRole.BESIDE_APPLE_HEALTH)).workouts).toHaveLength(1);
  });
});

describe("encodings of GPX", () => {
  const named = (encoding: string) =>
    `<?xml version="1.0" encoding="${encoding}"?>${gpx(`<name>café ’ 東京</name>${track(point(0, 0))}`)}`;

  it.each([
    ["UTF-8 with mark", Buffer.from(`\ufeff${named("UTF-8")}`)],
    ["UTF-16 little endian with mark", Buffer.from(`\ufeff${named("UTF-16")}`, "utf16le")],
    ["UTF-16 big endian without mark", Buffer.from(named("UTF-16"), "utf16le").swap16()],
    ["Latin 1", Buffer.from(named("ISO-8859-1").replace("’ 東京", ""), "latin1")],
    ["a replacement character that is really there", Buffer.from(named("UTF-8").replace("café", "caf\ufffd"))],
    ["blank lines before the declaration", Buffer.from(`\n\n ${named("UTF-8")}`)],
  ])("reads %s", async (_what, bytes) => {
    const sink = await read(bytes);
    expect(sink.problems).toEqual([]);
    expect(sink.workouts).toHaveLength(1);
  });

  it.each([
    ["bytes that are no UTF-8", Buffer.from(gpx(`${track(point(0, 0))}\n<name>caf\xe9</name>`), "latin1"), "line 3"],
    [
      "a half of a UTF-16 pair",
      Buffer.concat([Buffer.from(`\ufeff${gpx(track(point(0, 0)))}`, "utf16le"), Buffer.from([0x00, 0xd8])]),
      "line 3",
    ],
    ["an encoding that nobody knows", Buffer.from(named("x-martian")), "line 1"],
  ])("says where %s end the document", async (_what, bytes, where) => {
    const sink = await read(bytes);
    expect(sink.problems).toEqual([{ where, message: expect.stringMatching(/encoding|character/) }]);
  });

  it("keeps the points before the wrong bytes", async () => {
    const far = `<name>${"x".repeat(2000)}</name>`;
    const sink = await read(
      Buffer.from(gpx(`${far}${track(point(0, 0))}${far}<name>\xe9t\xe9</name>${track(point(1, 0))}`), "latin1"),
    );
    expect(sink.workouts).toHaveLength(1);
    expect(sink.problems).toHaveLength(1);
  });
});
