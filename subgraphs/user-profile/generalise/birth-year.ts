import { Precision } from "../../../shared/licensing/precision.js";
import type { NumberRange } from "./number-range.js";

/** Ages reached in the calendar year, both included. */
export interface AgeBand {
  name: string;
  fromAge: number;
  /** Infinity in the last band. */
  toAge: number;
}

export const AGE_BANDS: readonly AgeBand[] = [
  { name: "0-17", fromAge: 0, toAge: 17 },
  { name: "18-24", fromAge: 18, toAge: 24 },
  { name: "25-34", fromAge: 25, toAge: 34 },
  { name: "35-44", fromAge: 35, toAge: 44 },
  { name: "45-54", fromAge: 45, toAge: 54 },
  { name: "55-64", fromAge: 55, toAge: 64 },
  { name: "65+", fromAge: 65, toAge: Infinity },
];

const FINE_YEARS = 5;
const COARSE_YEARS = 10;

/**
 * Tells a year of birth at a precision. A band of ages is written as birth years: its edges follow from the current
 * year alone, so everybody of one band gets the same. Whoever reads on both sides of a New Year may see somebody change
 * bands, as with any age.
 *
 * @throws RangeError at a precision without a cell
 */
export function generaliseBirthYear(
  { licensed, precision }: { licensed: Precision; precision: Precision },
  year: number,
  now: Date,
): NumberRange {
  const told = tell(licensed, year, now);
  if (licensed === precision || told.low === null || told.high === null) return told;
  // All that the licensed span may mean, so that both answers together tell no more than the licence.
  return { ...told, low: tell(precision, told.low, now).low, high: tell(precision, told.high, now).high };
}

function tell(precision: Precision, year: number, now: Date): NumberRange {
  switch (precision) {
    case Precision.EXACT:
      return range(year, year);
    case Precision.FINE:
      return bin(year, FINE_YEARS);
    case Precision.COARSE:
      return bin(year, COARSE_YEARS);
    case Precision.BAND:
      return ageBand(year, now.getUTCFullYear());
    default:
      throw new RangeError(`demographics.birthYear has no ${precision}`);
  }
}

function ageBand(year: number, thisYear: number): NumberRange {
  const age = Math.max(0, thisYear - year);
  const band = AGE_BANDS.find(({ toAge }) => age <= toAge);
  if (!band) throw new RangeError("not a year of birth");
  return range(band.toAge === Infinity ? null : thisYear - band.toAge, thisYear - band.fromAge);
}

function bin(year: number, years: number): NumberRange {
  const low = Math.floor(year / years) * years;
  return range(low, low + years - 1);
}

function range(low: number | null, high: number | null): NumberRange {
  return { low, high, unit: null };
}
