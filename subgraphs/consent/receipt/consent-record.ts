/** One licence as an ISO/IEC TS 27560:2023 consent record. Names are the standard's; a receipt carries all of it. */
export interface ConsentRecord {
  "@context": Record<string, string>;
  schemaVersion: string;
  receiptId: string;
  recordId: string;
  /** Pairwise: random per person and brand, and neither the person's id nor the brand's reference. */
  piiPrincipalId: string;
  privacyNotice: string;
  language: string;
  purposes: { purpose: string; purposeType: string; title: string; description: string }[];
  lawfulBasis: string[];
  piiInformation: PiiInformation[];
  piiControllers: Party[];
  collectionMethod: string;
  processingMethod: string;
  storageLocations: string[];
  retentionPeriod: string;
  jurisdiction: string;
  recipientThirdParties: string[];
  withdrawalMethod: string;
  privacyRights: string[];
  events: ConsentEvent[];
  /** Beyond the standard: what the person gets, and which words were shown. */
  compensation: { unit: "points"; onAcceptance: number; perDisclosure: number; maxDisclosures: number | null };
  termsHash: string;
  /** The separate text that the person agreed to, where the law asks for one (RCW 19.373.070: both sides keep a copy). */
  authorisation?: { text: string; textHash: string; agreedAt: string };
}

export interface PiiInformation {
  /** IRI of the category of personal data. */
  piiType: string;
  /** The field's path. */
  attributeId: string;
  precision: string;
  /** How far back, ISO 8601. */
  history: string;
  /** Was it the person's choice to add it? */
  optional: boolean;
  specialCategory: boolean;
}

export interface Party {
  partyId: string;
  name: string;
  legalName: string;
  address: string;
  contact: string;
  country: string;
  url: string;
  type: string;
  role: string;
}

export interface ConsentEvent {
  eventTime: string;
  validityDuration: string;
  entityId: string;
  eventType: string;
  eventState: string;
}

/** The edition of the standard that a record follows. */
export const SCHEMA_VERSION = "ISO/IEC TS 27560:2023";
