import { Purpose } from "../../../shared/licensing/purpose.js";

/** W3C Data Privacy Vocabulary (DPV): the terms that a receipt speaks in. */
const dpv = (term: string): string => `https://w3id.org/dpv#${term}`;

/** Prefixes only: a reader needs no network to understand a receipt. */
export const CONTEXT = {
  dpv: "https://w3id.org/dpv#",
  pd: "https://w3id.org/dpv/pd#",
  "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
  confide: "https://confide.example/vocabulary#",
} as const;

export const PURPOSE_IRI: Readonly<Record<Purpose, string>> = {
  [Purpose.SERVICE_PERSONALISATION]: dpv("ServicePersonalisation"),
  [Purpose.PERSONALISED_OFFERS]: dpv("PersonalisedBenefits"),
  [Purpose.PRODUCT_RECOMMENDATION]: dpv("ProvideProductRecommendations"),
  [Purpose.DIRECT_MARKETING]: dpv("DirectMarketing"),
  [Purpose.RESEARCH_AND_DEVELOPMENT]: dpv("ResearchAndDevelopment"),
  [Purpose.ACADEMIC_RESEARCH]: dpv("AcademicResearch"),
};

/** GDPR Art. 6(1)(a); for special categories it must be explicit, Art. 9(2)(a). */
export const LAWFUL_BASIS = {
  expressed: [dpv("ExpressedConsent"), "https://w3id.org/dpv/legal/eu/gdpr#A6-1-a"],
  explicit: [dpv("ExplicitlyExpressedConsent"), "https://w3id.org/dpv/legal/eu/gdpr#A9-2-a"],
} as const;

export const EVENT = {
  given: { eventType: "provide", eventState: dpv("ConsentGiven") },
  /** The consent stays given, for less: its record says what for. */
  narrowed: { eventType: "modify", eventState: dpv("ConsentGiven") },
  revoked: { eventType: "revoke", eventState: dpv("ConsentRevoked") },
  withdrawn: { eventType: "withdraw", eventState: dpv("ConsentWithdrawn") },
} as const;

export const PARTY_TYPE = { brand: dpv("DataController"), person: dpv("DataSubject") } as const;

/** What the person may ask for, beyond withdrawing (GDPR Art. 15, 17, 20, 21). */
export const PRIVACY_RIGHTS: readonly string[] = ["A7-3", "A15", "A17", "A20", "A21"].map(
  (article) => `https://w3id.org/dpv/legal/eu/gdpr#${article}`,
);

export const COLLECTION_METHOD = dpv("Query");
export const PROCESSING_METHOD = dpv("Use");
