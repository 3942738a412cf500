import type { HomeArea, Observation } from "../../../subgraphs/user-profile/observation.js";
import type { Cell } from "./contract-fields.js";
import { dayAt, hourBefore, iso, midnight, stretchOf } from "./oracle-calendar.js";
import { quarterBefore } from "./oracle-places.js";
import { isIn, type Telling } from "./oracle-telling.js";
import { observationsOf, offsetOf, type VaultContents } from "./vault-contents.js";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

interface Range {
  low: number | null;
  high: number | null;
}
type RangeOf = (value: number) => Range;

const exactly: RangeOf = (value) => ({ low: value, high: value });
const measured =
  (step: number): RangeOf =>
  (value) => ({ low: Math.floor(value / step) * step, high: Math.floor(value / step) * step + step });
const counted =
  (step: number): RangeOf =>
  (value) => ({ low: Math.floor(value / step) * step, high: Math.floor(value / step) * step + step - 1 });

/** WHO: underweight, normal, pre-obese and three classes of obesity. */
const WHO_EDGES = [18.5, 25, 30, 35, 40];
const whoClass: RangeOf = (value) => ({
  low: [...WHO_EDGES].reverse().find((edge) => edge <= value) ?? null,
  high: WHO_EDGES.find((edge) => edge > value) ?? null,
});

const households: RangeOf = (persons) =>
  persons >= 5 ? { low: 5, high: null } : persons >= 3 ? { low: 3, high: 4 } : exactly(persons);

function ageBand(thisYear: number): RangeOf {
  return (year) => {
    const [from, to] = [
      [0, 17],
      [18, 24],
      [25, 34],
      [35, 44],
      [45, 54],
      [55, 64],
      [65, Infinity],
    ].find(([low = 0, high = 0]) => low <= Math.max(0, thisYear - year) && Math.max(0, thisYear - year) <= high)!;
    return { low: to === Infinity ? null : thisYear - to!, high: thisYear - from! };
  };
}

/** What is asked coarser than licensed may mean every value of the licensed range: their ranges together. */
function hull(licensed: RangeOf, told: RangeOf, value: number, grid: number): Range {
  const { low, high } = licensed(value);
  if (licensed === told) return { low, high };
  const candidates = [value, ...(low === null || high === null ? [] : between(low, high, grid))];
  const ranges = candidates.map(told);
  const lows = ranges.map((range) => range.low);
  const highs = ranges.map((range) => range.high);
  return {
    low: lows.includes(null) ? null : Math.min(...lows.map(Number)),
    high: highs.includes(null) ? null : Math.max(...highs.map(Number)),
  };
}

/** From low to high in steps of the grid; the high end of a measured range is not in it, that of a counted one is. */
function between(low: number, high: number, grid: number): number[] {
  const values: number[] = [];
  for (let value = low; value < high || (grid === 1 && value === high); value += grid) values.push(value);
  return values;
}

const COUNTS = { EXACT: exactly, FINE: counted(10), COARSE: counted(100), BAND: counted(1000) };
const HEIGHTS = { EXACT: exactly, FINE: measured(1), COARSE: measured(5), BAND: measured(10) };
const INDEXES: Partial<Record<Cell, RangeOf>> = { EXACT: exactly, FINE: measured(1), BAND: whoClass };
const HOUSEHOLDS: Partial<Record<Cell, RangeOf>> = { EXACT: exactly, BAND: households };

export function tellRange(telling: Telling): object | null {
  const { path, licensed, told, vault, nowMs } = telling;
  const value = rangeValue(telling);
  if (value === null) return null;
  if (path === "photos.count") return { ...hull(COUNTS[licensed], COUNTS[told], value, 1), unit: "{photos}" };
  if (path === "body.height") return { ...hull(HEIGHTS[licensed], HEIGHTS[told], value, 0.25), unit: "cm" };
  if (path === "body.bodyMassIndex") return { ...hull(INDEXES[licensed]!, INDEXES[told]!, value, 0.25), unit: "kg/m2" };
  if (path === "demographics.household") {
    return { ...hull(HOUSEHOLDS[licensed]!, HOUSEHOLDS[told]!, value, 1), unit: "{persons}" };
  }
  const band = ageBand(new Date(nowMs).getUTCFullYear());
  const years = { EXACT: exactly, FINE: counted(5), COARSE: counted(10), BAND: band };
  return { ...hull(years[licensed], years[told], vault.facts["demographics.birthYear"]!, 1), unit: null };
}

