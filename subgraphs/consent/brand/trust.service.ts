import type { EntityManager } from "typeorm";
import { MINUTE_MS } from "../../../shared/clock.js";
import type { Database } from "../../../shared/database.js";
import { once, type Outcome } from "../../../shared/idempotency.js";
import { TEXT_MAX } from "../../../shared/limits.js";
import type { Outbox } from "../../../shared/outbox.js";
import { ErrorCode, Refused } from "../../../shared/user-error.js";
import type { ConsentContext } from "../context.js";
import { changedRows, rowsOf } from "../guarded-update.js";
import { keyedBy } from "../keyed-mutation.js";
import { RUNS_SQL } from "../licence/licence-status.js";
import { LogKind } from "../log/log-entry.js";
import type { TransparencyLog } from "../log/transparency-log.js";
import { checkText } from "../text-check.js";
import { Brand } from "./brand.js";
import type { SuspendBrandInput } from "./brand-mutations.js";
import { trustFacts } from "./trust-facts.js";
import { type ComputedTrust, computeTrust, DOMAIN_CHECK_LASTS_MS } from "./trust-level.js";
import { tiersUnlockedBy, type Trust, TrustLevel } from "./trust.js";

export type LeveledBrand = Pick<Brand, "id" | "trustLevel" | "trustUntil">;

/** When nothing is due: later than any clock that we meet. */
export const FAR_AHEAD = new Date("9999-12-31T00:00:00.000Z");

/** Counting a brand's licences takes longer the more there are: once a minute is enough to rise by. */
const JUDGED_ANEW_WITHIN_MS = MINUTE_MS;

/** Brands whose level time may have changed, looked at in one go. */
const STALE_BATCH = 100;

/**
 * Keeps with each brand the level that its facts come to, and until when time alone cannot change it: every minting
 * reads it, and computes it anew only after that moment or when a fact was added.
 */
export class TrustService {
  /** Fields withheld from brands since they were last written down. */
  private readonly withheld = new Map<string, number>();

  constructor(
    private readonly database: Database,
    private readonly log: TransparencyLog,
    /** Null where nobody is to be told: the demo's and tests' pasts. */
    private readonly outbox: Outbox | null,
  ) {}

  /** The level now, for whoever is about to rely on it. */
  async levelOf(brand: LeveledBrand, now: Date): Promise<TrustLevel> {
    if (now < brand.trustUntil) return brand.trustLevel;
    return (await this.database.write((manager) => this.refresh(manager, brand.id, now))).level;
  }

  /** The same inside a unit of work. */
  async levelIn(manager: EntityManager, brand: LeveledBrand, now: Date): Promise<TrustLevel> {
    return now < brand.trustUntil ? brand.trustLevel : (await this.refresh(manager, brand.id, now)).level;
  }

  /** Inside the unit of work that adds a fact. */
  async refresh(manager: EntityManager, brandId: string, now: Date): Promise<ComputedTrust> {
    const facts = await trustFacts(manager, brandId, now);
    const checkedAt = facts.domainCheckedAt;
    const lapsesAt = checkedAt && new Date(checkedAt.getTime() + DOMAIN_CHECK_LASTS_MS);
    if (lapsesAt && lapsesAt <= now) {
      // Written down, so that the next verification begins to count anew.
      await this.log.note(manager, { brandId, kind: LogKind.DOMAIN_NOT_VERIFIED, at: lapsesAt });
      return this.refresh(manager, brandId, now);
    }
    const trust = computeTrust(facts, now);
    await this.tellStanding(manager, brandId, trust.level);
    await changedRows(manager, "UPDATE brand SET trustLevel = ?, trustUntil = ? WHERE id = ?", [
      trust.level,
      (trust.until ?? FAR_AHEAD).getTime(),
      brandId,
    ]);
    return trust;
  }

  /** Offers shows nothing of a suspended brand. */
  private async tellStanding(manager: EntityManager, brandId: string, level: TrustLevel): Promise<void> {
    const [known] = await rowsOf<{ trustLevel: TrustLevel }>(manager, "SELECT trustLevel FROM brand WHERE id = ?", [
      brandId,
    ]);
    const isSuspended = level === TrustLevel.SUSPENDED;
    if (isSuspended === (known?.trustLevel === TrustLevel.SUSPENDED)) return;
    await this.outbox?.enqueue(manager, "offers", "brand-standing", { brandId, isSuspended });
  }

  /** A licence was granted, which may be what a VERIFIED brand lacked: judged anew, but not with every licence. */
  async touch(manager: EntityManager, brandId: string, now: Date): Promise<void> {
    const soon = now.getTime() + JUDGED_ANEW_WITHIN_MS;
    const changed = "UPDATE brand SET trustUntil = ? WHERE id = ? AND trustLevel = 'VERIFIED' AND trustUntil > ?";
    await changedRows(manager, changed, [soon, brandId, soon]);
  }

