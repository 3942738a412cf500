import { table } from "../table.js";

/**
 * The contract's fields, written down a second time and by hand: tier, the cell of every precision, whether a predicate
 * exists, and the shape that the GraphQL field answers in. Nothing here comes from the code that decides, so that the
 * tests which compare with it would notice when the code changed its mind.
 *
 * `-` is a precision that does not exist, `person` one that is for the person only.
 */
const ROWS = table(`
  field                    | tier     | EXACT    | FINE           | COARSE       | BAND           | PREDICATE | shape     | precision | during
  demographics.birthYear   | PERSONAL | value    | 5 years        | 10 years     | 18-24, 25-34   | -         | range     | yes       | -
  demographics.gender      | INTIMATE | value    | -              | -            | -              | -         | word      | -         | -
  demographics.languages   | EVERYDAY | value    | -              | -            | -              | -         | words     | -         | -
  demographics.household   | PERSONAL | value    | -              | -            | 1, 2, 3-4, 5+  | -         | range     | yes       | -
  demographics.homeArea    | PERSONAL | person   | locality       | region       | country        | -         | place     | yes       | -
  contact.givenName        | PERSONAL | value    | -              | -            | -              | -         | word      | -         | -
  contact.familyName       | INTIMATE | value    | -              | -            | -              | -         | word      | -         | -
  contact.email            | INTIMATE | value    | -              | -            | -              | -         | word      | -         | -
  contact.phone            | INTIMATE | value    | -              | -            | -              | -         | word      | -         | -
  contact.postalAddress    | INTIMATE | value    | -              | -            | -              | -         | word      | -         | -
  location.home            | INTIMATE | person   | 0.02 degrees   | locality     | region         | -         | place     | yes       | -
  location.visits          | INTIMATE | person   | 0.02 deg, hour | locality, day| region, week   | -         | visits    | yes       | yes
  fitness.workouts         | PERSONAL | stored   | hour, 100 m    | day, 1 km    | -              | -         | workouts  | yes       | yes
  fitness.steps            | PERSONAL | samples  | hour: sum      | day: sum     | week, 2,500    | yes       | intervals | yes       | yes
  fitness.activeEnergy     | PERSONAL | samples  | hour: sum      | day: sum     | week, 200 kcal | yes       | intervals | yes       | yes
  heart.rate               | INTIMATE | samples  | hour           | day: mean    | week, 10 /min  | yes       | intervals | yes       | yes
  heart.restingRate        | INTIMATE | samples  | hour           | day: mean    | week, 5 /min   | yes       | intervals | yes       | yes
  heart.variability        | INTIMATE | samples  | hour           | day: mean    | week, 20 ms    | yes       | intervals | yes       | yes
  body.weight              | INTIMATE | samples  | day, 0.5 kg    | week, 1 kg   | month, 5 kg    | yes       | intervals | yes       | yes
  body.height              | INTIMATE | value    | 1 cm           | 5 cm         | 10 cm          | -         | range     | yes       | -
  body.bodyMassIndex       | INTIMATE | value    | 1              | -            | WHO class      | -         | range     | yes       | -
  sleep.duration           | INTIMATE | night    | 15 min         | 30 min       | 1 h            | yes       | intervals | yes       | yes
  sleep.stages             | INTIMATE | segments | -              | -            | -              | -         | stages    | -         | yes
  diet.energy              | INTIMATE | day      | 50 kcal        | week mean    | 250 kcal       | yes       | intervals | yes       | yes
  diet.macronutrients      | INTIMATE | day      | 5 g            | week mean    | -              | -         | nutrients | yes       | yes
  work.workingHours        | PERSONAL | event    | hour           | day          | week, 2 h      | -         | intervals | yes       | yes
  work.pattern             | PERSONAL | minute   | 30 min         | hour         | -              | -         | pattern   | yes       | -
  photos.count             | PERSONAL | n        | tens           | hundreds     | thousands      | -         | range     | yes       | yes
  photos.places            | INTIMATE | person   | 0.02 deg, hour | locality, day| region, week   | -         | visits    | yes       | yes
  photos.moments           | INTIMATE | person   | hour           | day          | week           | -         | moments   | yes       | yes
`);

export const CELLS = ["EXACT", "FINE", "COARSE", "BAND"] as const;
export type Cell = (typeof CELLS)[number];
/** What an argument or a term may name. */
export const NAMED = [...CELLS, "PREDICATE"] as const;
export type Named = (typeof NAMED)[number];

export type Shape =
  | "range"
  | "word"
  | "words"
  | "place"
  | "visits"
  | "workouts"
  | "intervals"
  | "stages"
  | "nutrients"
  | "pattern"
  | "moments";

export interface ContractField {
  path: string;
  branch: string;
  name: string;
  tier: "EVERYDAY" | "PERSONAL" | "INTIMATE";
  shape: Shape;
  /** What can be read of it; the person reads all of these. */
  cells: readonly Cell[];
  /** What a term may name. */
  licensable: readonly Named[];
  hasPrecision: boolean;
  hasDuring: boolean;
}

export const CONTRACT_FIELDS: readonly ContractField[] = ROWS.map((row) => {
  const [branch = "", name = ""] = row["field"]!.split(".");
  const cells = CELLS.filter((cell) => row[cell] !== "-");
  return {
    path: row["field"]!,
    branch,
    name,
    tier: row["tier"] as ContractField["tier"],
    shape: row["shape"] as Shape,
    cells,
    licensable: [
      ...cells.filter((cell) => row[cell] !== "person"),
      ...(row["PREDICATE"] === "yes" ? ["PREDICATE" as const] : []),
    ],
    hasPrecision: row["precision"] === "yes",
    hasDuring: row["during"] === "yes",
  };
});

const byPath = new Map(CONTRACT_FIELDS.map((field) => [field.path, field]));

export function contractField(path: string): ContractField {
  const field = byPath.get(path);
  if (!field) throw new Error(`${path} is not a field of the contract`);
  return field;
}

/** 0 is the finest. */
export function rank(precision: Named): number {
  return NAMED.indexOf(precision);
}

/** The cell that answers an argument: the asked one or the next coarser; null when there is none, which is bad input. */
export function cellFor(field: ContractField, asked: Named): Cell | null {
  return field.cells.find((cell) => rank(cell) >= rank(asked)) ?? null;
}

/** What crosses fields: a part of one field's value that needs another field's licence too. */
export const CROSSINGS: Readonly<Record<string, { part: string; needs: string }>> = {
  "fitness.workouts": { part: "meanHeartRate", needs: "heart.rate" },
  "photos.moments": { part: "place", needs: "location.visits" },
};

/** Which tiers a brand's trust unlocks. */
export const UNLOCKED: Readonly<Record<string, readonly string[]>> = {
  SUSPENDED: [],
  REGISTERED: ["EVERYDAY"],
  VERIFIED: ["EVERYDAY", "PERSONAL"],
  TRUSTED: ["EVERYDAY", "PERSONAL", "INTIMATE"],
};
