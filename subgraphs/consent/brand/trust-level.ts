import { DAY_MS } from "../../../shared/clock.js";
import { TrustLevel } from "./trust.js";

/** A domain's file must have been seen this lately. */
export const DOMAIN_CHECK_LASTS_MS = 30 * DAY_MS;
/** How long a domain is verified before its brand can be TRUSTED. */
export const VERIFIED_FOR_MS = 14 * DAY_MS;
export const LICENCES_NEEDED = 10;
export const COMPLAINTS_LOOKED_AT_MS = 90 * DAY_MS;
/** One upheld complaint for so many licences of the same 90 days is borne: 1 %. */
export const LICENCES_PER_COMPLAINT = 100;
/** So many erasures that nobody acknowledged in time suspend a brand by themselves. */
export const OVERDUE_SUSPENDS = 3;

/** All that trust is computed from: what the log says of a brand, and what it owes at the moment. */
export interface TrustFacts {
  /** When its domain's file was last seen; null when it never was, or a check lapsed since. */
  domainCheckedAt: Date | null;
  /** Since when it has been seen without a lapse. */
  domainVerifiedSince: Date | null;
  /** Licences ever granted to it, and those of the last 90 days. */
  licences: number;
  recentLicences: number;
  /** Complaints upheld in the last 90 days, and when the oldest of them was. */
  recentComplaints: number;
  oldestComplaintAt: Date | null;
  erasuresOverdue: number;
  /** When the next erasure would be overdue. */
  nextErasureDueAt: Date | null;
  /** The operator's public reason, while a suspension stands. */
  suspensionReason: string | null;
}

export interface ComputedTrust {
  level: TrustLevel;
  suspensionReason: string | null;
  /** Sentences: what is missing for the next level. */
  missing: string[];
  /** The first moment at which time alone may change the level; null: never. */
  until: Date | null;
}

/**
 * The public formula.
 * SUSPENDED: by an operator, or by three erasures that are overdue.
 * REGISTERED: everybody else whose domain was not seen within 30 days.
 * TRUSTED: verified for 14 days without a lapse, at least 10 licences, nothing overdue, and upheld complaints of the
 * last 90 days at most 1 % of that time's licences.
 * VERIFIED: what lies between.
 */
export function computeTrust(facts: TrustFacts, now: Date): ComputedTrust {
  const until = nextChange(facts, now);
  const suspensionReason = facts.suspensionReason ?? overdueReason(facts);
  if (suspensionReason !== null) {
    return { level: TrustLevel.SUSPENDED, suspensionReason, missing: ["The suspension has not been lifted."], until };
  }
  const { domainVerifiedSince: since } = facts;
  if (since === null || !isFresh(facts, now)) {
    const missing = ["The domain has not been verified within the last 30 days."];
    return { level: TrustLevel.REGISTERED, suspensionReason, missing, until };
  }
  const missing = missingForTrusted({ ...facts, domainVerifiedSince: since }, now);
  const level = missing.length === 0 ? TrustLevel.TRUSTED : TrustLevel.VERIFIED;
  return { level, suspensionReason, missing, until };
}

function missingForTrusted(facts: TrustFacts & { domainVerifiedSince: Date }, now: Date): string[] {
  const { domainVerifiedSince, licences, recentLicences, recentComplaints, erasuresOverdue } = facts;
  const missing: string[] = [];
  if (now.getTime() - domainVerifiedSince.getTime() < VERIFIED_FOR_MS) {
    missing.push("The domain has been verified for less than 14 days.");
  }
  if (licences < LICENCES_NEEDED) missing.push(`Licences: ${licences} of ${LICENCES_NEEDED}.`);
  if (erasuresOverdue > 0) missing.push(`Erasures that are overdue: ${erasuresOverdue}.`);
  if (recentComplaints * LICENCES_PER_COMPLAINT > recentLicences) {
    missing.push(`Upheld complaints in 90 days: ${recentComplaints}, more than 1 % of ${recentLicences} licences.`);
  }
  return missing;
}

function overdueReason({ erasuresOverdue }: TrustFacts): string | null {
  return erasuresOverdue >= OVERDUE_SUSPENDS ? `${erasuresOverdue} erasures were not acknowledged in time.` : null;
}

function isFresh({ domainCheckedAt }: TrustFacts, now: Date): boolean {
  return domainCheckedAt !== null && now.getTime() < domainCheckedAt.getTime() + DOMAIN_CHECK_LASTS_MS;
}

function nextChange(facts: TrustFacts, now: Date): Date | null {
  const later = (from: Date | null, byMs: number): number => (from ? from.getTime() + byMs : Infinity);
  const moments = [
    later(facts.domainCheckedAt, DOMAIN_CHECK_LASTS_MS),
    later(facts.domainVerifiedSince, VERIFIED_FOR_MS),
    later(facts.oldestComplaintAt, COMPLAINTS_LOOKED_AT_MS),
    // Overdue is what was due before now: the instant itself is still in time.
    later(facts.nextErasureDueAt, 1),
  ];
  const next = Math.min(...moments.filter((moment) => moment > now.getTime()));
  return Number.isFinite(next) ? new Date(next) : null;
}
