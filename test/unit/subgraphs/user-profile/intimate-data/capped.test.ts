import { describe, expect, it } from "@jest/globals";
import { licensedReading } from "../../../../harness/licensing/licensed-reading.js";
import { NO_DATA } from "../../../../harness/licensing/vault-contents.js";

const NOW = new Date("2026-03-31T12:00:00Z");
const VAULT = { ...NO_DATA, facts: { "demographics.birthYear": 1990, "demographics.gender": "F" } };

describe("what is said to be narrower than asked", () => {
  it("is no fact for a short history, which cuts nothing of it", async () => {
    const ask = await licensedReading(
      VAULT,
      [
        { field: "demographics.gender", precision: "EXACT", historyDays: 7 },
        { field: "demographics.birthYear", precision: "FINE", historyDays: 7 },
      ],
      NOW,
    );
    const whole = await ask("demographics { gender birthYear { low } }");
    expect(whole).toEqual({ data: { demographics: { gender: "F", birthYear: { low: 1990 } } }, errors: [] });
    const { errors } = await ask("demographics { birthYear(precision: EXACT) { low } }");
    expect(errors.map(({ code, detail }) => [code, detail["precision"], detail["from"]])).toEqual([
      ["CAPPED", "FINE", null],
    ]);
  });

  it("is a series whose history begins after what is asked", async () => {
    const ask = await licensedReading(NO_DATA, [{ field: "heart.rate", precision: "FINE", historyDays: 7 }], NOW);
    const { errors } = await ask("heart { rate { mean } }");
    expect(errors.map(({ detail }) => detail["from"])).toEqual(["2026-03-24T12:00:00.000Z"]);
  });
});
