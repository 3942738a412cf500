import { describe, expect, it } from "@jest/globals";
import { rank, type Rankable } from "../../../../../subgraphs/offers/matching/rank.js";

const offer = (id: string, criteria: number, rewardOnClaim: number, isFallback = false): Rankable => ({
  id,
  targeting: Array.from({ length: criteria }),
  rewardOnClaim,
  isFallback,
});

describe("rank", () => {
  it.each([
    ["more criteria before a higher reward", [offer("a", 0, 100), offer("b", 1, 0)], "ba"],
    ["then the higher reward", [offer("a", 1, 10), offer("b", 1, 20)], "ba"],
    ["then the older id", [offer("b", 1, 10), offer("a", 1, 10)], "ab"],
    ["ids by their bytes, not by language", [offer("a", 0, 0), offer("B", 0, 0)], "Ba"],
    ["a fallback last, however relevant", [offer("a", 5, 900, true), offer("b", 0, 0)], "ba"],
    ["fallbacks among themselves alike", [offer("a", 0, 1, true), offer("b", 0, 2, true)], "ba"],
  ])("%s", (_, offers, order) => {
    expect(
      [...offers]
        .sort(rank)
        .map(({ id }) => id)
        .join(""),
    ).toBe(order);
    expect(
      [...offers]
        .reverse()
        .sort(rank)
        .map(({ id }) => id)
        .join(""),
    ).toBe(order);
  });

  it("finds an offer equal to itself only", () => {
    expect(rank(offer("a", 1, 1), offer("a", 1, 1))).toBe(0);
  });
});
