import { createHash } from "node:crypto";
import { SECOND_MS } from "../../../shared/clock.js";
import { fieldSpec } from "../../../shared/licensing/field.js";
import { newOpaqueId, type RandomBytes } from "../../../shared/identifier.js";
import type { Brand } from "../brand/brand.js";
import type { Term } from "../exchange/term.js";
import type { ValueExchange } from "../exchange/value-exchange.js";
import {
  type ConsentEvent,
  type ConsentRecord,
  type Party,
  type PiiInformation,
  SCHEMA_VERSION,
} from "./consent-record.js";
import {
  COLLECTION_METHOD,
  CONTEXT,
  EVENT,
  LAWFUL_BASIS,
  PARTY_TYPE,
  PRIVACY_RIGHTS,
  PROCESSING_METHOD,
  PURPOSE_IRI,
} from "./dpv.js";
import type { ReceiptSigner } from "./receipt-signer.js";

export interface Granted {
  licenceId: string;
  /** Pairwise, random. */
  subject: string;
  brand: Brand;
  exchange: ValueExchange;
  terms: readonly Term[];
  language: string;
  grantedAt: Date;
  /** How long it runs. */
  lasts: string;
  /** The separate text that was agreed to; null where none was asked for. */
  authorisation: string | null;
  /** What this acceptance paid. */
  points: number;
}

/** Writes the signed record of a licence, and writes it again when something has happened to it. */
export class Receipts {
  constructor(
    private readonly signer: ReceiptSigner,
    private readonly publicUrl: string,
    private readonly random: RandomBytes,
  ) {}

  issue(granted: Granted): Promise<string> {
    return this.signer.sign(this.record(granted));
  }

  /** Whether a receipt of ours says that the separate text was agreed to. */
  isAuthorised(receipt: string): boolean {
    return this.signer.read(receipt).authorisation !== undefined;
  }

  /** A new receipt over the same record with one event more; the old one stays true about its time. */
  reissueWithdrawn(receipt: string, at: Date): Promise<string> {
    const record = this.signer.read(receipt);
    return this.reissue(record, { ...EVENT.withdrawn, ...over(record.piiPrincipalId, at) });
  }

  /** The same for what a brand ended: `brandId` is who did. */
  reissueRevoked(receipt: string, brandId: string, at: Date): Promise<string> {
    return this.reissue(this.signer.read(receipt), { ...EVENT.revoked, ...over(brandId, at) });
  }

  /** The same for what the person narrowed: only what stays is named, and for how long from now. */
  reissueNarrowed(receipt: string, terms: readonly Term[], expiresAt: Date, at: Date): Promise<string> {
    const record = this.signer.read(receipt);
    const piiInformation = terms.map(({ field, precision, history }) => {
      const known = record.piiInformation.find(({ attributeId }) => attributeId === field);
      if (!known) throw new Error("a licence's receipt does not name its fields");
      return { ...known, precision, history };
    });
    const validityDuration = `PT${Math.ceil((expiresAt.getTime() - at.getTime()) / SECOND_MS)}S`;
    const event = { ...EVENT.narrowed, ...over(record.piiPrincipalId, at), validityDuration };
    return this.reissue({ ...record, piiInformation }, event);
  }

  private reissue(record: ConsentRecord, event: ConsentEvent): Promise<string> {
    return this.signer.sign({ ...record, receiptId: newOpaqueId(this.random), events: [...record.events, event] });
  }

  private record(granted: Granted): ConsentRecord {
    const { brand, exchange, terms, subject } = granted;
    const isSpecial = terms.some((term) => fieldSpec(term.field)?.specialCategory ?? true);
    return {
      "@context": CONTEXT,
      schemaVersion: SCHEMA_VERSION,
      receiptId: newOpaqueId(this.random),
      recordId: granted.licenceId,
      piiPrincipalId: subject,
      privacyNotice: brand.privacyNoticeUrl,
      language: granted.language,
      purposes: [purposeOf(exchange)],
      lawfulBasis: [...(isSpecial ? LAWFUL_BASIS.explicit : LAWFUL_BASIS.expressed)],
      piiInformation: terms.map((term) => informationOf(term, exchange)),
      piiControllers: [partyOf(brand)],
      collectionMethod: COLLECTION_METHOD,
      processingMethod: PROCESSING_METHOD,
      storageLocations: exchange.storageCountries,
      retentionPeriod: exchange.retention,
      jurisdiction: brand.country,
      recipientThirdParties: exchange.recipients,
      withdrawalMethod: `${this.publicUrl}/`,
      privacyRights: [...PRIVACY_RIGHTS],
      events: [givenEvent(granted)],
      compensation: compensationOf(granted),
      termsHash: exchange.termsHash,
      ...(granted.authorisation !== null && { authorisation: authorised(granted.authorisation, granted.grantedAt) }),
    };
  }
}

/** What every later event says: who did it and when, with nothing left to run unless it says so. */
function over(entityId: string, at: Date): Omit<ConsentEvent, "eventType" | "eventState"> {
  return { eventTime: at.toISOString(), validityDuration: "P0D", entityId };
}

function authorised(text: string, agreedAt: Date): NonNullable<ConsentRecord["authorisation"]> {
  const textHash = createHash("sha256").update(text).digest("base64url");
  return { text, textHash, agreedAt: agreedAt.toISOString() };
}

function purposeOf({ purpose, title, summary }: ValueExchange): ConsentRecord["purposes"][number] {
  return { purpose: PURPOSE_IRI[purpose], purposeType: purpose, title, description: summary };
}

function givenEvent({ lasts, grantedAt, subject }: Granted): ConsentRecord["events"][number] {
  return {
    ...EVENT.given,
    eventTime: grantedAt.toISOString(),
    validityDuration: lasts,
    entityId: subject,
  };
}

function compensationOf({ exchange, points }: Granted): ConsentRecord["compensation"] {
  const { rewardPerDisclosure: perDisclosure, maxDisclosures } = exchange;
  return { unit: "points", onAcceptance: points, perDisclosure, maxDisclosures };
}

function informationOf(term: Term, exchange: ValueExchange): PiiInformation {
  const field = fieldSpec(term.field);
  return {
    piiType: field?.iri ?? `${CONTEXT.dpv}PersonalData`,
    attributeId: term.field,
    precision: term.precision,
    history: term.history,
    optional: exchange.optionalTerms.some(({ id }) => id === term.id),
    specialCategory: field?.specialCategory ?? true,
  };
}

function partyOf(brand: Brand): Party {
  return {
    partyId: brand.id,
    name: brand.name,
    legalName: brand.legalName,
    address: brand.postalAddress,
    contact: brand.contactEmail,
    country: brand.country,
    url: `https://${brand.domain}/`,
    type: PARTY_TYPE.brand,
    role: "PII controller",
  };
}
