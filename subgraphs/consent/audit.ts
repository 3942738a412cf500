import type { EntityManager } from "typeorm";
import { rowsOf } from "./guarded-update.js";
import { CLAIM_REFERENCE } from "./ledger/offer-claims.js";

/** One broken invariant, with the row that breaks it. Ids and numbers only. */
export interface AuditFinding {
  invariant: string;
  detail: string;
}

interface Check {
  invariant: string;
  /** Every row that it answers is a finding. */
  statement: string;
}

const CHECKS: readonly Check[] = [
  {
    invariant: "every transfer moves a positive number of points between two accounts that are there",
    statement:
      "SELECT t.id, t.points FROM transfer t LEFT JOIN account d ON d.id = t.debitAccountId LEFT JOIN account c ON c.id = t.creditAccountId " +
      "WHERE t.points <= 0 OR d.id IS NULL OR c.id IS NULL OR t.debitAccountId = t.creditAccountId",
  },
  {
    invariant: "a balance is the sum of the account's transfers",
    statement:
      "SELECT a.id, a.balance, COALESCE(m.moved, 0) AS moved FROM account a LEFT JOIN (SELECT id, SUM(points) AS moved FROM (" +
      "SELECT creditAccountId AS id, points FROM transfer UNION ALL SELECT debitAccountId AS id, -points AS points FROM transfer) e GROUP BY id) m " +
      "ON m.id = a.id WHERE a.balance <> COALESCE(m.moved, 0)",
  },
  {
    invariant: "no account but the outside is below zero",
    statement: "SELECT id, balance FROM account WHERE balance < 0 AND kind <> 'OUTSIDE'",
  },
  {
    invariant: "all balances sum to zero",
    statement: "SELECT SUM(balance) AS total FROM account HAVING SUM(balance) <> 0",
  },
  {
    invariant: "an exchange's places are those left and those taken",
    statement:
      "SELECT e.id, e.places, e.placesLeft, COALESCE(l.taken, 0) AS taken FROM value_exchange e LEFT JOIN " +
      "(SELECT exchangeId, COUNT(*) AS taken FROM acceptance GROUP BY exchangeId) l ON l.exchangeId = e.id " +
      "WHERE e.places - COALESCE(l.taken, 0) <> e.placesLeft",
  },
  {
    invariant: "a brand's holding account is the sum of its open holds",
    statement:
      "SELECT b.id, a.balance, COALESCE(u.held, 0) AS held FROM brand b JOIN account a ON a.id = b.holdingAccountId LEFT JOIN " +
      "(SELECT brandId, SUM(points) AS held FROM licence_use WHERE state = 'HELD' GROUP BY brandId) u ON u.brandId = b.id " +
      "WHERE a.balance <> COALESCE(u.held, 0)",
  },
  {
    invariant: "a licence counts its open holds and its disclosures, and keeps to its limit",
    statement:
      "SELECT l.id, l.heldCount, l.disclosureCount FROM licence l LEFT JOIN (SELECT personId, licenceId, SUM(CASE WHEN state = 'HELD' THEN 1 ELSE 0 END) AS held, " +
      "SUM(CASE WHEN state = 'USED' THEN 1 ELSE 0 END) AS used FROM licence_use GROUP BY personId, licenceId) u ON u.personId = l.personId AND u.licenceId = l.id " +
      "WHERE l.heldCount <> COALESCE(u.held, 0) OR l.disclosureCount <> COALESCE(u.used, 0) " +
      "OR (l.maxDisclosures IS NOT NULL AND l.disclosureCount + l.heldCount > l.maxDisclosures)",
  },
  {
    invariant: "a licence stands in the index as it stands with its person",
    statement:
      "SELECT l.id, l.status, i.status AS indexed FROM licence l LEFT JOIN licence_index i ON i.licenceId = l.id " +
      "WHERE i.licenceId IS NULL OR i.status <> l.status OR i.personId <> l.personId OR i.brandId <> l.brandId OR i.expiresAt <> l.expiresAt OR COALESCE(i.suspendedBy, '') <> COALESCE(l.suspendedBy, '')",
  },
  {
    invariant: "every posted disclosure is one use that was priced",
    statement:
      "SELECT * FROM (SELECT (SELECT COUNT(*) FROM transfer WHERE kind = 'DISCLOSURE') AS posted, (SELECT COUNT(*) FROM licence_use u " +
      "JOIN transfer t ON t.reference = CONCAT('disclosure/', u.operation, '/', u.licenceId) AND t.kind = 'DISCLOSURE' AND t.points = u.points " +
      "WHERE u.state = 'USED') AS used) c WHERE posted <> used",
  },
];

/** Checks what must hold of consent's ledger and licences. An empty list: all is well. It only reads. */
export async function auditConsent(manager: EntityManager): Promise<AuditFinding[]> {
  const findings: AuditFinding[] = [];
  for (const { invariant, statement } of CHECKS) {
    const rows = await rowsOf<Record<string, unknown>>(manager, statement, []);
    findings.push(...rows.map((row) => ({ invariant, detail: JSON.stringify(row) })));
  }
  return findings;
}

export interface PostedDisclosure {
  operation: string;
  licence: string;
  points: number;
}

/** What was paid for disclosures: to be held against user-profile's own rows, and the outcomes still on their way. */
export async function postedDisclosures(manager: EntityManager): Promise<PostedDisclosure[]> {
  const rows = await rowsOf<{ reference: string; points: number | string }>(
    manager,
    "SELECT reference, points FROM transfer WHERE kind = 'DISCLOSURE' ORDER BY id",
    [],
  );
  return rows.map(({ reference, points }) => {
    const [, operation = "", licence = ""] = reference.split("/");
    return { operation, licence, points: Number(points) };
  });
}

export interface PaidClaim {
  claim: string;
  offerId: string;
  points: number;
}

/** What was paid for offers that people took up: to be held against offers' own rows, and the claims still on their way. */
export async function paidClaims(manager: EntityManager): Promise<PaidClaim[]> {
  const rows = await rowsOf<{ reference: string; offerId: string; points: number | string }>(
    manager,
    "SELECT t.reference, o.offerId, t.points FROM transfer t JOIN offer_account o ON o.accountId = t.debitAccountId " +
      "WHERE t.kind = 'OFFER_CLAIM' ORDER BY t.id",
    [],
  );
  return rows.map(({ reference, offerId, points }) => {
    return { claim: reference.slice(CLAIM_REFERENCE.length), offerId, points: Number(points) };
  });
}
