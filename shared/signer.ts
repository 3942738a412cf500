import { CompactSign, type CryptoKey, importJWK, type JWK } from "jose";

/** Ed25519 under the name that most verifiers know (RFC 8037). */
export const SIGNATURE_ALGORITHM = "EdDSA";

/** The members of a JWK that may be shown (RFC 8037, section 2). */
const PUBLIC_MEMBERS = ["kty", "crv", "x", "kid", "alg", "use"] as const;

/** Signs with the newest key; the older ones stay published, so that what they signed still verifies. */
export class Signer {
  private constructor(
    private readonly key: CryptoKey | Uint8Array,
    private readonly kid: string,
    private readonly keys: readonly JWK[],
  ) {}

  /** `keys`: private Ed25519 JWKs, newest first. */
  static async open(keys: readonly JWK[]): Promise<Signer> {
    const newest = keys[0];
    if (!newest?.kid) throw new Error("SIGNING_KEYS holds no key with a kid");
    return new Signer(await importJWK(newest, SIGNATURE_ALGORITHM), newest.kid, keys);
  }

  /** A compact JWS. `type` says what kind it is, so that none of ours passes for another (RFC 8725, 3.11). */
  sign(type: string, payload: object): Promise<string> {
    return new CompactSign(Buffer.from(JSON.stringify(payload)))
      .setProtectedHeader({ alg: SIGNATURE_ALGORITHM, kid: this.kid, typ: type })
      .sign(this.key);
  }

  publicKeys(): JWK[] {
    return this.keys.map((key) => Object.fromEntries(PUBLIC_MEMBERS.map((name) => [name, key[name]])) as JWK);
  }
}
