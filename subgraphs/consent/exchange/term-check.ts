import { parseDuration } from "../../../shared/duration.js";
import { fieldSpec } from "../../../shared/licensing/field.js";
import { IntimacyTier } from "../../../shared/licensing/tier.js";
import { coarseness, Precision } from "../../../shared/licensing/precision.js";
import { termProblem } from "../../../shared/licensing/resolve-precision.js";
import { ErrorCode, Refused } from "../../../shared/user-error.js";
import { type TrustLevel, tiersUnlockedBy } from "../brand/trust.js";
import { invalid } from "../text-check.js";
import { HISTORY_MAX_MS, PREDICATE_HISTORY, PRICE_MAX, TERMS_MAX } from "./exchange-limits.js";
import type { TermInput } from "./term.js";

interface NamedTerm {
  field: string;
  precision: Precision;
}

/** Refuses the first term that no licence could hold. */
export function checkTerms(terms: readonly TermInput[], optionalTerms: readonly TermInput[]): void {
  if (terms.length === 0) throw invalid("An exchange asks for at least one field.", "terms");
  if (terms.length + optionalTerms.length > TERMS_MAX)
    throw invalid(`An exchange has at most ${TERMS_MAX} terms.`, "terms");
  const seen = new Set<string>();
  for (const [list, entries] of Object.entries({ terms, optionalTerms })) {
    for (const [index, term] of entries.entries()) {
      checkTerm(term, list, index);
      if (seen.has(term.field)) throw invalid("A field is named once.", list, index, "field");
      seen.add(term.field);
    }
  }
  if (lacksBodyMassSources(terms)) throw invalid(BODY_MASS_RULE, "terms");
  if (lacksBodyMassSources([...terms, ...optionalTerms])) throw invalid(BODY_MASS_RULE, "optionalTerms");
}

export const BODY_MASS_RULE = "body.bodyMassIndex needs body.weight and body.height, at least as fine.";

/** An index is its two sources in one number: it may not say more than their own terms do (FIELDS.md). */
export function lacksBodyMassSources(terms: readonly NamedTerm[]): boolean {
  const index = terms.find((term) => term.field === "body.bodyMassIndex");
  if (!index) return false;
  return !["body.weight", "body.height"].every((source) =>
    terms.some((term) => term.field === source && coarseness(term.precision) <= coarseness(index.precision)),
  );
}

/** The first field that a brand of this level may not license, or null. */
export function lockedField(level: TrustLevel, fields: readonly string[]): string | null {
  return fields.find((field) => isLocked(level, field)) ?? null;
}

/** A field without a tier is the most intimate there is: locked for everybody. */
export function isLocked(level: TrustLevel, field: string): boolean {
  const tier = fieldSpec(field)?.tier;
  return tier === undefined || !tiersUnlockedBy(level).includes(tier);
}

/** A field that says nothing counts as the most intimate. */
export function mostIntimateTier(fields: readonly string[]): IntimacyTier {
  const tiers = fields.map((field) => fieldSpec(field)?.tier ?? IntimacyTier.INTIMATE);
  if (tiers.includes(IntimacyTier.INTIMATE)) return IntimacyTier.INTIMATE;
  return tiers.includes(IntimacyTier.PERSONAL) ? IntimacyTier.PERSONAL : IntimacyTier.EVERYDAY;
}

function checkTerm(term: TermInput, list: string, index: number): void {
  if (!fieldSpec(term.field)) {
    throw new Refused(ErrorCode.UNKNOWN_FIELD, "There is no such field in the catalogue.", [list, `${index}`, "field"]);
  }
  checkFineness(term, list, index);
  if (term.points < 0 || term.points > PRICE_MAX) throw invalid(`Points are 0 to ${PRICE_MAX}.`, list, index, "points");
}

/** A precision that the field has, and a history that the precision can have. */
export function checkFineness(term: NamedTerm & { history: string }, list: string, index: number): void {
  const problem = termProblem(term.field, term.precision);
  if (problem) throw invalid(`This cannot be licensed: ${problem}.`, list, index, "precision");
  const history = parseDuration(term.history);
  if (history === null || history > HISTORY_MAX_MS) {
    throw invalid("A history is PnD, PnW or PTnH, up to 30 years.", list, index, "history");
  }
  if (term.precision === Precision.PREDICATE && term.history !== PREDICATE_HISTORY) {
    throw invalid(`A predicate looks at ${PREDICATE_HISTORY}.`, list, index, "history");
  }
}
