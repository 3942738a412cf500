import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { FIELDS } from "../../../../../shared/licensing/field.js";
import { coarseness, Precision, PRECISIONS } from "../../../../../shared/licensing/precision.js";
import { generaliseBirthYear } from "../../../../../subgraphs/user-profile/generalise/birth-year.js";
import { generaliseWithin, type Reading } from "../../../../../subgraphs/user-profile/generalise/series.js";
import { seriesRules } from "../../../../../subgraphs/user-profile/generalise/series-rules.js";
import { generaliseWorkouts, type WorkoutReading } from "../../../../../subgraphs/user-profile/generalise/workouts.js";
import { Activity } from "../../../../../subgraphs/user-profile/observation.js";
import { randomRuns } from "../../../../harness/random-runs.js";

/**
 * Cells of FIELDS.md do not nest, so whoever may read a fine one could ask the coarser ones too and narrow it. What a
 * licence tells at all its precisions together must follow from what it tells at its own: two vaults that read alike
 * at the licensed precision read alike at every coarser one.
 */
const DAY = "2026-03-0";
const START_MS = Date.parse("2026-03-02T00:00:00Z"); // a Monday
const HOUR_MS = 3_600_000;
const ALL = { fromMs: -Infinity, toMs: Infinity };

const readings = fc.array(
  fc
    .record({ hour: fc.nat(47), value: fc.double({ min: 0.1, max: 200, noNaN: true }) })
    .map(({ hour, value }): Reading => ({
      startMs: START_MS + hour * HOUR_MS,
      endMs: START_MS + hour * HOUR_MS + 60_000,
      day: `${DAY}${2 + Math.floor(hour / 24)}`,
      value,
    })),
  { minLength: 1, maxLength: 12 },
);
const pairs = PRECISIONS.flatMap((licensed) => PRECISIONS.map((precision) => ({ licensed, precision }))).filter(
  ({ licensed, precision }) =>
    coarseness(licensed) > 0 && coarseness(licensed) < coarseness(precision) && precision !== Precision.PREDICATE,
);
/** As the client sees it: how many readings there were is not told. */
const shown = (values: object[]): unknown => values.map((value) => ({ ...value, samples: 0 }));

describe("answers coarser than the licence", () => {
  const series = FIELDS.map(({ path }) => path).filter((path) => seriesRules(path));
  it.each(series)("of %s follow from what the licence tells", (field) => {
    const levels = seriesRules(field)!.levels;
    const known = pairs.filter(({ licensed, precision }) => levels[licensed] && levels[precision]);
    fc.assert(
      fc.property(readings, fc.constantFrom(...known), (raw, { licensed, precision }) => {
        const tell = (of: readonly Reading[], asked: Precision) =>
          generaliseWithin(field, { licensed, precision: asked, historyFromMs: -Infinity }, of, ALL);
        const own = tell(raw, licensed);
        // A vault that holds just what the licence tells of the first one.
        const twin = own.map(({ startMs, endMs, day, mean, sum }) => ({
          startMs,
          endMs,
          day,
          value: mean ?? sum ?? 0,
        }));
        fc.pre(JSON.stringify(shown(tell(twin, licensed))) === JSON.stringify(shown(own)));
        expect(shown(tell(twin, precision))).toEqual(shown(tell(raw, precision)));
      }),
      randomRuns(300, 5_000),
    );
  });

  it("of workouts follow from what the licence tells", () => {
    const workout = fc.record({
      minute: fc.nat(2_000),
      minutes: fc.integer({ min: 1, max: 200 }),
      metres: fc.double({ min: 0, max: 40_000, noNaN: true }),
    });
    fc.assert(
      fc.property(workout, ({ minute, minutes, metres }) => {
        const startMs = START_MS + minute * 60_000;
        const raw: WorkoutReading = {
          startMs,
          endMs: startMs + minutes * 60_000,
          day: `${DAY}2`,
          activity: Activity.RUN,
          distanceMetres: metres,
          energyKilocalories: metres / 16,
        };
        const fine = { licensed: Precision.FINE, precision: Precision.FINE };
        const coarse = { licensed: Precision.FINE, precision: Precision.COARSE };
        const own = generaliseWorkouts(fine, [raw], ALL);
        expect(generaliseWorkouts(coarse, own, ALL)).toEqual(generaliseWorkouts(coarse, [raw], ALL));
      }),
      randomRuns(500, 20_000),
    );
  });

  it("of a birth year are the same for everybody whom the licence tells alike", () => {
    const now = new Date("2026-11-23T00:00:00Z");
    for (const { licensed, precision } of pairs) {
      const answers = new Map<string, string>();
      for (let year = 1930; year <= 2015; year += 1) {
        const own = JSON.stringify(generaliseBirthYear({ licensed, precision: licensed }, year, now));
        const coarser = generaliseBirthYear({ licensed, precision }, year, now);
        expect(answers.get(own) ?? JSON.stringify(coarser)).toBe(JSON.stringify(coarser));
        answers.set(own, JSON.stringify(coarser));
        expect((coarser.low ?? -Infinity) <= year && year <= (coarser.high ?? Infinity)).toBe(true);
      }
    }
  });
});
