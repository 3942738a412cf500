import { describe, expect, it } from "@jest/globals";
import { Precision } from "../../../../../shared/licensing/precision.js";
import { generaliseHome, homeOf, type LocalVisit } from "../../../../../subgraphs/user-profile/generalise/home.js";

const VIENNA = { latitude: 48.2135, longitude: 16.3771 };
const OFFICE = { latitude: 48.1912, longitude: 16.3377 };
const HOUR_MS = 3_600_000;

/** Hours of a local day in Vienna in winter. */
const visit = (day: number, from: number, to: number, at = VIENNA): LocalVisit => {
  const midnight = Date.UTC(2025, 0, day) - HOUR_MS;
  return { startMs: midnight + from * HOUR_MS, endMs: midnight + to * HOUR_MS, offsetMinutes: 60, ...at };
};

describe("a home", () => {
  const nights = [1, 2, 3, 4].map((day) => visit(day, 20, 31));

  it("is the place of most nights, however long the days elsewhere are", () => {
    const days = [1, 2, 3, 4, 5, 6, 7].map((day) => visit(day, 6.5, 19.5, OFFICE));
    const home = homeOf([...days, ...nights]);
    expect(home?.latitude).toBeCloseTo(48.2135, 9);
    expect(home?.longitude).toBeCloseTo(16.3771, 9);
  });

  it("counts a moment in the night, by the clock on the wall", () => {
    const moments = [1, 2, 3].map((day) => visit(day, 0.1, 0.1));
    expect(homeOf(moments)).not.toBeNull();
    expect(homeOf([1, 2, 3].map((day) => visit(day, 6.1, 23.9)))).toBeNull();
  });

  it("is unknown under three nights, and where two places have as many", () => {
    expect(homeOf(nights.slice(0, 2))).toBeNull();
    expect(homeOf([...nights, ...[11, 12, 13, 14].map((day) => visit(day, 20, 31, OFFICE))])).toBeNull();
    expect(homeOf([])).toBeNull();
  });

  it("is told no finer than its square, its town or its region", () => {
    expect(generaliseHome(Precision.EXACT, VIENNA)).toMatchObject(VIENNA);
    expect(generaliseHome(Precision.FINE, VIENNA)).toMatchObject({ latitude: 48.21, longitude: 16.37 });
    expect(generaliseHome(Precision.COARSE, VIENNA)).toMatchObject({ latitude: null, country: "AT" });
    expect(generaliseHome(Precision.COARSE, VIENNA)?.locality).toEqual(expect.any(String));
    expect(generaliseHome(Precision.BAND, VIENNA)).toEqual({
      latitude: null,
      longitude: null,
      locality: null,
      region: "AT-09",
      country: "AT",
    });
    expect(generaliseHome(Precision.COARSE, { latitude: -40, longitude: -120 })).toBeNull();
  });
});
