import type { ImportInput } from "./importer.js";
import { readJsonElements } from "./json-elements.js";
import { Outcome } from "./outcome.js";

/**
 * MyFitnessPal's report of net calories, `{"category": "nutrition", "outcome": {"results": [{"date": "4/14", "total": 0.0}]}}`.
 * Its days have no year, and what was eaten less what was burned is neither: nothing of it can be kept, and that is said.
 *
 * @returns whether the document was read to its end; where it was not, a problem names the byte
 */
export async function importNutritionReport(input: ImportInput): Promise<boolean> {
  const isWhole = await readJsonElements(input, () => ({
    shapeOf: () => ({ paths: ["$.outcome.results.*"] }),
    take: () => Outcome.SKIPPED,
    lacks: "",
    empty: "The report holds no days.",
  }));
  const message =
    "The report's days have no year, so they cannot be put on a timeline; export the food log as CSV instead.";
  input.sink.problem({ where: `${input.label}report`, message });
  return isWhole;
}
