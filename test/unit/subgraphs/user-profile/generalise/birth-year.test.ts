import { describe, expect, it } from "@jest/globals";
import { Precision } from "../../../../../shared/licensing/precision.js";
import { generaliseBirthYear } from "../../../../../subgraphs/user-profile/generalise/birth-year.js";

const now = new Date("2025-06-01T00:00:00Z");

describe("a year of birth", () => {
  it.each([
    [Precision.EXACT, 1991, 1991, 1991],
    [Precision.FINE, 1990, 1990, 1994],
    [Precision.FINE, 1994, 1990, 1994],
    [Precision.FINE, 1995, 1995, 1999],
    [Precision.COARSE, 1999, 1990, 1999],
    [Precision.COARSE, 2000, 2000, 2009],
    [Precision.BAND, 2007, 2001, 2007],
    [Precision.BAND, 2001, 2001, 2007],
    [Precision.BAND, 2000, 1991, 2000],
    [Precision.BAND, 1991, 1991, 2000],
    [Precision.BAND, 1961, 1961, 1970],
    [Precision.BAND, 1960, null, 1960],
    [Precision.BAND, 1900, null, 1960],
    [Precision.BAND, 2008, 2008, 2025],
    [Precision.BAND, 2025, 2008, 2025],
  ])("at %s: %d is %s to %s", (precision, year, low, high) => {
    expect(generaliseBirthYear({ licensed: precision, precision: precision }, year, now)).toEqual({
      low,
      high,
      unit: null,
    });
  });

  it("is the same range for every year in it", () => {
    for (const precision of [Precision.FINE, Precision.COARSE, Precision.BAND]) {
      for (let year = 1920; year <= 2025; year++) {
        const told = generaliseBirthYear({ licensed: precision, precision: precision }, year, now);
        expect(year >= (told.low ?? -Infinity) && year <= (told.high ?? Infinity)).toBe(true);
        for (const edge of [told.low, told.high]) {
          if (edge !== null)
            expect(generaliseBirthYear({ licensed: precision, precision: precision }, edge, now)).toEqual(told);
        }
      }
    }
  });

  it("has no PREDICATE", () => {
    expect(() =>
      generaliseBirthYear({ licensed: Precision.PREDICATE, precision: Precision.PREDICATE }, 1991, now),
    ).toThrow(RangeError);
  });
});
