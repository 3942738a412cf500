import { z } from "zod";
import type { FactField, FactValues } from "../observation.js";
import { FIRST_YEAR, LAST_YEAR } from "./timestamp.js";

/** Longer than any name, number or address that a vCard may hold here. */
const TEXT_MAX = 1_000;
const text = z.string().min(1).max(TEXT_MAX);
const optional = text.nullable();

/** What a fact can be, by field. */
const VALUES: { readonly [F in FactField]: z.ZodType<FactValues[F]> } = {
  "contact.givenName": text,
  "contact.familyName": text,
  "contact.email": text,
  "contact.phone": text,
  "contact.postalAddress": text,
  "demographics.birthYear": z.int().min(FIRST_YEAR).max(LAST_YEAR),
  "demographics.gender": text,
  "demographics.languages": z.array(text).min(1).max(50),
  "demographics.homeArea": z.object({ locality: optional, region: optional, country: optional }),
  "demographics.household": z.int().min(1).max(50),
};

/** A field with its value, checked; null where either is none. */
export function factValue(field: unknown, value: unknown): { field: FactField; value: unknown } | null {
  if (typeof field !== "string" || !Object.hasOwn(VALUES, field)) return null;
  const parsed = VALUES[field as FactField].safeParse(value);
  return parsed.success ? { field: field as FactField, value: parsed.data } : null;
}
