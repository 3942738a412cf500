import { ImportSource, Provenance, type Origin, type SampleMetric } from "../observation.js";
import { type CsvRow, headerOf, readCsvRows } from "./csv-rows.js";
import type { ImportInput } from "./importer.js";
import { Outcome, type Push } from "./outcome.js";
import { pushSample } from "./push-sample.js";
import { COUNTS_PER_MINUTE, KILOCALORIES, KILOGRAMS } from "./units.js";
import { wallMs, zoned, type ZonedTime } from "./wall-time.js";

/**
 * Food logs as CSV, columns told by their names:
 *
 *     Date,Meal,Calories,Fat (g),...,Carbohydrates (g),...,Protein (g)        MyFitnessPal: a row per meal, kcal
 *     Day,Time,Group,Food Name,Amount,Energy (kcal),...                       Cronometer's servings: a row per food
 *     Date,Energy (kcal),...,Completed                                        Cronometer's daily summary
 *     Day,Time,Group,Metric,Unit,Amount                                       Cronometer's biometrics: weight, heart rate
 *     Datum;Mahlzeit;Energie (kJ);...                                         European: semicolons, decimal commas, kJ
 *
 * Energy is kcal where its column names no unit. A row without a time stands at the beginning of its day. With semicolons
 * a comma is the decimal mark and the day comes first in 01/03/2025; else a comma parts thousands and the month is first.
 *
 * Deliberately dropped: names of foods, amounts, notes; all other nutrients; rows of totals; other biometrics.
 *
 * @returns whether it was read to its end; where it was not, a problem says so
 */
export function importNutritionCsv(input: ImportInput): Promise<boolean> {
  return readCsvRows(input, (push) => ({
    lacks: "a day or a plausible amount; it was not stored",
    take: (row, isEuropean) => new NutritionRow(row, isEuropean, input, push).take(),
  }));
}

/** Whether a header is one of a food log's. */
export function isNutrition(head: string): boolean {
  const columns = headerOf(head);
  if (!columns.some((name) => DAY.test(name))) return false;
  const isBiometrics = columns.includes("metric") && columns.includes("unit") && columns.includes("amount");
  const hasFood = columns.some((name) => /^(meal|mahlzeit|repas|group|food name|completed|lebensmittel)$/.test(name));
  const nutrients = columns.filter((name) => NUTRIENTS.some(({ column }) => column.test(name)));
  return isBiometrics || nutrients.length >= 3 || (hasFood && nutrients.length > 0);
}

const ORIGIN: Origin = Object.freeze({
  source: ImportSource.NUTRITION_CSV,
  device: null,
  grade: Provenance.PROVIDED,
});

const DAY = /^(date|day|datum|tag|jour|fecha|data)$/i;
const TIME = /^(time|uhrzeit|zeit|heure|hora)$/i;
const MEAL = /^(meal|mahlzeit|repas|group)$/i;
const TOTALS = /^(totals?|summe|gesamt|total general)$/i;
const EUROPEAN_DATE = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})$/;
const TIME_OF_DAY = /^(\d{1,2}):(\d\d)(?::\d\d)?(?:\s*([AP])\.?M\.?)?$/i;

const NUTRIENTS: readonly { metric: SampleMetric; column: RegExp }[] = [
  {
    metric: "diet.energy",
    column: /^(calories|energy|energie|kalorien|brennwert|énergie|energía|kcal|kj)( \(k?(cal|j)\))?$/i,
  },
  { metric: "diet.protein", column: /^(protein|proteins|eiweiß|eiweiss|protéines|proteínas)( \(g\))?$/i },
  { metric: "diet.carbohydrate", column: /^(carbs|carbohydrates?|kohlenhydrate|glucides|carbohidratos)( \(g\))?$/i },
  { metric: "diet.fat", column: /^(fat|fett|lipides|grasas)( \(g\))?$/i },
];

class NutritionRow {
  constructor(
    private readonly row: CsvRow,
    private readonly isEuropean: boolean,
    private readonly input: ImportInput,
    private readonly push: Push,
  ) {}

