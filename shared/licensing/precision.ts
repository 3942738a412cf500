/** How finely a value may be told, coarser to the right. The order is the contract (FIELDS.md). */
export enum Precision {
  EXACT = "EXACT",
  FINE = "FINE",
  COARSE = "COARSE",
  BAND = "BAND",
  PREDICATE = "PREDICATE",
}

export const PRECISIONS: readonly Precision[] = [
  Precision.EXACT,
  Precision.FINE,
  Precision.COARSE,
  Precision.BAND,
  Precision.PREDICATE,
];

/** 0 is the finest. */
export function coarseness(precision: Precision): number {
  return PRECISIONS.indexOf(precision);
}

export function coarser(a: Precision, b: Precision): Precision {
  return coarseness(a) >= coarseness(b) ? a : b;
}
