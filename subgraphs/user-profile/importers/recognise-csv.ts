import { ImportSource } from "../observation.js";
import { headerOf } from "./csv-rows.js";
import { isFitbitProfile, isFitbitReadings } from "./fitbit-csv.js";
import { isNutrition } from "./nutrition-csv.js";

const LOOKED_AT_CHARACTERS = 8_192;

/** What a CSV file is, from the names of its columns; null when it is nothing that is read here. */
export function recogniseCsv(head: Uint8Array): ImportSource | null {
  const text = new TextDecoder().decode(head.subarray(0, LOOKED_AT_CHARACTERS));
  // No text that people can read has one; what follows a NUL would be cut by some and not by others.
  if (text.includes("\0")) return null;
  if (headerOf(text)[0] === "cycle start time") return ImportSource.WHOOP;
  if (isFitbitProfile(text) || isFitbitReadings(text)) return ImportSource.FITBIT;
  return isNutrition(text) ? ImportSource.NUTRITION_CSV : null;
}
