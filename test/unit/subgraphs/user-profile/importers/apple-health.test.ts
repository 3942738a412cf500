import { describe, expect, it } from "@jest/globals";
import { Activity, Provenance, SleepStageKind } from "../../../../../subgraphs/user-profile/observation.js";
import { importAppleHealth } from "../../../../../subgraphs/user-profile/importers/apple-health.js";
import { PIECE_BYTES } from "../../../../../subgraphs/user-profile/importers/import-limits.js";
import { bytesOf, CollectingSink, UTC } from "./collecting-sink.js";

const DATES = 'startDate="2025-03-06 07:00:00 -0500" endDate="2025-03-06 07:10:00 -0500"';

async function read(content: string, chunkBytes?: number): Promise<CollectingSink> {
  const sink = new CollectingSink();
  const text = `<HealthData locale="en_US">\n${content}\n</HealthData>`;
  await importAppleHealth({ chunks: bytesOf(text, chunkBytes), sink, label: "", zone: UTC });
  return sink;
}

function record(type: string, rest: string): string {
  return `<Record type="HKQuantityTypeIdentifier${type}" ${DATES} ${rest}/>`;
}

function statistics(type: string, sum: string, unit: string): string {
  return `<WorkoutStatistics type="HKQuantityTypeIdentifier${type}" sum="${sum}" unit="${unit}"/>`;
}

function workout(type: string, rest: string, children = ""): string {
  return `<Workout workoutActivityType="HKWorkoutActivityType${type}" ${DATES} ${rest}>${children}</Workout>`;
}