function rangeValue(telling: Telling): number | null {
  const { path, vault } = telling;
  if (path === "photos.count") return photosIn(telling);
  if (path === "body.height") return newest(telling, "body.height", -Infinity)?.value ?? null;
  if (path === "body.bodyMassIndex") return bodyMassIndex(telling);
  return vault.facts[path === "demographics.household" ? "demographics.household" : "demographics.birthYear"] ?? null;
}

/** Of whole days, weeks or months that begin in the period; at EXACT by the moment. */
function photosIn(telling: Telling): number {
  const bucket = { EXACT: null, FINE: "day", COARSE: "week", BAND: "month" }[telling.told];
  return observationsOf(telling.vault, "photo").filter((photo) => {
    const day = dayAt(photo.startMs, offsetOf(photo, telling.vault));
    return isIn(telling, bucket === null ? photo.startMs : stretchOf(bucket, photo.startMs, day).startMs);
  }).length;
}

/** Of two that were measured at one moment, that of the later date, then the longer, then the greater. */
function newest({ vault, nowMs }: Telling, metric: string, fromMs: number) {
  const days = (sample: Observation): number => midnight(dayAt(sample.startMs, offsetOf(sample, vault)));
  return observationsOf(vault, "sample")
    .filter((sample) => sample.metric === metric && fromMs <= sample.startMs && sample.startMs <= nowMs)
    .sort((a, b) => a.startMs - b.startMs || days(a) - days(b) || a.endMs - b.endMs || a.value - b.value)
    .at(-1);
}

/** As a source says it, unless a weight that is as new makes one with the height. */
function bodyMassIndex(telling: Telling): number | null {
  const said = newest(telling, "body.bodyMassIndex", telling.historyFromMs);
  const weight = newest(telling, "body.weight", telling.historyFromMs);
  const height = newest(telling, "body.height", -Infinity);
  if (weight && height && (!said || weight.startMs >= said.startMs)) return weight.value / (height.value / 100) ** 2;
  return said?.value ?? null;
}

export function tellHomeArea({ told, vault }: Telling): object | null {
  const area: HomeArea | undefined = vault.facts["demographics.homeArea"];
  if (!area) return null;
  const locality = told === "EXACT" || told === "FINE" ? area.locality : null;
  const region = told === "BAND" ? null : area.region;
  const { country } = area;
  if (locality === null && region === null && country === null) return null;
  return { latitude: null, longitude: null, locality, region, country };
}

export function tellStages(telling: Telling): object[] {
  return observationsOf(telling.vault, "sleep")
    .filter(({ startMs }) => isIn(telling, startMs))
    .map(({ stage, startMs, endMs }) => ({ stage, start: iso(startMs), end: iso(endMs) }));
}

interface Eaten {
  proteinGrams: number | null;
  carbohydrateGrams: number | null;
  fatGrams: number | null;
}
const NUTRIENTS = { proteinGrams: "diet.protein", carbohydrateGrams: "diet.carbohydrate", fatGrams: "diet.fat" };
const toFiveGrams = (grams: number): number => Math.round(grams / 5) * 5;

export function tellNutrients(telling: Telling): object[] {
  const days = eatenByDay(telling.vault);
  const isWeekly = telling.told === "COARSE";
  const stretches = new Map<number, { endMs: number; days: Eaten[] }>();
  for (const [day, eaten] of days) {
    const { startMs, endMs } = stretchOf(isWeekly ? "week" : "day", 0, day);
    const known = stretches.get(startMs) ?? { endMs, days: [] };
    known.days.push(eaten);
    stretches.set(startMs, known);
  }
  return [...stretches]
    .filter(([startMs]) => isIn(telling, startMs))
    .map(([startMs, { endMs, days: own }]) => ({
      start: iso(startMs),
      end: iso(endMs),
      ...Object.fromEntries(
        Object.keys(NUTRIENTS).map((name) => [name, nutrientOf(telling, own, name as keyof Eaten)]),
      ),
    }));
}

function nutrientOf({ licensed, told }: Telling, days: readonly Eaten[], name: keyof Eaten): number | null {
  const grams = days.flatMap((day) => day[name] ?? []).map(licensed === "EXACT" ? Number : toFiveGrams);
  if (grams.length === 0) return null;
  const mean = grams.reduce((sum, one) => sum + one, 0) / grams.length;
  return told === "EXACT" ? mean : toFiveGrams(mean);
}

