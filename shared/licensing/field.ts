import type { FieldSpec } from "./field-spec.js";
import { BODY_FIELDS } from "./fields/body-fields.js";
import { FITNESS_FIELDS } from "./fields/fitness-fields.js";
import { PERSON_FIELDS } from "./fields/person-fields.js";
import { PLACE_FIELDS } from "./fields/place-fields.js";

export type { FieldSpec } from "./field-spec.js";

/**
 * Every licensable field, in the order of `IntimateData`'s branches: the only place for its tier, its words and its
 * precisions. The schema's licensing directive takes its values from here, so the two cannot disagree.
 */
export const FIELDS: readonly FieldSpec[] = inSchemaOrder([
  ...PERSON_FIELDS,
  ...PLACE_FIELDS,
  ...FITNESS_FIELDS,
  ...BODY_FIELDS,
]);

const byPath = new Map(FIELDS.map((field) => [field.path, field]));

/** Undefined for a path that is not licensable. */
export function fieldSpec(path: string): FieldSpec | undefined {
  return byPath.get(path);
}

function inSchemaOrder(fields: FieldSpec[]): FieldSpec[] {
  const branches = [
    "demographics",
    "contact",
    "location",
    "fitness",
    "heart",
    "body",
    "sleep",
    "diet",
    "work",
    "photos",
  ];
  const rank = (field: FieldSpec): number => branches.indexOf(field.path.split(".")[0] ?? "");
  // Sorting is stable, so that the fields of a branch keep the order of their table.
  return fields.sort((a, b) => rank(a) - rank(b));
}