describe("Apple Health records", () => {
  it.each([
    ["HeartRate", 'unit="count/min" value="7.2e1"', "heart.rate", 72],
    ["HeartRate", 'unit="count/s" value="1.2"', "heart.rate", 72],
    ["RestingHeartRate", 'unit="count/min" value="52"', "heart.restingRate", 52],
    ["BodyMass", 'unit="kg" value="71.5"', "body.weight", 71.5],
    ["BodyMass", 'unit="g" value="71500"', "body.weight", 71.5],
    ["BodyMass", 'unit="lb" value="100"', "body.weight", 45.359237],
    ["BodyMass", 'unit="st" value="10"', "body.weight", 63.5029318],
    ["BodyMass", 'unit="oz" value="1600"', "body.weight", 45.359237],
    ["StepCount", 'unit="count" value="0"', "fitness.steps", 0],
  ] as const)("reads %s with %s", async (type, rest, metric, value) => {
    const sink = await read(record(type, rest));
    expect(sink.problems).toEqual([]);
    expect(sink.samples(metric)).toEqual([
      expect.objectContaining({
        value: expect.closeTo(value, 9),
        startMs: Date.UTC(2025, 2, 6, 12),
        endMs: Date.UTC(2025, 2, 6, 12, 10),
        offsetMinutes: -300,
      }),
    ]);
  });

  it.each([
    ["no value", record("HeartRate", 'unit="count/min"'), /value is missing/],
    ["a value that is not finite", record("HeartRate", 'unit="count/min" value="1e309"'), /value is missing/],
    ["a decimal comma", record("BodyMass", 'unit="kg" value="71,5"'), /value is missing/],
    ["no unit", record("BodyMass", 'value="71.5"'), /unit/],
    ["a unit of something else", record("HeartRate", 'unit="mmol&lt;180&gt;/L" value="5"'), /unit/],
    ["a negative heart rate", record("HeartRate", 'unit="count/min" value="-70"'), /plausible/],
    ["a weight of nothing", record("BodyMass", 'unit="kg" value="0"'), /plausible/],
    ["no date", '<Record type="HKQuantityTypeIdentifierStepCount" unit="count" value="1"/>', /date/],
    [
      "an end before its start",
      '<Record type="HKQuantityTypeIdentifierStepCount" unit="count" value="1" startDate="2025-03-06 07:00:00 -0500" endDate="2025-03-06 07:00:00 -0400"/>',
      /ends before it starts/,
    ],
    [
      "a sleep stage of tomorrow",
      `<Record type="HKCategoryTypeIdentifierSleepAnalysis" ${DATES} value="Dreaming"/>`,
      /stage/,
    ],
  ])("tells the line of a record with %s and stores nothing", async (_what, text, message) => {
    const sink = await read(text);
    expect(sink.items).toEqual([]);
    expect(sink.records).toBe(1);
    expect(sink.problems).toEqual([{ where: "line 2", message: expect.stringMatching(message) }]);
  });

  it("counts what it does not hold as skipped, and what a correlation repeats not at all", async () => {
    const repeated = record("HeartRate", 'unit="count/min" value="61"');
    const sink = await read(
      [
        '<ExportDate value="2025-04-01 00:00:00 -0400"/>',
        record("BloodGlucose", 'unit="mmol&lt;180.1558800000541&gt;/L" value="nonsense"'),
        `<Correlation type="X" ${DATES}>${repeated}</Correlation>`,
        '<ActivitySummary dateComponents="2025-03-06"/>',
        repeated,
      ].join("\n"),
    );
    expect([sink.records, sink.skippedRecords, sink.items.length]).toEqual([4, 3, 1]);
    expect(sink.problems).toEqual([]);
  });

  it("reads every sleep stage, the old one included", async () => {
    const values = ["InBed", "Asleep", "AsleepUnspecified", "AsleepCore", "AsleepDeep", "AsleepREM", "Awake"];
    const type = "HKCategoryTypeIdentifierSleepAnalysis";
    const sink = await read(
      values.map((v) => `<Record type="${type}" ${DATES} value="HKCategoryValueSleepAnalysis${v}"/>`).join(""),
    );
    const { IN_BED, ASLEEP, CORE, DEEP, REM, AWAKE } = SleepStageKind;
    expect(sink.sleep.map(({ stage }) => stage)).toEqual([IN_BED, ASLEEP, ASLEEP, CORE, DEEP, REM, AWAKE]);
  });

  it.each([
    ["a described watch", 'device="&lt;&lt;HKDevice: 0x30&gt;, name:Apple Watch, model:Watch&gt;"', "Apple Watch"],
    ["a described phone", 'device="&lt;&lt;HKDevice: 0x30&gt;, name:iPhone, model:iPhone&gt;"', "iPhone"],
    [
      "a strap with a serial number",
      'device="&lt;&lt;HKDevice: 0x30&gt;, name:Polar H10 8D2A, model:iPhone&gt;"',
      null,
    ],
    ["a watch by its owner's name", 'sourceName="Alex’s Apple\u00a0Watch"', "Apple Watch"],
    ["an app", 'sourceName="Scale &amp; Co"', null],
    ["nothing", "", null],
  ])("tells the class of %s", async (_what, attribute, device) => {
    const sink = await read(record("HeartRate", `unit="count/min" value="61" ${attribute}`));
    expect(sink.samples("heart.rate").map(({ origin }) => origin.device)).toEqual([device]);
  });

  it("tells a value that was typed in from one that was measured", async () => {
    const typed = '<MetadataEntry key="HKWasUserEntered" value="1"/>';
    const open = record("BodyMass", 'unit="kg" value="70"').replace("/>", ">");
    const sink = await read(`${open}${typed}</Record>${record("BodyMass", 'unit="kg" value="71"')}`);
    const grades = sink.samples("body.weight").map(({ origin }) => origin.grade);
    expect(grades).toEqual([Provenance.PROVIDED, Provenance.OBSERVED]);
  });

  it("takes of the person's profile the birth year alone", async () => {
    const sink = await read(
      '<Me HKCharacteristicTypeIdentifierDateOfBirth="1988-04-12" HKCharacteristicTypeIdentifierBiologicalSex="HKBiologicalSexFemale"/>',
    );
    const origin = { source: "APPLE_HEALTH", device: null, grade: Provenance.PROVIDED };
    expect(sink.items).toEqual([{ kind: "fact", field: "demographics.birthYear", value: 1988, origin }]);
    expect((await read('<Me HKCharacteristicTypeIdentifierDateOfBirth=""/>')).skippedRecords).toBe(1);
    expect((await read('<Me HKCharacteristicTypeIdentifierDateOfBirth="soon"/>')).problems).toHaveLength(1);
  });
});

