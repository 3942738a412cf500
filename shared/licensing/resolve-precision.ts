import { fieldSpec, type FieldSpec } from "./field.js";
import { coarseness, Precision, PRECISIONS } from "./precision.js";

export interface ResolvedPrecision {
  /** A cell that may be read; PREDICATE only where the licence itself is PREDICATE, and then nothing may be read. */
  precision: Precision;
  /** True when the licence made the answer coarser than what was asked. */
  capped: boolean;
}

/** Why a term of a licence cannot name this precision of this field; null when it can. The words are for a brand. */
export function termProblem(path: string, precision: Precision): string | null {
  const field = fieldSpec(path);
  if (!field) return "there is no such field";
  if (field.precisions[precision] === undefined) return `${path} has no precision ${precision}`;
  if (field.personOnly.includes(precision)) return `${path} at ${precision} is for the person only`;
  return null;
}

/**
 * The cell that answers a query. An asked precision without a cell takes the next coarser one; NO_CELL when there is
 * none, which follows from the catalogue alone and from nothing in any licence (BAD_USER_INPUT). Asked finer than
 * licensed gives the licensed cell, capped. For oneself `licensed` is EXACT, and the cells for the person only count.
 */
export function resolvePrecision(
  path: string,
  licensed: Precision,
  asked: Precision | null,
): ResolvedPrecision | "NO_CELL" {
  const field = fieldSpec(path);
  const askedCell = field && asked !== null ? readableCell(field, asked) : null;
  if (!field || (asked !== null && askedCell === null)) return "NO_CELL";
  // Only a predicate is licensed: there is nothing to read, which the caller says as PRECISION_TOO_COARSE.
  if (licensed === Precision.PREDICATE) return { precision: Precision.PREDICATE, capped: asked !== null };
  const licensedCell = readableCell(field, licensed);
  if (licensedCell === null) return "NO_CELL";
  if (askedCell === null) return { precision: licensedCell, capped: false };
  const capped = coarseness(askedCell) < coarseness(licensedCell);
  return { precision: capped ? licensedCell : askedCell, capped };
}

function readableCell(field: FieldSpec, precision: Precision): Precision | null {
  const cells = PRECISIONS.filter((cell) => cell !== Precision.PREDICATE && field.precisions[cell] !== undefined);
  return cells.find((cell) => coarseness(cell) >= coarseness(precision)) ?? null;
}

/** For the person's own view: the asked cell, or the next coarser one; EXACT when nothing is asked. */
export function resolveOwnPrecision(path: string, asked: Precision | null): Precision | "NO_CELL" {
  const resolved = resolvePrecision(path, Precision.EXACT, asked);
  return resolved === "NO_CELL" ? "NO_CELL" : resolved.precision;
}
