import type { EntityManager } from "typeorm";
import { ClaimRow } from "./claim-row.js";

/** A claim that something is owed for. */
export interface OwedClaim {
  claim: string;
  offerId: string;
  points: number;
}

/** To be held against what consent has paid. */
export async function owedClaims(manager: EntityManager): Promise<OwedClaim[]> {
  const rows = await manager.find(ClaimRow, { order: { id: "ASC" } });
  return rows.filter(({ points }) => points > 0).map(({ id, offerId, points }) => ({ claim: id, offerId, points }));
}

const CHECKS = [
  {
    invariant: "no offer spends more than it was funded with",
    statement: "SELECT id, spent, funded FROM offer WHERE spent > funded",
  },
  {
    invariant: "what an offer has spent is the sum of its claims",
    statement:
      "SELECT o.id, o.spent, COALESCE(c.points, 0) AS claimed FROM offer o LEFT JOIN " +
      "(SELECT offerId, SUM(points) AS points FROM claim GROUP BY offerId) c ON c.offerId = o.id " +
      "WHERE o.spent <> COALESCE(c.points, 0)",
  },
] as const;

/** What does not hold of offers' budgets, with the row that breaks it. It only reads. */
export async function auditBudgets(manager: EntityManager): Promise<{ invariant: string; detail: string }[]> {
  const findings: { invariant: string; detail: string }[] = [];
  for (const { invariant, statement } of CHECKS) {
    const rows = await manager.query<Record<string, unknown>[]>(statement);
    findings.push(...rows.map((row) => ({ invariant, detail: JSON.stringify(row) })));
  }
  return findings;
}
