import { describe, expect, it } from "@jest/globals";
import { DAY_MS } from "../../../../../shared/clock.js";
import { fieldSpec } from "../../../../../shared/licensing/field.js";
import { Precision } from "../../../../../shared/licensing/precision.js";
import { resolvePrecision, termProblem } from "../../../../../shared/licensing/resolve-precision.js";
import type { TraitValue } from "../../../../../shared/trait-match.js";
import { generaliseBirthYear } from "../../../../../subgraphs/user-profile/generalise/birth-year.js";
import type { IntervalValue } from "../../../../../subgraphs/user-profile/generalise/series.js";
import { Activity } from "../../../../../subgraphs/user-profile/observation.js";
import { computeTraits } from "../../../../../subgraphs/user-profile/traits/compute.js";
import { TRAITS } from "../../../../../subgraphs/user-profile/traits/trait.js";
import { traitPrecision, type GeneralisedSeries } from "../../../../../subgraphs/user-profile/traits/trait-spec.js";

const now = new Date("2025-06-30T12:00:00Z");
const daysAgo = (days: number): number => Date.UTC(2025, 5, 30) - days * DAY_MS;

function intervals(...values: [days: number, numbers: Partial<IntervalValue>][]): GeneralisedSeries {
  return {
    kind: "intervals",
    fromMs: daysAgo(365),
    values: values.map(([days, numbers]) => {
      return { startMs: daysAgo(days), endMs: daysAgo(days - 1), unit: "1", samples: 1, day: "2026-01-01", ...numbers };
    }),
  };
}

function workouts(
  fromMs: number,
  ...list: [days: number, activity: Activity, metres: number | null][]
): GeneralisedSeries {
  return {
    kind: "workouts",
    fromMs,
    values: list.map(([days, activity, distanceMetres]) => {
      return {
        activity,
        startMs: daysAgo(days),
        endMs: daysAgo(days - 1),
        distanceMetres,
        energyKilocalories: null,
        day: "2026-01-01",
      };
    }),
  };
}

function visits(...list: [days: number, country: string, region: string | null][]): GeneralisedSeries {
  return {
    kind: "visits",
    fromMs: daysAgo(365),
    values: list.map(([days, country, region]) => {
      const place = { latitude: null, longitude: null, locality: null, region, country };
      return { startMs: daysAgo(days), endMs: daysAgo(days - 1), place };
    }),
  };
}

function trait(id: string, field: string, told: GeneralisedSeries): TraitValue | undefined {
  return computeTraits(new Map([[field, told]]), now)[id];
}

const same = (value: number): TraitValue => ({ low: value, high: value });

describe("traits of workouts", () => {
  const month = workouts(
    daysAgo(365),
    [1, Activity.RUN, 8_000],
    [2, Activity.RUN, 8_000],
    [20, Activity.RUN, 8_000],
    [3, Activity.RIDE, 30_000],
    [4, Activity.RIDE, null],
    [29, Activity.RUN, 8_000],
  );

  it.each([
    ["runsPerWeek", month, same(0.75)],
    ["rideKilometresPerWeek", month, same(7.5)],
    ["workoutsPerWeek", month, same(1.25)],
    ["cyclist", month, false],
    [
      "cyclist",
      workouts(daysAgo(365), ...[1, 8, 15, 22].map((d) => [d, Activity.RIDE, 1_000] as [number, Activity, number])),
      true,
    ],
    // Whoever swims does not run; whoever records nothing is unknown.
    ["runsPerWeek", workouts(daysAgo(365), [1, Activity.SWIM, null]), same(0)],
    ["runsPerWeek", workouts(daysAgo(365)), null],
    ["runsPerWeek", workouts(daysAgo(365), [40, Activity.RUN, 8_000]), null],
    // Two weeks of history are divided by two; less than one is no rate.
    [
      "runsPerWeek",
      workouts(now.getTime() - 14 * DAY_MS, [1, Activity.RUN, 8_000], [20, Activity.RUN, 8_000]),
      same(0.5),
    ],
    ["runsPerWeek", workouts(now.getTime() - 6 * DAY_MS, [1, Activity.RUN, 8_000]), null],
  ])("%s", (id, told, value) => {
    expect(trait(id, "fitness.workouts", told)).toEqual(value);
  });
});