describe("Apple Health workouts", () => {
  it.each([
    ["Running", Activity.RUN],
    ["Cycling", Activity.RIDE],
    ["Walking", Activity.WALK],
    ["Hiking", Activity.HIKE],
    ["Swimming", Activity.SWIM],
    ["TraditionalStrengthTraining", Activity.STRENGTH],
    ["FunctionalStrengthTraining", Activity.STRENGTH],
    ["Yoga", Activity.OTHER],
  ])("knows %s", async (type, activity) => {
    expect((await read(workout(type, ""))).workouts.map((w) => w.activity)).toEqual([activity]);
  });

  it.each([
    [
      "old attributes in miles and kJ",
      "Running",
      'totalDistance="1" totalDistanceUnit="mi" totalEnergyBurned="418.4" totalEnergyBurnedUnit="kJ"',
      "",
      1609.344,
      100,
    ],
    [
      "old attributes beside statistics",
      "Running",
      'totalDistance="2" totalDistanceUnit="km"',
      statistics("DistanceWalkingRunning", "3", "km"),
      2000,
      null,
    ],
    [
      "statistics",
      "Cycling",
      "",
      statistics("DistanceCycling", "10", "km") + statistics("ActiveEnergyBurned", "250", "Cal"),
      10_000,
      250,
    ],
    ["a swim in yards", "Swimming", "", statistics("DistanceSwimming", "1000", "yd"), 914.4, null],
    [
      "its own distance among others",
      "Swimming",
      "",
      statistics("DistanceWalkingRunning", "9", "km") +
        statistics("DistanceSwimming", "100", "m") +
        statistics("DistanceCycling", "9", "km"),
      100,
      null,
    ],
    [
      "three disciplines",
      "SwimBikeRun",
      "",
      statistics("DistanceSwimming", "100", "m") +
        statistics("DistanceCycling", "2", "km") +
        statistics("DistanceWalkingRunning", "1", "km"),
      3100,
      null,
    ],
    [
      "parts that repeat the whole",
      "Running",
      "",
      `<WorkoutActivity>${statistics("DistanceWalkingRunning", "1", "km")}</WorkoutActivity>${statistics("DistanceWalkingRunning", "3", "km")}`,
      3000,
      null,
    ],
    ["energy at rest, which is not counted", "Running", "", statistics("BasalEnergyBurned", "50", "kcal"), null, null],
    ["nothing", "Running", "", "", null, null],
  ])("reads %s", async (_what, type, attributes, children, distanceMetres, energyKilocalories) => {
    const [found] = (await read(workout(type, attributes, children))).workouts;
    expect(found?.distanceMetres).toEqual(distanceMetres === null ? null : expect.closeTo(distanceMetres, 6));
    expect(found?.energyKilocalories).toEqual(
      energyKilocalories === null ? null : expect.closeTo(energyKilocalories, 6),
    );
  });

  it("stands without a distance that cannot be read, and says so", async () => {
    const sink = await read(workout("Running", 'totalDistance="3" totalDistanceUnit="furlong"'));
    expect(sink.workouts.map((w) => w.distanceMetres)).toEqual([null]);
    expect(sink.problems).toEqual([{ where: "line 2", message: expect.stringMatching(/distance or energy/) }]);
  });
});

