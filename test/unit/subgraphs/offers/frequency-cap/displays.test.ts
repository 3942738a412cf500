import { describe, expect, it } from "@jest/globals";
import {
  capOf,
  isCapReached,
  withDisplay,
  type Displays,
} from "../../../../../subgraphs/offers/frequency-cap/displays.js";

const cap = { impressions: 2, perMs: 100 };
const seen = (...times: number[]): Displays =>
  times.reduce<Displays>((known, atMs) => withDisplay(known, { offerId: "a", cap, atMs }, atMs), {});

describe("displays", () => {
  it("reach a cap by their number within its time, which is half-open", () => {
    expect(isCapReached(seen(10), "a", 10)).toBe(false);
    expect(isCapReached(seen(10, 20), "a", 109)).toBe(true);
    expect(isCapReached(seen(10, 20), "a", 110)).toBe(false);
    expect(isCapReached(seen(10, 20), "b", 20)).toBe(false);
    expect(isCapReached({}, "a", 0)).toBe(false);
  });

  it("keep no more than a cap counts, and nothing that it does not look back to", () => {
    expect(seen(10, 20, 30).a?.atMs).toEqual([20, 30]);
    const other = withDisplay(seen(10, 20), { offerId: "b", cap, atMs: 500 }, 500);
    expect(other).toEqual({ b: { ...cap, atMs: [500] } });
  });

  it("keep the latest, in whatever order they are told", () => {
    const late = withDisplay(seen(30, 40), { offerId: "a", cap, atMs: 20 }, 40);
    expect(late.a?.atMs).toEqual([30, 40]);
  });

  it("know a cap by its milliseconds", () => {
    expect(capOf({ impressions: 3, per: "P1W" })).toEqual({ impressions: 3, perMs: 604_800_000 });
    expect(capOf(null)).toBeNull();
  });
});
