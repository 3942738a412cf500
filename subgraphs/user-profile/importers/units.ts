/** How many canonical units one of the source's is: a table per quantity, keyed by the unit as HealthKit writes it. */
export type UnitTable = ReadonlyMap<string, number>;

/** NIST SP 811: the international pound, from which stone (14 lb) and ounce (1/16 lb) follow. */
const KILOGRAMS_PER_POUND = 0.45359237;
/** NIST SP 811: the thermochemical calorie. */
const KILOJOULES_PER_KILOCALORIE = 4.184;
/** The international foot of 1959, on which yard and mile stand. */
const METRES_PER_FOOT = 0.3048;

export const COUNTS_PER_MINUTE: UnitTable = new Map([
  ["count/min", 1],
  ["count/s", 60],
]);

export const COUNTS: UnitTable = new Map([["count", 1]]);

export const KILOGRAMS: UnitTable = new Map([
  ["kg", 1],
  ["g", 0.001],
  ["lb", KILOGRAMS_PER_POUND],
  ["st", KILOGRAMS_PER_POUND * 14],
  ["oz", KILOGRAMS_PER_POUND / 16],
]);

export const METRES: UnitTable = new Map([
  ["m", 1],
  ["km", 1000],
  ["cm", 0.01],
  ["mi", METRES_PER_FOOT * 5280],
  ["yd", METRES_PER_FOOT * 3],
  ["ft", METRES_PER_FOOT],
]);

export const CENTIMETRES: UnitTable = new Map([
  ["cm", 1],
  ["m", 100],
  ["mm", 0.1],
  ["ft", METRES_PER_FOOT * 100],
  ["in", (METRES_PER_FOOT * 100) / 12],
]);

export const GRAMS: UnitTable = new Map([
  ["g", 1],
  ["kg", 1000],
  ["mg", 0.001],
  ["oz", (KILOGRAMS_PER_POUND * 1000) / 16],
  ["lb", KILOGRAMS_PER_POUND * 1000],
]);

export const MILLISECONDS: UnitTable = new Map([
  ["ms", 1],
  ["s", 1000],
]);

/** HealthKit writes body mass index, which is kg/m2, as a count. */
export const KILOGRAMS_PER_SQUARE_METRE: UnitTable = new Map([["count", 1]]);

/** HealthKit: "Cal" is the large calorie of food labels, "cal" the small one. */
export const KILOCALORIES: UnitTable = new Map([
  ["kcal", 1],
  ["Cal", 1],
  ["cal", 0.001],
  ["kJ", 1 / KILOJOULES_PER_KILOCALORIE],
  ["J", 0.001 / KILOJOULES_PER_KILOCALORIE],
]);
