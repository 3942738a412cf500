import type { EntityManager } from "typeorm";
import { durationMs } from "../../../shared/duration.js";
import type { Purpose } from "../../../shared/licensing/purpose.js";
import { rowsOf } from "../guarded-update.js";
import { IS_LIVE_SQL, LicenceStatus } from "../licence/licence-status.js";
import type { LicenceText } from "../licence/licence-text.js";
import type { LivingLicence } from "./term-choice.js";

interface LicenceRow {
  personId: string;
  id: string;
  status: LicenceStatus;
  grantedAt: number | string;
  rewardPerDisclosure: number | string;
  maxDisclosures: number | null;
  disclosureCount: number;
  terms: Buffer;
}

/** A living licence, whose it is, and what its own row says against its use. */
export interface FoundLicence extends LivingLicence {
  personId: string;
  obstacle: "BRAND_SUSPENDED" | "USE_LIMIT_REACHED" | null;
}

/**
 * The live licences of some people to one brand for one purpose: read from the rows themselves at every minting, never
 * from a cache, so that a withdrawal that has returned holds for every later operation.
 */
export class LivingLicences {
  constructor(private readonly text: LicenceText) {}

  async of(
    manager: EntityManager,
    personIds: readonly string[],
    brandId: string,
    purpose: Purpose,
    now: Date,
  ): Promise<FoundLicence[]> {
    if (personIds.length === 0) return [];
    const rows = await rowsOf<LicenceRow>(
      manager,
      "SELECT l.personId, l.id, l.status, l.grantedAt, l.rewardPerDisclosure, l.maxDisclosures, l.disclosureCount, l.terms FROM licence l " +
        `WHERE l.personId IN (${personIds.map(() => "?").join(", ")}) AND l.brandId = ? AND l.purpose = ? AND ${IS_LIVE_SQL}`,
      [...personIds, brandId, purpose, now.getTime()],
    );
    return Promise.all(rows.map((row) => this.read(manager, row)));
  }

  private async read(manager: EntityManager, row: LicenceRow): Promise<FoundLicence> {
    const terms = await this.text.terms(manager, row);
    return {
      personId: row.personId,
      id: row.id,
      grantedAtMs: Number(row.grantedAt),
      price: Number(row.rewardPerDisclosure),
      isLimited: row.maxDisclosures !== null,
      obstacle: obstacleOf(row),
      terms: terms.map(({ field, precision, history }) => ({ field, precision, historyMs: durationMs(history) })),
    };
  }
}

function obstacleOf({ status, maxDisclosures, disclosureCount }: LicenceRow): FoundLicence["obstacle"] {
  if (status === LicenceStatus.SUSPENDED) return "BRAND_SUSPENDED";
  const isSpent = status === LicenceStatus.EXHAUSTED || (maxDisclosures !== null && disclosureCount >= maxDisclosures);
  return isSpent ? "USE_LIMIT_REACHED" : null;
}