function eatenByDay(vault: VaultContents): Map<string, Eaten> {
  const days = new Map<string, Eaten>();
  for (const [name, metric] of Object.entries(NUTRIENTS)) {
    for (const sample of observationsOf(vault, "sample").filter((one) => one.metric === metric)) {
      const day = dayAt(sample.startMs, offsetOf(sample, vault));
      const eaten = days.get(day) ?? { proteinGrams: null, carbohydrateGrams: null, fatGrams: null };
      eaten[name as keyof Eaten] = (eaten[name as keyof Eaten] ?? 0) + sample.value;
      days.set(day, eaten);
    }
  }
  return days;
}

export interface ToldWorkout {
  startMs: number;
  endMs: number;
  activity: string;
  distanceMetres: number | null;
  energyKilocalories: number | null;
}

export function tellWorkouts(telling: Telling): ToldWorkout[] {
  const { vault, licensed, told } = telling;
  return observationsOf(vault, "workout")
    .map((workout) => {
      const day = dayAt(workout.startMs, offsetOf(workout, vault));
      const asLicensed = workoutAt(licensed, workout, day);
      return licensed === told ? asLicensed : workoutAt(told, asLicensed, day);
    })
    .filter(({ startMs }) => isIn(telling, startMs));
}

function workoutAt(cell: Cell, workout: ToldWorkout, day: string): ToldWorkout {
  const { startMs, endMs, activity, distanceMetres, energyKilocalories } = workout;
  if (cell === "EXACT") return { startMs, endMs, activity, distanceMetres, energyKilocalories };
  const isFine = cell === "FINE";
  const to = (step: number, value: number | null): number | null =>
    value === null ? null : Math.round(value / step) * step;
  const hours = Math.max(1, Math.ceil((endMs - startMs) / HOUR_MS));
  const fine = { startMs: hourBefore(startMs), endMs: hourBefore(startMs) + hours * HOUR_MS };
  return {
    ...(isFine ? fine : stretchOf("day", startMs, day)),
    activity,
    distanceMetres: to(isFine ? 100 : 1000, distanceMetres),
    energyKilocalories: to(isFine ? 50 : 100, energyKilocalories),
  };
}

/** Medians of when work began and ended on the days of the last quarter that had any, by the clock on the wall. */
export function tellPattern({ vault, licensed, told, historyFromMs, nowMs }: Telling): object | null {
  const known = observationsOf(vault, "work")
    .filter(({ startMs }) => historyFromMs <= startMs && startMs <= nowMs)
    .map((event) => ({ ...event, offset: offsetOf(event, vault), day: dayAt(event.startMs, offsetOf(event, vault)) }));
  const since = quarterBefore(known.map(({ day }) => day));
  const lately = known.filter(({ day }) => day >= since);
  const days = [...new Set(lately.map(({ day }) => day))].map((day) => {
    const own = lately.filter((event) => event.day === day);
    const minute = (ms: number, offset: number): number => (ms - midnight(day)) / MINUTE_MS + offset;
    return {
      day,
      start: Math.min(...own.map(({ startMs, offset }) => minute(startMs, offset))),
      end: Math.max(...own.map(({ endMs, offset }) => minute(endMs, offset))),
    };
  });
  if (days.length === 0) return null;
  const mondays = days.map(({ day }) => stretchOf("week", 0, day).startMs);
  const weeks = (Math.max(...mondays) - Math.min(...mondays)) / (7 * 24 * HOUR_MS) + 1;
  const rounded = (value: number, steps: Record<string, number>): number => {
    const once = Math.round(value / steps[licensed]!) * steps[licensed]!;
    return Math.round(once / steps[told]!) * steps[told]!;
  };
  const minutes = { EXACT: 1, FINE: 30, COARSE: 60 };
  return {
    typicalStart: clock(rounded(median(days.map(({ start }) => start)), minutes)),
    typicalEnd: clock(rounded(median(days.map(({ end }) => end)), minutes)),
    daysPerWeek: Number(rounded(days.length / weeks, { EXACT: 0.01, FINE: 0.5, COARSE: 1 }).toFixed(2)),
  };
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2;
}

function clock(minute: number): string {
  const ofDay = ((minute % 1440) + 1440) % 1440;
  return `${String(Math.floor(ofDay / 60)).padStart(2, "0")}:${String(ofDay % 60).padStart(2, "0")}`;
}
