import { registerEnumType } from "type-graphql";

export enum LicenceStatus {
  ACTIVE = "ACTIVE",
  SUSPENDED = "SUSPENDED",
  WITHDRAWN = "WITHDRAWN",
  REVOKED = "REVOKED",
  EXPIRED = "EXPIRED",
  EXHAUSTED = "EXHAUSTED",
}
registerEnumType(LicenceStatus, {
  name: "LicenceStatus",
  description:
    "SUSPENDED by PERSON or LAW reads as no licence (and a brand reads its status as ACTIVE); by OPERATOR the licence still lives and its fields are withheld as BRAND_SUSPENDED; expiry keeps running. " +
    "EXHAUSTED (maxDisclosures) lives until expiresAt and its fields are withheld as USE_LIMIT_REACHED. WITHDRAWN by the person, REVOKED by the brand or an operator. The last four never become ACTIVE again.",
});

export enum SuspendedBy {
  PERSON = "PERSON",
  OPERATOR = "OPERATOR",
  LAW = "LAW",
}
registerEnumType(SuspendedBy, { name: "SuspendedBy", description: "Who suspended a licence." });

/** What time and the stored word say together. Expiry is judged when it is read: no clock job has to have run. */
export interface Standing {
  status: LicenceStatus;
  suspendedBy: SuspendedBy | null;
  expiresAt: Date;
}

const ENDED: ReadonlySet<LicenceStatus> = new Set([LicenceStatus.WITHDRAWN, LicenceStatus.REVOKED]);

/** The status as of `now`: half-open, a licence has expired at the very instant of `expiresAt`. */
export function statusAt(licence: Standing, now: Date): LicenceStatus {
  if (ENDED.has(licence.status)) return licence.status;
  return now.getTime() < licence.expiresAt.getTime() ? licence.status : LicenceStatus.EXPIRED;
}

/** It may come back or still runs: the person can withdraw it, and need not accept again. */
export function hasEnded(licence: Standing, now: Date): boolean {
  const status = statusAt(licence, now);
  return status === LicenceStatus.EXPIRED || ENDED.has(status);
}

/**
 * Live for a brand: ACTIVE, EXHAUSTED before its expiry, or SUSPENDED by OPERATOR (HTTP.md). An exhausted licence stays
 * EXHAUSTED while its person pauses, and `suspendedBy` alone hides it: it must not come back as ACTIVE.
 */
export function isLive(licence: Standing, now: Date): boolean {
  const status = statusAt(licence, now);
  if (licence.suspendedBy === SuspendedBy.OPERATOR)
    return status === LicenceStatus.SUSPENDED || status === LicenceStatus.EXHAUSTED;
  if (licence.suspendedBy !== null) return false;
  return status === LicenceStatus.ACTIVE || status === LicenceStatus.EXHAUSTED;
}

/** `isLive` as SQL over a row `l`; its one parameter is now, in epoch milliseconds. */
export const IS_LIVE_SQL =
  "((l.status IN ('ACTIVE', 'EXHAUSTED') AND l.suspendedBy IS NULL) OR " +
  "(l.status IN ('SUSPENDED', 'EXHAUSTED') AND l.suspendedBy = 'OPERATOR')) AND l.expiresAt > ?";

/** `hasEnded`'s contrary as SQL over the columns of a licence; its one parameter is now, in epoch milliseconds. */
export const RUNS_SQL = "status IN ('ACTIVE', 'SUSPENDED', 'EXHAUSTED') AND expiresAt > ?";

/** A suspension that tells on the person is not the brand's to see: it reads ACTIVE. */
export function statusForBrand(licence: Standing, now: Date): LicenceStatus {
  const status = statusAt(licence, now);
  const hides = status === LicenceStatus.SUSPENDED && licence.suspendedBy !== SuspendedBy.OPERATOR;
  return hides ? LicenceStatus.ACTIVE : status;
}
