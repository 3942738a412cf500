import { fieldSpec } from "../../../shared/licensing/field.js";
import { coarseness } from "../../../shared/licensing/precision.js";
import type { Brand } from "../brand/brand.js";
import { TrustLevel } from "../brand/trust.js";
import { IntimacyTier } from "../../../shared/graphql-enums.js";
import type { ValueExchange } from "../exchange/value-exchange.js";
import { RuleEffect, type StandingRule } from "./standing-rule.js";

export type ProposedBrand = Pick<Brand, "name" | "industry" | "trustLevel">;
export type Proposed = Pick<ValueExchange, "title" | "purpose" | "terms">;

export interface RuleDecision {
  rule: StandingRule;
  effect: RuleEffect;
  explanation: string;
}

/**
 * What somebody's rules come to for an exchange: a DECLINE that applies wins over every ACCEPT; null where none
 * applies. A pure function, over required terms only, since nothing is ever ticked for anybody.
 */
export function decideByRules(
  rules: readonly StandingRule[],
  brand: ProposedBrand,
  exchange: Proposed,
): RuleDecision | null {
  const declining = rules.find((rule) => rule.effect === RuleEffect.DECLINE && declines(rule, brand, exchange));
  const rule = declining ?? rules.find((one) => one.effect === RuleEffect.ACCEPT && accepts(one, brand, exchange));
  return rule ? { rule, effect: rule.effect, explanation: explain(rule, brand, exchange) } : null;
}

/** Every condition that the rule names holds; one that names none declines everything. */
function declines(rule: StandingRule, brand: ProposedBrand, { purpose, terms }: Proposed): boolean {
  const { fields, finestAccepted, minimumReward } = rule;
  return (
    isAmong(rule.purposes, purpose) &&
    isAmong(rule.industries, brand.industry) &&
    (fields === null || terms.some(({ field }) => fields.includes(field))) &&
    (finestAccepted === null || terms.some(({ precision }) => coarseness(precision) < coarseness(finestAccepted))) &&
    (minimumReward === null || rewardOf(terms) < minimumReward)
  );
}

/** Never for what is most intimate, and only for brands that have earned it. */
function accepts(rule: StandingRule, brand: ProposedBrand, { purpose, terms }: Proposed): boolean {
  const { fields, finestAccepted, minimumReward } = rule;
  if (finestAccepted === null || minimumReward === null || brand.trustLevel !== TrustLevel.TRUSTED) return false;
  return (
    isAmong(rule.purposes, purpose) &&
    isAmong(rule.industries, brand.industry) &&
    rewardOf(terms) >= minimumReward &&
    terms.every(({ field, precision }) => {
      const isCovered = fields === null || fields.includes(field);
      return isCovered && mayBeAccepted(field) && coarseness(precision) >= coarseness(finestAccepted);
    })
  );
}

/** Special categories and the INTIMATE tier are only ever granted by hand. */
export function mayBeAccepted(field: string): boolean {
  const spec = fieldSpec(field);
  return spec !== undefined && !spec.specialCategory && spec.tier !== IntimacyTier.INTIMATE;
}

function isAmong<T>(named: readonly T[] | null, value: T): boolean {
  return named === null || named.includes(value);
}

function rewardOf(terms: Proposed["terms"]): number {
  return terms.reduce((sum, { points }) => sum + points, 0);
}

function explain(rule: StandingRule, brand: ProposedBrand, { title, purpose, terms }: Proposed): string {
  const because = [
    rule.fields && `it asks for ${terms.map(({ field }) => field).join(", ")}`,
    rule.purposes && `it is for ${purpose}`,
    rule.industries && `the brand is in ${brand.industry}`,
    rule.finestAccepted && `its terms are ${terms.map(({ precision }) => precision).join(", ")}`,
    rule.minimumReward !== null && `it pays ${rewardOf(terms)} points`,
  ].filter((reason) => typeof reason === "string");
  const verb = rule.effect === RuleEffect.DECLINE ? "declines" : "accepts";
  const reasons = because.length === 0 ? "it applies to everything" : because.join("; ");
  return `Your rule ${verb} "${title}" of ${brand.name}, because ${reasons}.`;
}