describe("traits of series", () => {
  it.each([
    [
      "restingHeartRate",
      "heart.restingRate",
      intervals([1, { mean: 52 }], [2, { mean: 55 }], [40, { mean: 90 }]),
      same(53.5),
    ],
    [
      "restingHeartRate",
      "heart.restingRate",
      intervals([7, { min: 50, max: 55 }], [14, { min: 55, max: 60 }]),
      { low: 50, high: 60 },
    ],
    ["restingHeartRate", "heart.restingRate", intervals(), null],
    ["stepsPerDay", "fitness.steps", intervals([1, { sum: 6_000 }], [2, { sum: 9_000 }]), same(7_500)],
    ["sleepHours", "sleep.duration", intervals([1, { sum: 7, mean: 7 }], [2, { sum: 6.5, mean: 6.5 }]), same(6.75)],
    ["weightKilograms", "body.weight", intervals([7, { mean: 71 }]), same(71)],
  ])("%s", (id, field, told, value) => {
    expect(trait(id, field, told)).toEqual(value);
  });
});

describe("traits of who and where", () => {
  it.each([
    [Precision.BAND, 1995, "25-34"],
    [Precision.BAND, 1950, "65+"],
    [Precision.BAND, 2010, "0-17"],
    [Precision.EXACT, 1995, "25-34"],
    // 1990 to 1994: 31 to 35 years, two bands.
    [Precision.FINE, 1991, null],
    [Precision.FINE, 1996, "25-34"],
  ])("ageBand from %s %d", (precision, year, band) => {
    const told: GeneralisedSeries = {
      kind: "range",
      value: generaliseBirthYear({ licensed: precision, precision }, year, now),
    };
    expect(trait("ageBand", "demographics.birthYear", told)).toBe(band);
  });

  it.each([
    [visits([1, "US", "US-NY"], [1, "US", "US-NJ"], [2, "US", "US-NY"], [3, "CA", "CA-08"]), "US", "US-NY"],
    [visits([1, "US", "US-NY"], [1, "US", "US-NJ"]), "US", null],
    [visits([1, "SI", null]), "SI", null],
    [visits(), null, null],
    [visits([50, "US", "US-NY"]), null, null],
  ])("homeCountry and homeRegion", (told, country, region) => {
    expect(trait("homeCountry", "location.visits", told)).toBe(country);
    expect(trait("homeRegion", "location.visits", told)).toBe(region);
  });
});

describe("every trait", () => {
  it("is unknown without its sources, and JSON", () => {
    const values = computeTraits(new Map(), now);
    expect(Object.keys(values)).toEqual(TRAITS.map(({ id }) => id));
    expect(new Set(Object.values(values))).toEqual(new Set([null]));
    expect(JSON.parse(JSON.stringify(values))).toEqual(values);
  });

  it("reads fields that exist, at a precision that a licence at least as fine could have told", () => {
    expect(TRAITS.length).toBeGreaterThanOrEqual(8);
    for (const { sources } of TRAITS) {
      for (const path of sources) {
        expect(fieldSpec(path)).toBeDefined();
        const told = resolvePrecision(path, Precision.EXACT, traitPrecision(path, Precision.EXACT));
        // Told as it is or not at all, as a language is: EXACT is the only cell.
        const precision = told === "NO_CELL" ? Precision.EXACT : told.precision;
        expect(termProblem(path, precision)).toBeNull();
        expect(traitPrecision(path, Precision.BAND)).toBe(Precision.BAND);
      }
    }
  });
});
