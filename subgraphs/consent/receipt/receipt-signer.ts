import { CompactSign, type CryptoKey, decodeJwt, importJWK, type JWK } from "jose";
import type { ConsentRecord } from "./consent-record.js";

/** Says what kind of JWS it is, so that none of ours passes for another (RFC 8725, 3.11). */
export const RECEIPT_TYPE = "consent-receipt+jwt";
/** Ed25519 under the name that most verifiers know (RFC 8037). */
export const RECEIPT_ALGORITHM = "EdDSA";

/** The members of a JWK that may be shown (RFC 8037, section 2). */
const PUBLIC_MEMBERS = ["kty", "crv", "x", "kid", "alg", "use"] as const;

/** Signs with the newest key; the older ones stay published, so that old receipts verify. */
export class ReceiptSigner {
  private constructor(
    private readonly key: CryptoKey | Uint8Array,
    private readonly kid: string,
    private readonly keys: readonly JWK[],
  ) {}

  /** `keys`: private Ed25519 JWKs, newest first. */
  static async open(keys: readonly JWK[]): Promise<ReceiptSigner> {
    const newest = keys[0];
    if (!newest?.kid) throw new Error("SIGNING_KEYS holds no key with a kid");
    return new ReceiptSigner(await importJWK(newest, RECEIPT_ALGORITHM), newest.kid, keys);
  }

  sign(record: ConsentRecord): Promise<string> {
    return new CompactSign(Buffer.from(JSON.stringify(record)))
      .setProtectedHeader({ alg: RECEIPT_ALGORITHM, kid: this.kid, typ: RECEIPT_TYPE })
      .sign(this.key);
  }

  /** The record inside a receipt of our own, which came out of a seal of our own. */
  read(receipt: string): ConsentRecord {
    return decodeJwt<ConsentRecord>(receipt);
  }

  publicKeys(): JWK[] {
    return this.keys.map((key) => Object.fromEntries(PUBLIC_MEMBERS.map((name) => [name, key[name]])) as JWK);
  }
}