  /** Something will be due of the brand: then, at the latest, its level is computed anew. */
  async noteDue(manager: EntityManager, brandId: string, dueAt: Date): Promise<void> {
    const overdueAt = dueAt.getTime() + 1;
    await changedRows(manager, "UPDATE brand SET trustUntil = ? WHERE id = ? AND trustUntil > ?", [
      overdueAt,
      brandId,
      overdueAt,
    ]);
  }

  /** Brands whose level time may have changed since it was computed. */
  async refreshStale(now: Date): Promise<void> {
    const stale = await this.database.read((manager) =>
      rowsOf<{ id: string }>(manager, `SELECT id FROM brand WHERE trustUntil <= ? LIMIT ${STALE_BATCH}`, [
        now.getTime(),
      ]),
    );
    for (const { id } of stale) await this.database.write((manager) => this.refresh(manager, id, now));
  }

  suspend(context: ConsentContext, input: SuspendBrandInput): Promise<{ brandId?: string } & Outcome> {
    return once(this.database, keyedBy(context, "suspendBrand", input), async (manager) => {
      const { brandId, suspended, reason } = input;
      const { now } = context;
      checkText(reason, TEXT_MAX, "reason");
      const suspensionReason = suspended ? reason : null;
      const changed = await manager.update(Brand, { id: brandId }, { suspensionReason });
      if (changed.affected !== 1) throw new Refused(ErrorCode.NOT_FOUND, "There is no such brand.", ["brandId"]);
      const kind = suspended ? LogKind.BRAND_SUSPENDED : LogKind.SUSPENSION_LIFTED;
      await this.log.note(manager, { brandId, kind, at: now });
      await this.refresh(manager, brandId, now);
      return { brandId };
    });
  }

  /** After a suspension or its end: offers has been told something. */
  wake(): void {
    this.outbox?.wake();
  }

  /** What a brand asked for and did not get; written down in a while, since a figure need not be waited for. */
  noteWithheld(brandId: string, fields: number): void {
    if (fields > 0) this.withheld.set(brandId, (this.withheld.get(brandId) ?? 0) + fields);
  }

  async writeWithheld(): Promise<void> {
    for (const [brandId, fields] of this.withheld) {
      this.withheld.delete(brandId);
      await this.database.write((manager) =>
        changedRows(manager, "UPDATE brand SET withheld = withheld + ? WHERE id = ?", [fields, brandId]),
      );
    }
  }

  /** The trust card. */
  cardOf(brand: Brand, now: Date): Promise<Trust> {
    return this.database.read(async (manager) => {
      const facts = await trustFacts(manager, brand.id, now);
      const { level, suspensionReason, missing } = computeTrust(facts, now);
      const acknowledged = await acknowledgements(manager, brand.id);
      const [kept] = await rowsOf<{ withheld: number; disclosures: number }>(
        manager,
        "SELECT withheld, disclosures FROM brand WHERE id = ?",
        [brand.id],
      );
      return {
        level,
        unlocks: [...tiersUnlockedBy(level)],
        licences: await countOf(manager, `SELECT COUNT(*) AS n FROM licence_index WHERE brandId = ? AND ${RUNS_SQL}`, [
          brand.id,
          now.getTime(),
        ]),
        disclosures: kept?.disclosures ?? 0,
        withheld: (kept?.withheld ?? 0) + (this.withheld.get(brand.id) ?? 0),
        erasuresAcknowledged: acknowledged.count,
        erasuresOverdue: facts.erasuresOverdue,
        medianErasureHours: acknowledged.medianHours,
        complaintsUpheld: await countOf(
          manager,
          "SELECT COUNT(*) AS n FROM log_entry WHERE brandId = ? AND kind = 'COMPLAINT_UPHELD'",
          [brand.id],
        ),
        suspensionReason,
        missing,
      };
    });
  }
}

async function acknowledgements(
  manager: EntityManager,
  brandId: string,
): Promise<{ count: number; medianHours: number | null }> {
  const ofBrand = "FROM log_entry WHERE brandId = ? AND kind = 'ERASURE_ACKNOWLEDGED'";
  const count = await countOf(manager, `SELECT COUNT(*) AS n ${ofBrand}`, [brandId]);
  if (count === 0) return { count, medianHours: null };
  const offset = Math.floor((count - 1) / 2);
  const middle = await rowsOf<{ hours: number }>(
    manager,
    `SELECT hours ${ofBrand} ORDER BY hours LIMIT ${2 - (count % 2)} OFFSET ${offset}`,
    [brandId],
  );
  return { count, medianHours: middle.reduce((sum, { hours }) => sum + hours, 0) / middle.length };
}

async function countOf(manager: EntityManager, statement: string, values: (string | number)[]): Promise<number> {
  const [row] = await rowsOf<{ n: number | string }>(manager, statement, values);
  return Number(row?.n ?? 0);
}
