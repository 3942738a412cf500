import type { Precision } from "../../shared/licensing/precision.js";

const SELECTIONS: Readonly<Record<string, string>> = {
  "demographics.birthYear": "{ low high unit }",
  "demographics.household": "{ low high unit }",
  "demographics.homeArea": "{ latitude longitude locality region country }",
  "location.home": "{ latitude longitude locality region country }",
  "location.visits": "{ start end place { latitude longitude locality region country } }",
  "fitness.workouts": "{ activity start end distanceMetres energyKilocalories }",
  "body.height": "{ low high unit }",
  "body.bodyMassIndex": "{ low high unit }",
  "sleep.stages": "{ stage start end }",
  "diet.macronutrients": "{ start end proteinGrams carbohydrateGrams fatGrams }",
  "work.pattern": "{ typicalStart typicalEnd daysPerWeek }",
  "photos.count": "{ low high unit }",
  "photos.places": "{ start end place { latitude longitude locality region country } }",
  "photos.moments": "{ takenAt camera }",
};
const INTERVAL = "{ start end mean min max sum unit samples }";
const WORDS = new Set(["demographics.gender", "demographics.languages"]);

/** Whether the field is told over time, and so takes `during`. */
const isTimed = (path: string): boolean =>
  !/^(contact|demographics)\.|^(location\.home|body\.(height|bodyMassIndex)|work\.pattern)$/.test(path);

/** A selection below `data` of one field; without a precision as exactly as it may be. */
export function fieldSelection(path: string, precision: Precision | null, during: string): string {
  const [branch = "", field = ""] = path.split(".");
  const isWord = branch === "contact" || WORDS.has(path);
  const args = [
    ...(isTimed(path) ? [during] : []),
    ...(precision !== null && !isWord && path !== "sleep.stages" ? [`precision: ${precision}`] : []),
  ];
  const selection = isWord ? "" : (SELECTIONS[path] ?? INTERVAL);
  return `${branch} { ${field}${args.length > 0 ? `(${args.join(", ")})` : ""} ${selection} }`;
}