describe("a broken Apple Health export", () => {
  const whole = record("HeartRate", 'unit="count/min" value="61"');

  it.each([
    [
      "an attribute name with a blank (iOS 8.3)",
      `${whole}\n<Record source Name="x"/>`,
      /line 3: it is not well-formed XML; 1 record before/,
    ],
    ["an element closed out of order", `${whole}\n</Me>`, /line 3: its elements are not closed in order; 1 record/],
    ["depth without end", `${whole}\n${"<a>".repeat(100)}`, /nested too deeply; 1 record/],
    [
      "a text without end",
      `${whole}\n<Record value="${"x".repeat(1_200_000)}"/>`,
      /single part of it is too long; 1 record/,
    ],
    [
      "attributes without end",
      `${whole}\n<Record ${'a="" '.repeat(300_000)}/>`,
      /single part of it is too long; 1 record/,
    ],
    ["a second document", `${whole}\n</HealthData><HealthData>`, /goes on after its end; 1 record/],
  ])("keeps what stands before %s", async (_what, content, message) => {
    const sink = await read(content);
    expect(sink.samples("heart.rate")).toHaveLength(1);
    expect(sink.problems).toEqual([
      { where: expect.stringMatching(/^line \d+$/), message: expect.stringMatching(message) },
    ]);
  });

  it("reads at every cut exactly the records that ended before it", async () => {
    const text = `<HealthData>${whole}<Record type="HKQuantityTypeIdentifierStepCount" ${DATES} unit="count" value="5"><MetadataEntry key="k" value="v"/></Record>${workout("Running", "", statistics("ActiveEnergyBurned", "1", "kcal"))}</HealthData>`;
    for (let end = 1; end < text.length; end += 1) {
      const sink = new CollectingSink();
      const isWhole = await importAppleHealth({
        chunks: bytesOf(text.slice(0, end), 5000),
        sink,
        label: "entry 2, ",
        zone: UTC,
      });
      const ended = text.slice(0, end);
      const expected =
        Number(ended.includes("/>")) + Number(ended.includes("</Record>")) + Number(ended.includes("</Workout>"));
      expect([end, sink.items.length]).toEqual([end, expected]);
      expect(isWhole).toBe(false);
      expect(sink.problems).toEqual([expect.objectContaining({ where: "entry 2, line 1" })]);
    }
  });

  it("never echoes what the file holds", async () => {
    const secret = "SECRET-VALUE";
    const sink = await read(
      `${record("HeartRate", `unit="${secret}" value="${secret}"`)}<Record a="${secret}" a="1"/><${secret}>`,
    );
    expect(sink.problems).toHaveLength(2);
    expect(JSON.stringify(sink.problems)).not.toContain(secret);
  });
});

it("reads the same whatever the chunks are", async () => {
  const content = `${record("HeartRate", 'unit="count/min" value="61" sourceName="Žofie’s 💓 iPhone"')}\r\n<!-- é -->\u000b${workout("Running", "")}`;
  const expected = (await read(content)).items;
  expect(expected).toHaveLength(2);
  for (let chunkBytes = 1; chunkBytes < 40; chunkBytes++) {
    expect((await read(content, chunkBytes)).items).toEqual(expected);
  }
});

it("lets the event loop turn, however much comes at once", async () => {
  const text = `<HealthData>${record("StepCount", 'unit="count" value="5"').repeat(5000)}</HealthData>`;
  const sink = new CollectingSink();
  let turns = 0;
  let timer: NodeJS.Immediate;
  const turn = () => {
    turns += 1;
    timer = setImmediate(turn);
  };
  timer = setImmediate(turn);
  await importAppleHealth({ chunks: bytesOf(text, text.length), sink, label: "", zone: UTC });
  clearImmediate(timer);
  expect(sink.items).toHaveLength(5000);
  expect(turns).toBeGreaterThanOrEqual(Math.floor(text.length / PIECE_BYTES));
});
