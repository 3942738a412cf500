import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { importFile } from "../../../../../subgraphs/user-profile/importers/import-file.js";
import { importNutritionCsv } from "../../../../../subgraphs/user-profile/importers/nutrition-csv.js";
import { UnsupportedFormatError } from "../../../../../subgraphs/user-profile/importers/importer.js";
import { Zone } from "../../../../../subgraphs/user-profile/vault/local-day.js";
import { CollectingSink } from "./collecting-sink.js";

/** What files of services and standards may look like, in the smallest texts. */
const folder = mkdtempSync(join(tmpdir(), "confide-services-"));
afterAll(() => rmSync(folder, { recursive: true }));

const read = async (text: string, zone = "Europe/Berlin"): Promise<CollectingSink> => {
  const path = join(folder, "file");
  writeFileSync(path, text);
  const sink = new CollectingSink();
  await importFile(path, sink, { zone: new Zone(zone) });
  return sink;
};
const instants = (sink: CollectingSink): string[] =>
  sink.items.flatMap((item) => ("startMs" in item ? [new Date(item.startMs).toISOString()] : []));
const values = (sink: CollectingSink): number[] =>
  sink.items.flatMap((item) => (item.kind === "sample" ? [item.value] : []));

describe("food logs", () => {
  it("are let go of where they break, so that no file stays open", async () => {
    let isClosed = false;
    async function* chunks(): AsyncGenerator<Uint8Array> {
      try {
        yield Buffer.from('Date,Meal,Calories\n2025-03-01,"Lunch,1\n');
        for (;;) yield await Promise.resolve(Buffer.alloc(64 * 1024, "x"));
      } finally {
        isClosed = true;
      }
    }
    const sink = new CollectingSink();
    expect(await importNutritionCsv({ chunks: chunks(), sink, label: "", zone: new Zone("UTC") })).toBe(false);
    expect([sink.items, sink.problems.length]).toEqual([[], 1]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(isClosed).toBe(true);
  });

  it("with semicolons have decimal commas, kilojoules, and the day first", async () => {
    const sink = await read(
      "\uFEFFDatum;Mahlzeit;Energie (kJ);Eiweiß (g);Kohlenhydrate (g);Fett (g)\r\n01.03.2025;Mittag;1.046,0;12,5;30,25;4\r\n",
    );
    expect(values(sink)).toEqual([expect.closeTo(250, 6), 12.5, 30.25, 4]);
    expect(new Set(instants(sink))).toEqual(new Set(["2025-02-28T23:00:00.000Z"]));
  });

  it("with commas have thousands, the month first, and totals that are not food", async () => {
    const sink = await read('Date,Meal,Calories\n03/01/2025,Lunch,"1,050.0"\nTotals,,"1,050.0"\n');
    expect(values(sink)).toEqual([1_050]);
    expect(instants(sink)).toEqual(["2025-02-28T23:00:00.000Z"]);
    expect(sink.skippedRecords).toBe(1);
  });

  it.each([
    ["12,5", ",", 12.5],
    ["1,050", ",", 1_050],
    ["1,050.25", ",", 1_050.25],
    ["12.5", ";", 12.5],
    ["1.050", ";", 1_050],
    ["1.050,25", ";", 1_050.25],
    ["1 050,25", ";", 1_050.25],
    ["1,050", ";", 1.05],
    [".5", ",", 0.5],
    ["1.234.567", ";", null],
    ["1-2", ",", null],
  ])("read %s between %s as %p", async (text, delimiter, value) => {
    const cells = [
      ["Date", "Meal", "Calories"],
      ["2025-03-01", "Lunch", `"${text}"`],
    ];
    const sink = await read(cells.map((row) => row.join(delimiter)).join("\n"));
    expect(values(sink)).toEqual(value === null ? [] : [value]);
    expect(sink.problems).toHaveLength(value === null ? 1 : 0);
  });

  it("of any length are read in bounded memory, and keep what came before a break", async () => {
    const rows = Array.from({ length: 60_000 }, () => "2025-03-01,Lunch,100");
    const sink = await read(`Date,Meal,Calories\n${rows.join("\n")}\n2025-03-01,"Lunch,1\n`);
    expect(sink.items.length).toBeGreaterThan(50_000);
    expect(sink.problems).toMatchObject([{ message: expect.stringContaining("rows before it were read") }]);
  });

  it("keep foods that are called like a total", async () => {
    expect(values(await read("Day,Time,Group,Food Name,Energy (kcal)\n2025-03-01,8:30 PM,Dinner,Total,90\n"))).toEqual([
      90,
    ]);
  });

  it("tell of rows without a day or with what is no amount", async () => {
    const sink = await read("Date,Meal,Calories\nsoon,Lunch,100\n2025-03-01,Lunch,=1+1\n2025-02-30,Lunch,5\n");
    expect([sink.items, sink.problems.map(({ where }) => where)]).toEqual([[], ["row 1", "row 2", "row 3"]]);
  });
});

describe("FHIR", () => {
  const observation = (more: object): string =>
    JSON.stringify({
      resourceType: "Observation",
      status: "final",
      code: { coding: [{ system: "http://loinc.org", code: "29463-7" }] },
      effectiveDateTime: "2025-03-10T08:00:00-04:00",
      valueQuantity: { value: 70, code: "kg" },
      ...more,
    });

  it("is read a line each, the last with or without its end", async () => {
    for (const ending of ["", "\n"]) {
      const text = [observation({}), observation({ valueQuantity: { value: 154, unit: "lbs", code: "[lb_av]" } })].join(
        "\n",
      );
      expect(values(await read(text + ending))).toEqual([70, expect.closeTo(69.853, 3)]);
    }
  });

  it("is refused where a line is cut", async () => {
    const sink = await read(`${observation({})}\n${observation({}).slice(0, 60)}`);
    expect([sink.items, sink.problems.length]).toEqual([[], 1]);
  });

  it.each([
    ["a status that takes it back", { status: "entered-in-error" }],
    ["a bound", { valueQuantity: { value: 70, code: "kg", comparator: "<" } }],
    ["no value, and says why", { valueQuantity: undefined, dataAbsentReason: { text: "unknown" } }],
    ["another code system's code", { code: { coding: [{ system: "urn:other", code: "29463-7" }] } }],
  ])("skips what has %s", async (_, more) => {
    const sink = await read(observation(more));
    expect([sink.items, sink.skippedRecords, sink.problems]).toEqual([[], 1, []]);
  });

  it.each([
    ["a unit that nobody knows", { valueQuantity: { value: 70, code: "furlong" } }],
    ["a weight that nobody has", { valueQuantity: { value: 70_000, code: "kg" } }],
    ["a month for a day", { effectiveDateTime: "2025-03" }],
    ["no time", { effectiveDateTime: undefined }],
  ])("tells of what has %s", async (_, more) => {
    const sink = await read(observation(more));
    expect([sink.items, sink.problems.length]).toEqual([[], 1]);
  });

  it("reads a curve, without the places where its device told nothing", async () => {
    const series = {
      origin: { value: 0, code: "/min" },
      period: 5_000,
      factor: 0.5,
      dimensions: 1,
      data: "120 E 124 U L 126",
    };
    const code = { coding: [{ system: "http://loinc.org", code: "8867-4" }] };
    const sink = await read(observation({ code, valueQuantity: undefined, valueSampledData: series }));
    expect(values(sink)).toEqual([60, 62, 63]);
    expect(instants(sink).map((instant) => instant.slice(17, 19))).toEqual(["00", "10", "25"]);
    const broken = await read(
      observation({ code, valueQuantity: undefined, valueSampledData: { ...series, period: 0 } }),
    );
    expect([broken.items, broken.problems.length]).toEqual([[], 1]);
  });

  it("puts a day without a time at its beginning where the person lives", async () => {
    expect(instants(await read(observation({ effectiveDateTime: "2025-03-10" })))).toEqual([
      "2025-03-09T23:00:00.000Z",
    ]);
  });

  it("takes the parts of a panel that the vault holds", async () => {
    const heart = {
      code: { coding: [{ system: "http://loinc.org", code: "8867-4" }] },
      valueQuantity: { value: 61, code: "/min" },
    };
    const panel = {
      code: { coding: [{ system: "http://loinc.org", code: "85353-1" }] },
      valueQuantity: undefined,
      component: [heart],
    };
    expect(values(await read(observation(panel)))).toEqual([61]);
  });
});

describe("Fitbit", () => {
  const minutes = (rows: [time: string, value: string][]): string =>
    JSON.stringify(rows.map(([time, value]) => ({ dateTime: `03/09/25 ${time}`, value })));

  it.each([
    [
      "steps",
      [
        ["00:01:00", "0"],
        ["00:02:00", "37"],
      ],
      [37],
    ],
    [
      "centimetres",
      [
        ["00:01:00", "0"],
        ["00:02:00", "7012"],
      ],
      [],
    ],
    [
      "calories",
      [
        ["00:01:00", "0.91"],
        ["00:02:00", "1.2"],
      ],
      [],
    ],
    [
      "feet of altitude",
      [
        ["00:01:00", "10"],
        ["00:02:00", "20"],
      ],
      [],
    ],
    ["active minutes of a day", [["00:00:00", "187"]], []],
  ] as [string, [string, string][], number[]][])(
    "tells %s from the other numbers by the minute",
    async (_, rows, kept) => {
      const sink = await read(minutes(rows));
      expect(values(sink)).toEqual(kept);
      expect(sink.skippedRecords).toBe(kept.length > 0 ? 0 : rows.length);
    },
  );

  it("takes a weight for what its BMI allows, and leaves it where both would do", async () => {
    const log = (weight: number, bmi: number): string =>
      JSON.stringify([{ logId: 1, weight, bmi, date: "03/09/25", time: "07:00:00" }]);
    expect(values(await read(log(180, 25.8)))).toEqual([expect.closeTo(81.6466, 4)]);
    expect(values(await read(log(70, 22.8)))).toEqual([70]);
    expect((await read(log(70, 0))).problems).toHaveLength(1);
  });

  it("counts a night from its beginning, though the clocks change in it", async () => {
    const data = [
      { dateTime: "2025-03-29T23:00:00.000", level: "light", seconds: 14_400 },
      { dateTime: "2025-03-30T03:00:00.000", level: "deep", seconds: 3_600 },
    ];
    const night = [{ logId: 1, startTime: "2025-03-29T23:00:00.000", levels: { data } }];
    const sink = await read(JSON.stringify(night));
    expect(instants(sink)).toEqual(["2025-03-29T22:00:00.000Z", "2025-03-30T02:00:00.000Z"]);
  });

  it("reads the Web API's days and minutes of steps, each once", async () => {
    const day = { dateTime: "2025-03-09", value: "2200" };
    expect(
      values(await read(JSON.stringify({ "activities-steps": [day, { dateTime: "2025-03-10", value: "10" }] }))),
    ).toEqual([2_200, 10]);
    const dataset = [
      { time: "00:01:00", value: 0 },
      { time: "00:02:00", value: 31 },
    ];
    const minutes = await read(JSON.stringify({ "activities-steps": [day], "activities-steps-intraday": { dataset } }));
    expect([values(minutes), instants(minutes)]).toEqual([[31], ["2025-03-08T23:02:00.000Z"]]);
  });

  it("reads resting rates and nights of the Web API's first version", async () => {
    const hearts = { "activities-heart": [{ dateTime: "2025-03-09", value: { restingHeartRate: 52 } }] };
    expect(values(await read(JSON.stringify(hearts)))).toEqual([52]);
    const minuteData = ["1", "1", "2", "3", "1"].map((value) => ({ dateTime: "23:00:00", value }));
    const night = { sleep: [{ startTime: "2025-03-08T23:00:00.000", minuteData }] };
    const sink = await read(JSON.stringify(night));
    expect(sink.sleep.map(({ stage, startMs, endMs }) => [stage, (endMs - startMs) / 60_000])).toEqual([
      ["ASLEEP", 2],
      ["AWAKE", 2],
      ["ASLEEP", 1],
    ]);
  });

  it("reads newer files with their own zone", async () => {
    const sink = await read("timestamp,beats per minute,data source\n2025-03-09T05:00:05Z,61,watch\n");
    expect([values(sink), instants(sink)]).toEqual([[61], ["2025-03-09T05:00:05.000Z"]]);
  });
});

describe("Garmin's account export", () => {
  it("tells nights and days", async () => {
    const night = {
      sleepStartTimestampGMT: "2025-03-09T04:30:00.0",
      sleepEndTimestampGMT: "2025-03-09T05:45:00.0",
      calendarDate: "2025-03-09",
      deepSleepSeconds: 1_800,
      lightSleepSeconds: 2_700,
    };
    const sink = await read(JSON.stringify([night]));
    expect(sink.sleep.map(({ stage, startMs, endMs }) => [stage, (endMs - startMs) / 60_000])).toEqual([
      ["CORE", 45],
      ["DEEP", 30],
    ]);
    const day = { userProfilePK: 1, calendarDate: "2025-03-09", totalSteps: 8_000, activeKilocalories: 300 };
    expect(values(await read(JSON.stringify([day])))).toEqual([8_000, 300]);
  });

  it("tells activities and weights of its pages", async () => {
    const activity = {
      activityId: 1,
      activityType: { typeKey: "road_biking" },
      startTimeGMT: "2025-03-09 15:00:00",
      startTimeLocal: "2025-03-09 11:00:00",
      duration: 1_800.5,
      distance: 12_000,
      calories: 300,
    };
    const sink = await read(JSON.stringify([activity]));
    expect(sink.workouts).toMatchObject([{ activity: "RIDE", distanceMetres: 12_000, offsetMinutes: -240 }]);
    const weights = { startDate: "2025-03-01", dateWeightList: [{ weight: 70_500, timestampGMT: 1_741_500_000_000 }] };
    expect(values(await read(JSON.stringify(weights)))).toEqual([70.5]);
  });

  it("tells activities in metres and kilocalories", async () => {
    const activity = {
      activityType: "trail_running",
      beginTimestamp: 1_741_500_000_000,
      duration: 1_800_000,
      distance: 512_300,
      calories: 1_255.2,
    };
    const sink = await read(JSON.stringify([{ summarizedActivitiesExport: [activity] }]));
    expect(sink.workouts).toMatchObject([
      { activity: "RUN", distanceMetres: 5_123, energyKilocalories: 300, endMs: 1_741_501_800_000 },
    ]);
  });
});

describe("Training Center XML", () => {
  it("takes no course for a way that was gone", async () => {
    const point = "<Trackpoint><Time>2025-03-09T08:00:00Z</Time></Trackpoint>";
    const sink = await read(
      `<TrainingCenterDatabase><Courses><Course><Track>${point}</Track></Course></Courses></TrainingCenterDatabase>`,
    );
    expect([sink.items, sink.skippedRecords]).toEqual([[], 1]);
  });

  it("keeps what stands before a cut", async () => {
    const lap = '<Lap StartTime="2025-03-09T08:00:00Z"><TotalTimeSeconds>60</TotalTimeSeconds><Track>';
    const point =
      "<Trackpoint><Time>2025-03-09T08:00:00Z</Time><HeartRateBpm><Value>97</Value></HeartRateBpm></Trackpoint>";
    const sink = await read(
      `<TrainingCenterDatabase><Activities><Activity Sport="Running">${lap}${point}<Trackpoint><Ti`,
    );
    expect(values(sink)).toEqual([97]);
    expect(sink.workouts).toHaveLength(1);
    expect(sink.problems).toHaveLength(1);
  });
});

it.each([
  ["a list of nothing", "[]"],
  ["another table", "name,age\nA,1\n"],
  ["a table with NUL bytes", "Date,Meal,Calories\n2025-01-01,Lunch\0,500\n"],
  ["another document", '{"data":[{"id":1}]}'],
])("%s is no format that is read", async (_, text) => {
  await expect(read(text)).rejects.toThrow(UnsupportedFormatError);
});
