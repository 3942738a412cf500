import { describe, expect, it } from "@jest/globals";
import { Precision } from "../../../../../shared/licensing/precision.js";
import { generaliseMacronutrients } from "../../../../../subgraphs/user-profile/generalise/macronutrients.js";

const { EXACT, FINE, COARSE, BAND } = Precision;
const ALWAYS = { fromMs: -Infinity, toMs: Infinity };
const day = (name: string, proteinGrams: number | null, carbohydrateGrams: number | null, fatGrams: number | null) => ({
  day: name,
  proteinGrams,
  carbohydrateGrams,
  fatGrams,
});
const days = [day("2025-01-08", 61.3, 212.4, null), day("2025-01-06", 83.9, null, 40.2), day("2025-01-13", 1, 2, 3)];

const told = (precision: Precision, licensed = precision, window = ALWAYS): string[] =>
  generaliseMacronutrients({ licensed, precision }, days, window).map(
    ({ startMs, endMs, proteinGrams, carbohydrateGrams, fatGrams }) => {
      const [start, end] = [startMs, endMs].map((ms) => new Date(ms).toISOString().slice(5, 10));
      return `${start} ${end} ${proteinGrams} ${carbohydrateGrams} ${fatGrams}`;
    },
  );

describe("macronutrients", () => {
  it("are told by day, to 5 g at FINE", () => {
    expect(told(EXACT)).toEqual(["01-06 01-07 83.9 null 40.2", "01-08 01-09 61.3 212.4 null", "01-13 01-14 1 2 3"]);
    expect(told(FINE)).toEqual(["01-06 01-07 85 null 40", "01-08 01-09 60 210 null", "01-13 01-14 0 0 5"]);
  });

  it("are told by week at COARSE: the mean of the days that say so", () => {
    expect(told(COARSE)).toEqual(["01-06 01-13 75 210 40", "01-13 01-20 0 0 5"]);
    expect(told(COARSE, FINE)).toEqual(["01-06 01-13 75 210 40", "01-13 01-20 0 0 5"]);
  });

  it("are in the answer when their day or week begins in the window, and have no BAND", () => {
    const window = { fromMs: Date.UTC(2025, 0, 7), toMs: Date.UTC(2025, 0, 13) };
    expect(told(EXACT, EXACT, window)).toEqual(["01-08 01-09 61.3 212.4 null"]);
    expect(told(COARSE, COARSE, window)).toEqual([]);
    expect(() => told(BAND)).toThrow(RangeError);
  });
});
