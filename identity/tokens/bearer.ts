import { createHash } from "node:crypto";
import { createLocalJWKSet, jwtVerify, type JWK } from "jose";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import type { Clock } from "../../shared/clock.js";
import { SECOND_MS } from "../../shared/clock.js";
import { PERSON_SCOPES, type Viewer } from "../../shared/viewer.js";
import type { Accounts } from "../accounts/accounts.js";
import { ACCESS_TOKEN_SECONDS } from "../provider/lifetimes.js";
import { DASHBOARD_CLIENT, DASHBOARD_SCOPE, OPERATOR_SCOPE } from "../provider/names.js";
import { TOKEN_PREFIX, type PersonalAccessTokens } from "./personal-access-tokens.js";

const CACHED_TOKENS = 10_000; // verified claims, about 500 bytes each
const TOKEN_MAX_CHARACTERS = 4_096; // ours have under 1,000; a longer text is not worth hashing

/** Replicas' clocks differ a little: a token must not be refused because it comes from the future. */
const CLOCK_TOLERANCE_SECONDS = 2;

/** Base64url without padding, thrice: RFC 7515 knows no other spelling of one token, lenient decoders do. */
const COMPACT_JWS = /^[\w-]+\.[\w-]+\.[\w-]+$/;

const Claims = z.object({
  sub: z.string().min(1),
  client_id: z.string().min(1),
  jti: z.string().min(1),
  exp: z.number(),
  scope: z.string().optional(),
  brand: z.string().min(1).optional(),
  partner: z.string().min(1).optional(),
  visitor: z.string().min(1).optional(),
  gpc: z.boolean().optional(),
  generation: z.number().int().optional(),
  auth_time: z.number().optional(),
});
type Claims = z.infer<typeof Claims>;

export interface BearerOptions {
  issuer: string;
  audience: string;
  signingKeys: readonly JWK[];
  clock: Clock;
  accounts: Accounts;
  personalTokens: PersonalAccessTokens;
}

/** Bearer token -> Viewer. Whatever is not exactly one of our tokens is null, without a reason. */
export class Bearer {
  private readonly keys: ReturnType<typeof createLocalJWKSet>;
  private readonly verified = new LRUCache<string, Claims>({ max: CACHED_TOKENS });

  constructor(private readonly options: BearerOptions) {
    this.keys = createLocalJWKSet({ keys: options.signingKeys.map(publicPart) });
  }

  async viewerOf(token: string): Promise<Viewer | null> {
    if (token.length > TOKEN_MAX_CHARACTERS) return null;
    if (token.startsWith(TOKEN_PREFIX)) return this.personOfPersonalToken(token);
    const claims = await this.claimsOf(token);
    return claims && this.viewerOfClaims(claims);
  }

  private async personOfPersonalToken(token: string): Promise<Viewer | null> {
    const used = await this.options.personalTokens.use(token, this.options.clock());
    const account = used && (await this.options.accounts.find(used.personId));
    if (!used || !account) return null;
    const { personId, displayName, emailHash } = account;
    return { kind: "person", personId, displayName, emailHash, scopes: used.scopes };
  }

  private async viewerOfClaims(claims: Claims): Promise<Viewer | null> {
    const { sub, client_id: clientId } = claims;
    const scopes = claims.scope?.split(" ") ?? [];
    const { partner, visitor, gpc = false } = claims;
    if (partner !== undefined)
      return visitor ? { kind: "visitor", partnerAppId: partner, subject: visitor, gpc } : null;
    if (claims.brand !== undefined) return { kind: "brand", brandId: claims.brand, clientId };
    if (sub === clientId) return scopes.includes(OPERATOR_SCOPE) ? { kind: "operator", clientId } : null;
    if (clientId !== DASHBOARD_CLIENT || !scopes.includes(DASHBOARD_SCOPE)) return null;
    const account = await this.options.accounts.find(sub);
    if (!account || account.generation !== claims.generation) return null;
    const { personId, displayName, emailHash } = account;
    const { auth_time: signedInAt } = claims;
    const signIn = signedInAt === undefined ? {} : { signedInAtMs: signedInAt * SECOND_MS };
    return { kind: "person", personId, displayName, emailHash, scopes: PERSON_SCOPES, ...signIn };
  }

  /** RFC 9068 section 4, every check named: without options jose accepts a wrong audience, issuer or type and no expiry (TRAPS). */
  private async claimsOf(token: string): Promise<Claims | null> {
    if (!COMPACT_JWS.test(token)) return null;
    const now = this.options.clock();
    const key = createHash("sha256").update(token).digest("base64url");
    const cached = this.verified.get(key);
    if (cached) return cached.exp * SECOND_MS > now.getTime() ? cached : null;
    try {
      const { payload } = await jwtVerify(token, this.keys, {
        issuer: this.options.issuer,
        audience: this.options.audience,
        typ: "at+jwt",
        algorithms: ["EdDSA"],
        requiredClaims: ["exp", "iat", "jti", "sub", "client_id"],
        maxTokenAge: ACCESS_TOKEN_SECONDS,
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        currentDate: now,
      });
      const claims = Claims.parse(payload);
      this.verified.set(key, claims);
      return claims;
    } catch {
      return null;
    }
  }
}

/** Only what verifies: `d` is the private part (RFC 8037). */
function publicPart(key: JWK): JWK {
  const publicKey = { ...key };
  delete publicKey.d;
  return publicKey;
}
