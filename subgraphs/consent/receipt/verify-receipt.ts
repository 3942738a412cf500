import { compactVerify, createLocalJWKSet, decodeProtectedHeader, type JWK } from "jose";
import { z } from "zod";
import { SIGNATURE_ALGORITHM } from "../../../shared/signer.js";
import { type LogPlace, verifyProof } from "../log/verify-proof.js";
import { RECEIPT_TYPE } from "./receipt-signer.js";
import { SCHEMA_VERSION } from "./consent-record.js";

const text = z.string().min(1);
const instant = z.iso.datetime();

/** The fields that ISO/IEC TS 27560:2023 asks of every record, and those that the GDPR makes mandatory in effect. */
const Record27560 = z.looseObject({
  schemaVersion: z.literal(SCHEMA_VERSION),
  receiptId: text,
  recordId: text,
  piiPrincipalId: text,
  privacyNotice: text,
  language: text,
  purposes: z.array(z.looseObject({ purpose: text })).min(1),
  lawfulBasis: z.array(text).min(1),
  piiInformation: z.array(z.looseObject({ piiType: text, attributeId: text, specialCategory: z.boolean() })).min(1),
  piiControllers: z
    .array(z.looseObject({ partyId: text, name: text, address: text, contact: text, type: text }))
    .min(1),
  storageLocations: z.array(text).min(1),
  retentionPeriod: text,
  jurisdiction: text,
  recipientThirdParties: z.array(text),
  withdrawalMethod: text,
  privacyRights: z.array(text).min(1),
  events: z
    .array(
      z.looseObject({ eventTime: instant, validityDuration: text, entityId: text, eventType: text, eventState: text }),
    )
    .min(1),
  termsHash: text,
});

const ReceiptFile = z.object({ receipt: text, proof: z.string().nullish() });

/** A clock that is a little ahead of ours is no forgery. */
const CLOCK_SKEW_MS = 5 * 60_000;

export interface Verification {
  ok: boolean;
  /** Sentences; empty when all is well. */
  problems: string[];
  /** What was signed; null unless the signature holds. */
  record: Record<string, unknown> | null;
  /** Where the log has it; null without a proof that holds. */
  place: LogPlace | null;
}

/**
 * Checks a receipt offline. `text` is a compact JWS or JSON `{ receipt, proof? }`; `jwks` are the publisher's public
 * keys; `trusted` is a checkpoint that the reader already trusts. Never throws for what the file holds.
 */
export async function verifyReceipt(
  fileText: string,
  jwks: readonly JWK[],
  now: Date,
  trusted: string | null = null,
): Promise<Verification> {
  const file = receiptIn(fileText.trim());
  const jws = file?.receipt ?? null;
  if (file === null || jws === null) return failed("The file is neither a compact JWS nor JSON with a receipt.");
  const header = headerOf(jws);
  if (!header) return failed("The receipt is not a compact JWS.");
  if (header.alg !== SIGNATURE_ALGORITHM) return failed("The receipt is not signed with Ed25519 (EdDSA).");
  if (header.typ !== RECEIPT_TYPE) return failed(`The JWS is no consent receipt (typ is not ${RECEIPT_TYPE}).`);
  if (!jwks.some((key) => key.kid === header.kid))
    return failed("The receipt is signed with a key that is not among the given ones.");
  const payload = await verifiedPayload(jws, jwks);
  if (payload === null)
    return failed("The signature does not hold: the receipt was altered or is not from this publisher.");
  const verification = judge(payload, now);
  if (file.proof === null) return { ...verification, place: null };
  const place = verifyProof(file.proof, jws, brandOf(verification.record), jwks, trusted);
  const problems = [...verification.problems, ...place.problems];
  return { ...verification, ok: problems.length === 0, problems, place: place.place };
}

function brandOf(record: Record<string, unknown> | null): string {
  const [brand] = (record?.["piiControllers"] ?? []) as { partyId?: unknown }[];
  return typeof brand?.partyId === "string" ? brand.partyId : "";
}

function judge(payload: Uint8Array, now: Date): Verification {
  const record = parseJson(Buffer.from(payload).toString("utf8"));
  const parsed = Record27560.safeParse(record);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join(".") || "record"}: ${issue.message}`);
    return { ok: false, problems, record: isObject(record) ? record : null, place: null };
  }
  const times = parsed.data.events.map((event) => Date.parse(event.eventTime));
  const problems: string[] = [];
  if (times.some((time, index) => index > 0 && time < (times[index - 1] ?? 0)))
    problems.push("events: not in order of time");
  if (times.some((time) => time > now.getTime() + CLOCK_SKEW_MS)) problems.push("events: one lies in the future");
  return { ok: problems.length === 0, problems, record: parsed.data, place: null };
}

function receiptIn(fileText: string): { receipt: string; proof: string | null } | null {
  if (!fileText.startsWith("{")) {
    return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(fileText) ? { receipt: fileText, proof: null } : null;
  }
  const parsed = ReceiptFile.safeParse(parseJson(fileText));
  return parsed.success ? { receipt: parsed.data.receipt, proof: parsed.data.proof ?? null } : null;
}

function headerOf(jws: string): { alg?: string; kid?: string; typ?: string } | null {
  try {
    return decodeProtectedHeader(jws);
  } catch {
    return null;
  }
}

async function verifiedPayload(jws: string, jwks: readonly JWK[]): Promise<Uint8Array | null> {
  try {
    const keys = createLocalJWKSet({ keys: [...jwks] });
    const { payload } = await compactVerify(jws, keys, { algorithms: [SIGNATURE_ALGORITHM] });
    return payload;
  } catch {
    return null;
  }
}

function parseJson(fileText: string): unknown {
  try {
    return JSON.parse(fileText) as unknown;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function failed(problem: string): Verification {
  return { ok: false, problems: [problem], record: null, place: null };
}
