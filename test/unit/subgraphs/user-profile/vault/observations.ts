import fc from "fast-check";
import {
  Activity,
  ImportSource,
  Provenance,
  SleepStageKind,
  type Origin,
  type Sample,
} from "../../../../../subgraphs/user-profile/observation.js";
import type { StoredObservation } from "../../../../../subgraphs/user-profile/vault/stored-observation.js";

export const WATCH: Origin = {
  source: ImportSource.APPLE_HEALTH,
  device: "Apple Watch",
  grade: Provenance.OBSERVED,
};

/** A heart rate at one instant, one hour east of UTC. */
export function heartRate(startMs: number, value: number, origin: Origin = WATCH): Sample {
  return { kind: "sample", metric: "heart.rate", value, startMs, endMs: startMs, offsetMinutes: 60, origin };
}

const anOrigin: fc.Arbitrary<Origin> = fc.record(
  {
    source: fc.constantFrom(...Object.values(ImportSource)),
    device: fc.option(fc.constantFrom("Apple Watch", "iPhone", "F\u00f6rster \u2603")),
    grade: fc.constantFrom(...Object.values(Provenance)),
  },
  { noNullPrototype: true },
);

/** The years that importers let pass, to the millisecond and, as most recorders write, to the second. */
const anInstant = fc.oneof(
  fc.integer({ min: Date.UTC(1900, 0, 1), max: Date.UTC(2200, 0, 1) }),
  fc.integer({ min: 1_700_000_000, max: 1_700_086_400 }).map((seconds) => seconds * 1000),
);

/** Any double that an importer may hand over: -0 is written as 0. */
const aNumber = fc.oneof(
  fc.integer({ min: 30, max: 220 }),
  fc.integer({ min: -2_000_000, max: 2_000_000 }).map((fractions) => fractions / 10_000),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
);

const timed = fc
  .record({
    startMs: anInstant,
    lengthMs: fc.nat(),
    offsetMinutes: fc.option(fc.integer({ min: -840, max: 840 })),
    origin: anOrigin,
  })
  .map(({ startMs, lengthMs, offsetMinutes, origin }) => ({
    startMs,
    endMs: startMs + lengthMs,
    offsetMinutes,
    origin,
  }));

const withPayload = <T extends object>(payload: fc.Arbitrary<T>): fc.Arbitrary<(StoredObservation & T)[]> =>
  fc.array(
    fc.tuple(timed, payload).map(([when, what]) => ({ ...when, ...what })),
    { maxLength: 40 },
  );

/** Days of every kind of observation; the columns that may be empty are so now and then. */
export const days: Readonly<Record<string, fc.Arbitrary<StoredObservation[]>>> = {
  samples: withPayload(fc.record({ value: aNumber })),
  "sleep segments": withPayload(fc.record({ stage: fc.constantFrom(...Object.values(SleepStageKind)) })),
  workouts: withPayload(
    fc.record({
      activity: fc.constantFrom(...Object.values(Activity)),
      distanceMetres: fc.option(aNumber),
      energyKilocalories: fc.option(aNumber),
    }),
  ),
  "workouts without figures": withPayload(
    fc.record({
      activity: fc.constant(Activity.OTHER),
      distanceMetres: fc.constant(null),
      energyKilocalories: fc.constant(null),
    }),
  ),
  visits: withPayload(fc.record({ latitude: aNumber, longitude: aNumber })),
  "working hours": withPayload(fc.constant({})),
  photographs: withPayload(
    fc.record({
      latitude: fc.option(aNumber),
      longitude: fc.option(aNumber),
      camera: fc.option(fc.constantFrom("NIKON COOLPIX P6000", "Google Pixel", "F\u00f6rster \u2603")),
    }),
  ),
};
