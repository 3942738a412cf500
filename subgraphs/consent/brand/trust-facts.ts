import type { EntityManager } from "typeorm";
import { rowsOf } from "../guarded-update.js";
import { LogKind } from "../log/log-entry.js";
import { COMPLAINTS_LOOKED_AT_MS, type TrustFacts } from "./trust-level.js";

interface Counts {
  licences: number | string | null;
  recentLicences: number | string | null;
  recentComplaints: number | string | null;
  oldestComplaintAt: number | string | null;
}

/** What the log says of a brand, and what it owes: the argument of the formula. */
export async function trustFacts(manager: EntityManager, brandId: string, now: Date): Promise<TrustFacts> {
  const since = now.getTime() - COMPLAINTS_LOOKED_AT_MS;
  const [counts] = await rowsOf<Counts>(
    manager,
    "SELECT SUM(CASE WHEN kind = 'LICENCE_GRANTED' THEN 1 ELSE 0 END) AS licences, " +
      "SUM(CASE WHEN kind = 'LICENCE_GRANTED' AND at > ? THEN 1 ELSE 0 END) AS recentLicences, " +
      "SUM(CASE WHEN kind = 'COMPLAINT_UPHELD' AND at > ? THEN 1 ELSE 0 END) AS recentComplaints, " +
      "MIN(CASE WHEN kind = 'COMPLAINT_UPHELD' AND at > ? THEN at END) AS oldestComplaintAt " +
      "FROM log_entry WHERE brandId = ? AND kind IN ('LICENCE_GRANTED', 'COMPLAINT_UPHELD')",
    [since, since, since, brandId],
  );
  return {
    ...(await domainFacts(manager, brandId)),
    ...(await erasureFacts(manager, brandId, now)),
    licences: Number(counts?.licences ?? 0),
    recentLicences: Number(counts?.recentLicences ?? 0),
    recentComplaints: Number(counts?.recentComplaints ?? 0),
    oldestComplaintAt: instant(counts?.oldestComplaintAt ?? null),
    suspensionReason: await suspensionReason(manager, brandId),
  };
}

async function domainFacts(
  manager: EntityManager,
  brandId: string,
): Promise<Pick<TrustFacts, "domainCheckedAt" | "domainVerifiedSince">> {
  const lapsedAt = await lastOf(manager, brandId, LogKind.DOMAIN_NOT_VERIFIED);
  const [row] = await rowsOf<{ since: number | string | null; checked: number | string | null }>(
    manager,
    "SELECT MIN(at) AS since, MAX(at) AS checked FROM log_entry WHERE brandId = ? AND kind = 'DOMAIN_VERIFIED' AND at > ?",
    [brandId, lapsedAt?.getTime() ?? 0],
  );
  return { domainVerifiedSince: instant(row?.since ?? null), domainCheckedAt: instant(row?.checked ?? null) };
}

async function erasureFacts(
  manager: EntityManager,
  brandId: string,
  now: Date,
): Promise<Pick<TrustFacts, "erasuresOverdue" | "nextErasureDueAt">> {
  const [row] = await rowsOf<{ overdue: number | string | null; next: number | string | null }>(
    manager,
    "SELECT SUM(CASE WHEN erasureDueAt < ? THEN 1 ELSE 0 END) AS overdue, " +
      "MIN(CASE WHEN erasureDueAt >= ? THEN erasureDueAt END) AS next " +
      "FROM licence_index WHERE brandId = ? AND erasureDueAt IS NOT NULL",
    [now.getTime(), now.getTime(), brandId],
  );
  return { erasuresOverdue: Number(row?.overdue ?? 0), nextErasureDueAt: instant(row?.next ?? null) };
}

/** The reason stands with the brand; whether it stands at all, the log says. */
async function suspensionReason(manager: EntityManager, brandId: string): Promise<string | null> {
  const suspendedAt = await lastOf(manager, brandId, LogKind.BRAND_SUSPENDED);
  const liftedAt = await lastOf(manager, brandId, LogKind.SUSPENSION_LIFTED);
  if (!suspendedAt || (liftedAt && liftedAt >= suspendedAt)) return null;
  const [brand] = await rowsOf<{ suspensionReason: string | null }>(
    manager,
    "SELECT suspensionReason FROM brand WHERE id = ?",
    [brandId],
  );
  return brand?.suspensionReason ?? "No reason was given.";
}

async function lastOf(manager: EntityManager, brandId: string, kind: LogKind): Promise<Date | null> {
  const [row] = await rowsOf<{ at: number | string | null }>(
    manager,
    "SELECT MAX(at) AS at FROM log_entry WHERE brandId = ? AND kind = ?",
    [brandId, kind],
  );
  return instant(row?.at ?? null);
}

function instant(value: number | string | null): Date | null {
  return value === null ? null : new Date(Number(value));
}
