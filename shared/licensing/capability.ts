import { deflateRawSync, inflateRawSync } from "node:zlib";
import { CAPABILITY_MAX_BYTES, VISITOR_CAPABILITY_MAX_BYTES } from "../limits.js";
import { seal, unseal } from "../seal.js";
import type { Precision } from "./precision.js";
import type { Purpose } from "./purpose.js";
import type { WithheldReason } from "./withheld.js";

/**
 * The entity key that is the permission: minted by consent for one operation of one viewer, carried by the gateway's
 * own query plan, opened by the subgraph that owns the data. The key string is two seals, one per audience, so that
 * offers cannot open the vault (ARCHITECTURE 2).
 */
export type CapabilityMode = "DISCLOSE" | "DECIDE" | "PREVIEW";

export interface CapabilityTerm {
  licence: string;
  field: string;
  precision: Precision;
  historyFromMs: number;
  state: "GRANTED" | WithheldReason;
}

export interface CapabilityLicence {
  id: string;
  /** Points for one disclosure. */
  price: number;
  /** True where consent holds the price until the disclosure is known. */
  held: boolean;
}

/** What both audiences learn. */
export interface CapabilityClaims {
  jti: string;
  operation: string;
  /** principalOf() of who asked. */
  viewer: string;
  person: string | null;
  brand: string | null;
  purpose: Purpose;
  mode: CapabilityMode;
  /** Base64url AES-256 key that seals `traits` on its way from user-profile to offers. */
  traitsKey: string;
  expMs: number;
}

/** What user-profile learns beside that. */
export interface VaultCapability extends CapabilityClaims {
  licences: CapabilityLicence[];
  terms: CapabilityTerm[];
  /** A visitor's: what each brand's offers may be judged by. Absent from a customer's. */
  grants?: CapabilityGrant[];
}

/** One brand's part of a visitor's capability. */
export interface CapabilityGrant {
  brand: string;
  licences: CapabilityLicence[];
  terms: CapabilityTerm[];
}

export interface CapabilityKeys {
  "user-profile": Buffer;
  offers: Buffer;
}

const PLACE = { "user-profile": "capability/user-profile", offers: "capability/offers" } as const;

/** The key string of a Customer or Visitor: `vault seal.offers seal`. */
export function mintCapability(keys: CapabilityKeys, claims: VaultCapability): string {
  const { licences, terms, grants, ...shared } = claims;
  const own = { ...shared, licences, terms, ...(grants && { grants }) };
  const vault = seal(keys["user-profile"], PLACE["user-profile"], pack(own));
  const offers = seal(keys.offers, PLACE.offers, pack(shared));
  const text = `${vault.toString("base64url")}.${offers.toString("base64url")}`;
  const maximum = claims.mode === "DECIDE" ? VISITOR_CAPABILITY_MAX_BYTES : CAPABILITY_MAX_BYTES;
  if (text.length > maximum) throw new RangeError("a capability is larger than its bound");
  return text;
}

/** What a subgraph must agree with before it opens anything. */
export interface CapabilityCheck {
  viewer: string;
  operation: string;
  now: Date;
}

export function openVaultCapability(key: Buffer, text: unknown, check: CapabilityCheck): VaultCapability | null {
  return open(key, PLACE["user-profile"], part(text, 0), check);
}

export function openOffersCapability(key: Buffer, text: unknown, check: CapabilityCheck): CapabilityClaims | null {
  return open(key, PLACE.offers, part(text, 1), check);
}

function part(text: unknown, index: 0 | 1): string | null {
  if (typeof text !== "string" || text.length > VISITOR_CAPABILITY_MAX_BYTES) return null;
  const parts = text.split(".");
  return parts.length === 2 ? (parts[index] ?? null) : null;
}

/** The offers half has no licences and terms; its caller's type does not show them. */
function open(key: Buffer, place: string, text: string | null, check: CapabilityCheck): VaultCapability | null {
  if (text === null) return null;
  const plaintext = unseal(key, place, Buffer.from(text, "base64url"));
  if (!plaintext) return null;
  const claims = outOfTuples(JSON.parse(unpack(plaintext)) as Packed);
  const agrees =
    claims.viewer === check.viewer && claims.operation === check.operation && check.now.getTime() < claims.expMs;
  return agrees ? claims : null;
}

/** Claims longer than this are deflated: all fields under as many licences then stay under the bound. */
const PLAIN_BYTES = 1_024;
const PLAIN = Buffer.from([0]);
const DEFLATED = Buffer.from([1]);

function pack(claims: CapabilityClaims & Partial<VaultCapability>): Buffer {
  const plain = Buffer.from(inTuples(claims));
  return plain.length <= PLAIN_BYTES ? Buffer.concat([PLAIN, plain]) : Buffer.concat([DEFLATED, deflateRawSync(plain)]);
}

/** Only bytes that the seal vouched for come here. */
function unpack(packed: Buffer): string {
  const body = packed.subarray(1);
  return (packed[0] === DEFLATED[0] ? inflateRawSync(body) : body).toString("utf8");
}

type LicenceTuple = [id: string, price: number, held: 0 | 1];
/** A licence is named by its place in the list beside it. */
type TermTuple = [licence: number | string, field: string, precision: Precision, fromMs: number, state: CapabilityTerm["state"]]; // prettier-ignore
type Packed = CapabilityClaims & {
  licences: LicenceTuple[];
  terms: TermTuple[];
  grants?: { brand: string; licences: LicenceTuple[]; terms: TermTuple[] }[];
};
type Part = Pick<CapabilityGrant, "licences" | "terms">;

function inTuples(claims: CapabilityClaims & Partial<VaultCapability>): string {
  const { licences, terms, grants, ...rest } = claims;
  return JSON.stringify({
    ...rest,
    ...(licences && terms && tuplesOf({ licences, terms })),
    ...(grants && { grants: grants.map(({ brand, ...part }) => ({ brand, ...tuplesOf(part) })) }),
  });
}

function tuplesOf({ licences, terms }: Part): { licences: LicenceTuple[]; terms: TermTuple[] } {
  const index = new Map(licences.map((licence, i) => [licence.id, i]));
  return {
    licences: licences.map((l): LicenceTuple => [l.id, l.price, l.held ? 1 : 0]),
    terms: terms.map((t) => [index.get(t.licence) ?? t.licence, t.field, t.precision, t.historyFromMs, t.state]),
  };
}

/** The half of offers has neither, and keeps none. */
function outOfTuples({ licences, terms, grants, ...rest }: Packed): VaultCapability {
  return {
    ...rest,
    ...((licences as LicenceTuple[] | undefined) ? partOf({ licences, terms }) : ({} as Part)),
    ...(grants && { grants: grants.map(({ brand, ...tuples }) => ({ brand, ...partOf(tuples) })) }),
  };
}

function partOf({ licences, terms }: { licences: LicenceTuple[]; terms: TermTuple[] }): Part {
  return {
    licences: licences.map(([id, price, held]) => ({ id, price, held: held === 1 })),
    terms: terms.map(([licence, field, precision, historyFromMs, state]) => ({
      licence: typeof licence === "number" ? (licences[licence]?.[0] ?? "") : licence,
      field,
      precision,
      historyFromMs,
      state,
    })),
  };
}
