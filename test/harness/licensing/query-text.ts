import { iso } from "./oracle-calendar.js";
import { contractField, CROSSINGS, type Shape } from "./contract-fields.js";
import type { Selection } from "./triple.js";

const PLACE = "{ latitude longitude locality region country }";

/** Everything that a field of a shape can say. */
const SUBSELECTIONS: Readonly<Record<Shape, string>> = {
  range: "{ low high unit }",
  word: "",
  words: "",
  place: PLACE,
  visits: `{ place ${PLACE} start end }`,
  workouts: "{ activity start end distanceMetres energyKilocalories }",
  intervals: "{ start end mean min max sum unit samples }",
  stages: "{ stage start end }",
  nutrients: "{ start end proteinGrams carbohydrateGrams fatGrams }",
  pattern: "{ typicalStart typicalEnd daysPerWeek }",
  moments: "{ takenAt camera }",
};

const CROSSING_SELECTIONS: Readonly<Record<string, string>> = {
  "fitness.workouts": "meanHeartRate",
  "photos.moments": `place ${PLACE}`,
};

export interface QueryText {
  /** What stands in the braces of a Customer or a Person. */
  selection: string;
  fragments: string;
  /** Declarations for the operation's brackets. */
  declarations: string[];
  variables: Record<string, unknown>;
  /** Where each selection's value stands below the customer; null: it is not asked after all. */
  paths: (string[] | null)[];
  /** What the gateway would tell consent that this operation asks. */
  licensedFields: string[];
}

/** Writes selections in the manner that each asks for. */
export function queryText(selections: readonly Selection[]): QueryText {
  const text: QueryText = {
    selection: "",
    fragments: "",
    declarations: [],
    variables: {},
    paths: [],
    licensedFields: [],
  };
  selections.forEach((selection, i) => write(text, selection, i));
  return text;
}

function write(text: QueryText, selection: Selection, i: number): void {
  const { branch, name } = contractField(selection.path);
  const isSkipped = selection.style === "skipped";
  const [data, section, value] = selection.isMerged ? ["data", branch, `v${i}`] : [`d${i}`, "b", "v"];
  const field = `${value}: ${name}${argumentsOf(text, selection, i)}${directiveOf(text, selection, i)} ${subselectionOf(selection)}`;
  const aliased = (alias: string, real: string): string => (alias === real ? real : `${alias}: ${real}`);
  const type = `${branch[0]!.toUpperCase()}${branch.slice(1)}`;
  text.selection += ` ${aliased(data, "data")} { ${aliased(section, branch)} { ${styled(text, selection, i, type, field)} } }`;
  text.paths.push(isSkipped ? null : [data, section, value]);
  if (isSkipped) return;
  const crossing = selection.isCrossing ? CROSSINGS[selection.path] : undefined;
  text.licensedFields.push(selection.path, ...(crossing ? [crossing.needs] : []));
}

function styled(text: QueryText, { style }: Selection, i: number, type: string, field: string): string {
  if (style === "inline") return `... on ${type} { ... { ${field} } }`;
  if (style !== "fragment") return field;
  text.fragments += ` fragment F${i} on ${type} { ${field} }`;
  return `...F${i}`;
}

function directiveOf(text: QueryText, { style }: Selection, i: number): string {
  if (style !== "include" && style !== "skipped") return "";
  text.declarations.push(`$if${i}: Boolean!`);
  text.variables[`if${i}`] = style === "include";
  return i % 2 === 0 ? ` @include(if: $if${i})` : ` @include(if: $if${i}) @skip(if: false)`;
}

export function subselectionOf({ path, isCrossing }: Pick<Selection, "path" | "isCrossing">): string {
  const plain = SUBSELECTIONS[contractField(path).shape];
  const crossing = isCrossing ? CROSSING_SELECTIONS[path] : undefined;
  return crossing === undefined ? plain : plain.replace(/ \}$/, ` ${crossing} }`);
}

function argumentsOf(text: QueryText, { precision, during, activity, style }: Selection, i: number): string {
  const given: [name: string, type: string, value: unknown, literal: string][] = [];
  if (precision !== null) given.push(["precision", "Precision", precision, precision]);
  if (activity !== null) given.push(["activity", "Activity", activity, activity]);
  if (during !== null) {
    const period = { from: iso(during.fromMs), to: iso(during.toMs) };
    given.push(["during", "PeriodInput", period, `{ from: "${period.from}", to: "${period.to}" }`]);
  }
  if (given.length === 0) return "";
  if (style !== "variables") return `(${given.map(([name, , , literal]) => `${name}: ${literal}`).join(", ")})`;
  return `(${given
    .map(([name, type, value]) => {
      text.declarations.push(`$${name}${i}: ${type}`);
      text.variables[`${name}${i}`] = value;
      return `${name}: $${name}${i}`;
    })
    .join(", ")})`;
}
