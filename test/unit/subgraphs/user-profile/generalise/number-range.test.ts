import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { coarseness, Precision, PRECISIONS } from "../../../../../shared/licensing/precision.js";
import { fieldSpec } from "../../../../../shared/licensing/field.js";
import { generaliseNumber } from "../../../../../subgraphs/user-profile/generalise/number-range.js";
import { randomRuns } from "../../../../harness/random-runs.js";

const { EXACT, FINE, COARSE, BAND, PREDICATE } = Precision;

/** `low..high` as licensed and asked alike; `*` is an open end. */
function told(field: string, precision: Precision, value: number, licensed = precision): string {
  const { low, high } = generaliseNumber(field, { licensed, precision }, value);
  return `${low ?? "*"}..${high ?? "*"}`;
}

describe("a single number", () => {
  it.each([
    ["body.height", EXACT, 172.72, "172.72..172.72"],
    ["body.height", FINE, 172.72, "172..173"],
    ["body.height", COARSE, 172.72, "170..175"],
    ["body.height", BAND, 172.72, "170..180"],
    ["body.height", BAND, 180, "180..190"],
    ["body.bodyMassIndex", EXACT, 23.37, "23.37..23.37"],
    ["body.bodyMassIndex", FINE, 23.37, "23..24"],
    ["body.bodyMassIndex", BAND, 18.49, "*..18.5"],
    ["body.bodyMassIndex", BAND, 18.5, "18.5..25"],
    ["body.bodyMassIndex", BAND, 25, "25..30"],
    ["body.bodyMassIndex", BAND, 34.99, "30..35"],
    ["body.bodyMassIndex", BAND, 43, "40..*"],
    ["photos.count", EXACT, 1234, "1234..1234"],
    ["photos.count", FINE, 1234, "1230..1239"],
    ["photos.count", COARSE, 1234, "1200..1299"],
    ["photos.count", BAND, 1234, "1000..1999"],
    ["photos.count", FINE, 0, "0..9"],
    ["demographics.household", EXACT, 4, "4..4"],
    ["demographics.household", BAND, 1, "1..1"],
    ["demographics.household", BAND, 2, "2..2"],
    ["demographics.household", BAND, 3, "3..4"],
    ["demographics.household", BAND, 4, "3..4"],
    ["demographics.household", BAND, 5, "5..*"],
    ["demographics.household", BAND, 11, "5..*"],
  ] as const)("%s at %s of %d is %s", (field, precision, value, expected) => {
    expect(told(field, precision, value)).toBe(expected);
  });

  it("asked coarser than licensed is all that the licensed range may mean", () => {
    expect(told("body.bodyMassIndex", BAND, 18.2, FINE)).toBe("*..25");
    expect(told("body.bodyMassIndex", BAND, 18.9, FINE)).toBe("*..25");
    expect(told("body.bodyMassIndex", BAND, 19.2, FINE)).toBe("18.5..25");
    expect(told("body.height", BAND, 179.9, FINE)).toBe("170..180");
    expect(told("demographics.household", BAND, 3, EXACT)).toBe("3..4");
  });

  it("has no other cells", () => {
    expect(() => told("body.bodyMassIndex", COARSE, 22)).toThrow(RangeError);
    expect(() => told("heart.rate", FINE, 60)).toThrow(RangeError);
  });

  it("is never narrowed by coarser questions, and always within what is told", () => {
    const fields = ["body.height", "body.bodyMassIndex", "photos.count", "demographics.household"];
    const cells = fields.flatMap((field) => {
      const known = PRECISIONS.filter(
        (precision) => precision !== PREDICATE && fieldSpec(field)?.precisions[precision],
      );
      return known.flatMap((licensed) =>
        known
          .filter((precision) => coarseness(precision) >= coarseness(licensed))
          .map((precision) => ({ field, licensed, precision })),
      );
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...cells),
        fc.double({ min: 10, max: 300, noNaN: true }),
        fc.double({ min: -5, max: 5, noNaN: true }),
        ({ field, licensed, precision }, first, step) => {
          const isCount = field.startsWith("photos") || field.startsWith("demographics");
          const [a, b] = [first, first + step].map((value) => (isCount ? Math.round(value) : value));
          const { low, high } = generaliseNumber(field, { licensed, precision }, a!);
          expect((low ?? -Infinity) <= a! && a! <= (high ?? Infinity)).toBe(true);
          if (told(field, licensed, a!) === told(field, licensed, b!)) {
            expect(told(field, precision, b!, licensed)).toBe(told(field, precision, a!, licensed));
          }
        },
      ),
      randomRuns(500, 20_000),
    );
  });
});
