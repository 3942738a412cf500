import { decodeJwt, jwtVerify } from "jose";
import { z } from "zod";
import { MINUTE_MS, SECOND_MS } from "./clock.js";

/** HTTP.md, Principals: a partner's assertion is for one sign-in of one visitor, now. */
export const ASSERTION_LIFETIME_MS = 5 * MINUTE_MS;
/** A partner's server may have a clock of its own. */
const CLOCK_TOLERANCE_SECONDS = 5;
const ASSERTION_MAX_CHARACTERS = 4_096;
const NAME_MAX = 255;

const Claims = z.object({
  sub: z.string().min(1).max(NAME_MAX),
  origin: z.url({ protocol: /^https?$/ }).max(NAME_MAX),
  jti: z.string().min(1).max(NAME_MAX),
  exp: z.number(),
  /** What the partner app calls its user: shown to them when they link. */
  label: z.string().max(100).optional(),
});

export interface PartnerAssertion {
  subject: string;
  origin: string;
  jti: string;
  label: string | null;
  expiresAt: Date;
}

/** Who signed, and what for. */
export interface AssertionCheck {
  publishableKey: string;
  secretKey: string;
  /** PUBLIC_URL. */
  audience: string;
  /** Where the partner app was registered to show offers. */
  origins: readonly string[];
  now: Date;
}

/** The key that an assertion says it is from, before anything of it is known to be true; null when it is no JWT. */
export function claimedKey(assertion: string): string | null {
  if (assertion.length > ASSERTION_MAX_CHARACTERS) return null;
  try {
    return decodeJwt(assertion).iss ?? null;
  } catch {
    return null;
  }
}

/** What a partner's server vouches for (RFC 7523, HS256); null for whatever is not exactly that. */
export async function verifyAssertion(assertion: string, check: AssertionCheck): Promise<PartnerAssertion | null> {
  if (assertion.length > ASSERTION_MAX_CHARACTERS) return null;
  try {
    const { payload } = await jwtVerify(assertion, Buffer.from(check.secretKey), {
      algorithms: ["HS256"],
      issuer: check.publishableKey,
      audience: check.audience,
      requiredClaims: ["exp", "sub", "jti"],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: check.now,
    });
    const { sub: subject, origin, jti, exp, label } = Claims.parse(payload);
    const expiresAt = new Date(exp * SECOND_MS);
    const latest = check.now.getTime() + ASSERTION_LIFETIME_MS + CLOCK_TOLERANCE_SECONDS * SECOND_MS;
    if (expiresAt.getTime() > latest || !check.origins.includes(new URL(origin).origin)) return null;
    return { subject, origin, jti, label: label ?? null, expiresAt };
  } catch {
    return null;
  }
}
