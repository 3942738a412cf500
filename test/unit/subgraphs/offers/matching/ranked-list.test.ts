import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { RankedList } from "../../../../../subgraphs/offers/matching/ranked-list.js";

describe("a ranked list", () => {
  it("is a sorted list, also when it is long and whatever comes and goes", () => {
    const step = fc.record({
      value: fc.integer({ min: 0, max: 2_000 }),
      isAdded: fc.nat(4).map((number) => number > 0),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 4_000, size: "max" }), (steps) => {
        const list = new RankedList<number>((a, b) => a - b);
        const plain = new Set<number>();
        for (const { value, isAdded } of steps) {
          if (isAdded && !plain.has(value)) list.add(value);
          if (!isAdded) list.remove(value);
          if (isAdded) plain.add(value);
          else plain.delete(value);
        }
        const sorted = [...plain].sort((a, b) => a - b);
        const listed: number[] = [];
        list.each((member) => listed.push(member) > 0);
        expect(listed).toEqual(sorted);
        expect(list.first).toBe(sorted[0]);
        list.each((member) => {
          expect(member).toBe(sorted[0]);
          return false;
        });
      }),
      { numRuns: 30 },
    );
  });
});
