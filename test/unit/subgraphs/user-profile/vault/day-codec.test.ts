import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { MINUTE_MS } from "../../../../../shared/clock.js";
import { decodeDay, encodeDay } from "../../../../../subgraphs/user-profile/vault/day-codec.js";
import { days, heartRate } from "./observations.js";

const DAY = "2025-03-09";
const FIRST_MS = Date.parse(`${DAY}T00:00:00Z`);
const MEBIBYTE = 1024 ** 2;

describe("a day's chunk", () => {
  it.each(Object.entries(days))("gives %s back as they were, under their day", (_, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, (observations) => {
        const filed = observations.map((observation) => ({ ...observation, day: DAY }));
        expect(decodeDay(encodeDay(observations), DAY)).toStrictEqual(filed);
      }),
    );
  });

  it("keeps only what the vault needs of an observation", () => {
    const [observation] = decodeDay(encodeDay([heartRate(FIRST_MS, 61)]), DAY);
    expect(observation).not.toHaveProperty("kind");
    expect(observation).not.toHaveProperty("metric");
  });

  it.each([
    ["whole numbers", [61, -7, 0, 2 ** 51, 3000]],
    ["fractions among whole numbers", [61, 62.4321, 60, 0.1, -0.0001, -71.5, 2 ** 39]],
    ["numbers too large for steps", [61, 62.4321, 2 ** 39 + 0.5, 2 ** 53, 1e21]],
    ["long fractions", [61, 1e-300, 0.1 + 0.2, 1 / 3, 0.00005]],
  ])("keeps %s exactly", (_, values) => {
    const observations = values.map((value, i) => heartRate(FIRST_MS + i, value));
    expect(decodeDay(encodeDay(observations), DAY).map(({ value }) => value)).toEqual(values);
  });

  it("holds a year of heart rates, one a minute, in less than a mebibyte", () => {
    const rates = Array.from({ length: 1440 }, (_, minute) =>
      // A rate that wanders, read some seconds after the minute, as a watch does.
      heartRate(
        FIRST_MS + minute * MINUTE_MS + ((minute * 7919) % 11) * 1000,
        Math.round(70 + 12 * Math.sin(minute / 90) + ((minute * 104_729) % 7)),
      ),
    );
    expect(encodeDay(rates).length * 365).toBeLessThan(MEBIBYTE);
  });
});
