import type { FieldRead } from "./licensed-field.js";

/** A field of the contract that no importer fills yet: licensed like every other, null, and noted as told. */
export function nothingStored({ grant, field, context, info }: FieldRead): null {
  const { precision, period } = grant;
  context.note(info, grant, { field, precision, fromMs: period.fromMs, toMs: period.toMs, items: 0 });
  return null;
}