  take(): Outcome {
    const [day = "", time = ""] = [this.cell(DAY), this.cell(TIME)];
    if ([day, this.cell(MEAL) ?? ""].some((cell) => TOTALS.test(cell))) return Outcome.SKIPPED;
    const at = this.timeOf(day, time);
    if (at === null) return Outcome.UNREADABLE;
    return "Metric" in this.row ? this.takeBiometric(at) : this.takeFood(at);
  }

  private takeFood(at: ZonedTime): Outcome {
    const outcomes = NUTRIENTS.map(({ metric, column }) => {
      const name = Object.keys(this.row).find((candidate) => column.test(candidate));
      const text = name === undefined ? "" : (this.row[name] ?? "");
      if (text === "") return Outcome.SKIPPED;
      const unit = /(^|\()kJ\)?$/i.test(name ?? "") ? (KILOCALORIES.get("kJ") ?? NaN) : 1;
      return this.sample(metric, this.number(text) * unit, at);
    });
    if (outcomes.includes(Outcome.UNREADABLE)) return Outcome.UNREADABLE;
    return outcomes.includes(Outcome.KEPT) ? Outcome.KEPT : Outcome.SKIPPED;
  }

  private takeBiometric(at: ZonedTime): Outcome {
    const { Metric: what, Unit: unit = "", Amount: amount = "" } = this.row;
    const value = this.number(amount);
    if (what === "Weight")
      return this.sample("body.weight", value * (KILOGRAMS.get(unit.replace(/s$/, "")) ?? NaN), at);
    if (what === "Heart Rate")
      return this.sample("heart.rate", value * (COUNTS_PER_MINUTE.get("count/min") ?? NaN), at);
    return Outcome.SKIPPED;
  }

  private sample(metric: SampleMetric, value: number, at: ZonedTime): Outcome {
    return pushSample(this.push, { metric, value, at, origin: ORIGIN }) ? Outcome.KEPT : Outcome.UNREADABLE;
  }

  private timeOf(day: string, time: string): ZonedTime | null {
    const wall = wallMs(this.dateOf(day));
    const match = TIME_OF_DAY.exec(time);
    if (match === null) return time === "" ? zoned(wall, this.input.zone) : null;
    const [, hours, minutes, half] = match;
    const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half.toUpperCase() === "P" ? 12 : 0);
    return zoned(wall + (hour * 60 + Number(minutes)) * 60_000, this.input.zone);
  }

  private dateOf(text: string): string {
    const [, day = "", mark, month = "", year = ""] = EUROPEAN_DATE.exec(text) ?? [];
    const isDayFirst = mark === "." || (mark !== undefined && this.isEuropean);
    return isDayFirst ? `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}` : text;
  }

  private number(text: string): number {
    return amountOf(text, this.isEuropean);
  }

  private cell(column: RegExp): string | undefined {
    const name = Object.keys(this.row).find((candidate) => column.test(candidate));
    return name === undefined ? undefined : this.row[name];
  }
}

/**
 * "1,050.0", "1.050,0", "12,5" and "12.5": where both marks stand the last one parts the decimals; where one stands alone
 * before three digits, the file's manner tells.
 */
function amountOf(text: string, isEuropean: boolean): number {
  const plain = text.replace(/\s/g, "");
  const mark = /[.,](?=\d*$)/.exec(plain)?.[0];
  const isAlone = mark !== undefined && plain.split(mark).length === 2 && !/[.,].*[.,]/.test(plain);
  const isGrouped = /^-?\d{1,3}([.,]\d{3})+$/.test(plain);
  const groups = isEuropean ? "." : ",";
  const isDecimal = mark !== undefined && (isAlone ? !(isGrouped && mark === groups) : !isGrouped);
  const at = isDecimal ? plain.lastIndexOf(mark) : plain.length;
  const number = `${plain.slice(0, at).replace(/[.,]/g, "")}${isDecimal ? `.${plain.slice(at + 1)}` : ""}`;
  return /^-?(\d+(\.\d+)?|\.\d+)$/.test(number) ? Number(number) : NaN;
}
