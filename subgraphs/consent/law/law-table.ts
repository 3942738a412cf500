import { DAY_MS } from "../../../shared/clock.js";
import { Purpose } from "../../../shared/graphql-enums.js";
import { fieldSpec } from "../../../shared/licensing/field.js";
import { Region } from "../person/circumstances.js";

/** What a rule does with a licence that it meets. */
export type LawEffect =
  | { kind: "PROHIBITED" }
  /** The person agrees to a separate text, and the licence lasts no longer than this. */
  | { kind: "AUTHORISATION"; lastsAtMostMs: number };

export interface LawRow {
  region: Region;
  /** Whom it protects. */
  people: "EVERYBODY" | "MINORS";
  purpose: Purpose | "ANY";
  /** Whether it takes a special-category term to meet the rule. */
  terms: "SPECIAL_CATEGORY" | "ANY";
  effect: LawEffect;
  source: string;
}

const PROHIBITED: LawEffect = { kind: "PROHIBITED" };
const OFFERS = Purpose.PERSONALISED_OFFERS;
const OWN_RULE = "No State's statute alone: Confide makes minors no personalised offers anywhere";

/**
 * The law at the grant, a row for each rule. What is in no row is allowed. Sources are facts about the law and no
 * advice; an operator has them confirmed.
 */
export const LAW_TABLE: readonly LawRow[] = [
  {
    region: Region.EU,
    people: "EVERYBODY",
    purpose: OFFERS,
    terms: "SPECIAL_CATEGORY",
    effect: PROHIBITED,
    source: "Regulation (EU) 2022/2065, Art. 26(3): no advertising by profiling with special categories of data",
  },
  {
    region: Region.EU,
    people: "MINORS",
    purpose: OFFERS,
    terms: "ANY",
    effect: PROHIBITED,
    source: "Regulation (EU) 2022/2065, Art. 28(2): no advertising by profiling to minors",
  },
  {
    region: Region.UK,
    people: "EVERYBODY",
    purpose: OFFERS,
    terms: "SPECIAL_CATEGORY",
    effect: PROHIBITED,
    source: "UK GDPR, Art. 9 and Art. 22B (Data (Use and Access) Act 2025, s. 80): decisions from special categories",
  },
  {
    region: Region.UK,
    people: "MINORS",
    purpose: OFFERS,
    terms: "ANY",
    effect: PROHIBITED,
    source: "Data Protection Act 2018, s. 123: Age Appropriate Design Code, standard 12 (profiling)",
  },
  {
    region: Region.US_WASHINGTON,
    people: "EVERYBODY",
    purpose: "ANY",
    terms: "SPECIAL_CATEGORY",
    effect: { kind: "AUTHORISATION", lastsAtMostMs: 365 * DAY_MS },
    source: "RCW 19.373.070: a valid authorisation to sell consumer health data, which expires after one year",
  },
  ...[Region.US_WASHINGTON, Region.US_OTHER, Region.OTHER].map((region): LawRow => {
    return { region, people: "MINORS", purpose: OFFERS, terms: "ANY", effect: PROHIBITED, source: OWN_RULE };
  }),
];

/** What the law is asked about. */
export interface LawQuestion {
  /** Null: not said, so that every region's rules hold at once. */
  region: Region | null;
  isAdult: boolean;
  purpose: Purpose;
  /** Whether a term is of a special category. */
  isSpecial: boolean;
}

/** The rules that a licence meets. */
export function lawsMet(question: LawQuestion): LawRow[] {
  return LAW_TABLE.filter(
    ({ region, people, purpose, terms }) =>
      (question.region === null || question.region === region) &&
      (people === "EVERYBODY" || !question.isAdult) &&
      (purpose === "ANY" || purpose === question.purpose) &&
      (terms === "ANY" || question.isSpecial),
  );
}

export function prohibitionOf(question: LawQuestion): LawRow | null {
  return lawsMet(question).find(({ effect }) => effect.kind === "PROHIBITED") ?? null;
}

/** How long a licence may last at most where the person has to agree to a separate text; null where they have not to. */
export function authorisationOf(question: LawQuestion): { lastsAtMostMs: number } | null {
  const wanted = lawsMet(question).flatMap(({ effect }) => (effect.kind === "AUTHORISATION" ? [effect] : []));
  return wanted.length === 0 ? null : { lastsAtMostMs: Math.min(...wanted.map((effect) => effect.lastsAtMostMs)) };
}

/** A field that says nothing of itself counts as one of them. */
export function hasSpecialCategory(fields: readonly string[]): boolean {
  return fields.some((field) => fieldSpec(field)?.specialCategory ?? true);
}
