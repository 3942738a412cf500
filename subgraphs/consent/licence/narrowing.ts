import { durationMs } from "../../../shared/duration.js";
import { coarseness, type Precision } from "../../../shared/licensing/precision.js";
import type { Term } from "../exchange/term.js";
import { BODY_MASS_RULE, checkFineness, lacksBodyMassSources } from "../exchange/term-check.js";
import { invalid } from "../text-check.js";

export interface NarrowedTerm {
  field: string;
  precision: Precision;
  history: string;
}

interface Extent {
  terms: readonly Term[];
  expiresAt: Date;
}

/**
 * What stays of the granted terms: each wish is a granted field, no finer and no longer than granted, and a field that
 * is not named is taken back. Ids and points stay, since what was paid was paid. Throws INVALID with the field's path.
 */
export function narrowedTerms(granted: readonly Term[], wishes: readonly NarrowedTerm[]): Term[] {
  if (wishes.length === 0) throw invalid("At least one term stays; withdraw the licence to end it.", "terms");
  const named = new Set<string>();
  const terms = wishes.map((wish, index) => {
    const term = granted.find(({ field }) => field === wish.field);
    if (!term) throw invalid("The licence has no such field.", "terms", index, "field");
    if (named.has(wish.field)) throw invalid("A field is named once.", "terms", index, "field");
    named.add(wish.field);
    return narrowedTerm(term, wish, index);
  });
  if (lacksBodyMassSources(terms)) throw invalid(BODY_MASS_RULE, "terms");
  return terms;
}

/** Null leaves the expiry. It must lie ahead: what ends a licence now is withdrawing. */
export function narrowedExpiry(expiresAt: Date, wish: Date | null, now: Date): Date {
  if (wish === null) return expiresAt;
  if (wish.getTime() > expiresAt.getTime()) throw invalid("A licence can only expire earlier.", "expiresAt");
  if (wish.getTime() <= now.getTime()) throw invalid("This has passed; withdraw the licence to end it.", "expiresAt");
  return wish;
}

/** What changes nothing is no narrowing, and a receipt that says so would be untrue. */
export function checkNarrows(before: Extent, after: Extent): void {
  const isSame = after.terms.every((term) => {
    const { precision, history } = before.terms.find(({ id }) => id === term.id) ?? {};
    return precision === term.precision && history === term.history;
  });
  const isAll = after.terms.length === before.terms.length;
  if (isSame && isAll && after.expiresAt.getTime() === before.expiresAt.getTime()) {
    throw invalid("This narrows nothing.", "terms");
  }
}

function narrowedTerm(term: Term, { precision, history }: NarrowedTerm, index: number): Term {
  if (coarseness(precision) < coarseness(term.precision)) {
    throw invalid(`No finer than ${term.precision} was granted.`, "terms", index, "precision");
  }
  checkFineness({ field: term.field, precision, history }, "terms", index);
  if (durationMs(history) > durationMs(term.history)) {
    throw invalid(`No longer than ${term.history} was granted.`, "terms", index, "history");
  }
  return { ...term, precision, history };
}
