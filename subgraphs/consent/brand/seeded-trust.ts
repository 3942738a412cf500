import type { EntityManager } from "typeorm";
import { DAY_MS } from "../../../shared/clock.js";
import type { Database } from "../../../shared/database.js";
import { type RandomBytes, systemRandom } from "../../../shared/identifier.js";
import { changedRows, rowsOf } from "../guarded-update.js";
import { LogKind } from "../log/log-entry.js";
import { TransparencyLog } from "../log/transparency-log.js";
import { TrustService } from "./trust.service.js";
import { LICENCES_NEEDED, VERIFIED_FOR_MS } from "./trust-level.js";
import { TrustLevel } from "./trust.js";

export interface SeededTime {
  now: Date;
  /** When its domain is taken to have last been seen: ahead of now, for who does not want to look again for years. */
  seenUntil: Date;
}

/**
 * Writes the past that a brand of a level would have, as facts of the log from which the level is then computed: for
 * the demo and for tests, which cannot wait two weeks. A past is only added to: who has lapsed cannot have been TRUSTED
 * all the time. False for an unknown brand.
 */
export async function seedTrust(
  database: Database,
  brandId: string,
  level: TrustLevel,
  time: SeededTime,
  random: RandomBytes = systemRandom,
): Promise<boolean> {
  const log = new TransparencyLog(random);
  const { now } = time;
  return database.write(async (manager) => {
    if ((await changedRows(manager, "UPDATE brand SET trustUntil = 0 WHERE id = ?", [brandId])) !== 1) return false;
    const last = await lastDomainFact(manager, brandId);
    for (const { kind, at } of pastOf(level, last, time)) await log.note(manager, { brandId, kind, at });
    const trust = await new TrustService(database, log, null).refresh(manager, brandId, now);
    if (trust.level !== level) throw new Error(`this brand's past comes to ${trust.level}, not ${level}`);
    return true;
  });
}

function pastOf(level: TrustLevel, last: number, { now, seenUntil }: SeededTime): { kind: LogKind; at: Date }[] {
  const before = new Date(now.getTime() - VERIFIED_FOR_MS - DAY_MS);
  const next = (ms: number): Date => new Date(Math.max(last, now.getTime()) + ms);
  switch (level) {
    case TrustLevel.REGISTERED:
      return last === 0 ? [] : [{ kind: LogKind.DOMAIN_NOT_VERIFIED, at: next(1) }];
    case TrustLevel.VERIFIED:
      return [
        ...(last === 0 ? [] : [{ kind: LogKind.DOMAIN_NOT_VERIFIED, at: next(1) }]),
        { kind: LogKind.DOMAIN_VERIFIED, at: last === 0 ? now : next(2) },
      ];
    case TrustLevel.TRUSTED:
      return [
        { kind: LogKind.DOMAIN_VERIFIED, at: before },
        { kind: LogKind.DOMAIN_VERIFIED, at: seenUntil },
        ...Array.from({ length: LICENCES_NEEDED }, () => ({ kind: LogKind.LICENCE_GRANTED, at: before })),
      ];
    case TrustLevel.SUSPENDED:
      return [{ kind: LogKind.BRAND_SUSPENDED, at: now }];
  }
}

async function lastDomainFact(manager: EntityManager, brandId: string): Promise<number> {
  const [row] = await rowsOf<{ at: number | string | null }>(
    manager,
    "SELECT MAX(at) AS at FROM log_entry WHERE brandId = ? AND kind IN ('DOMAIN_VERIFIED', 'DOMAIN_NOT_VERIFIED')",
    [brandId],
  );
  return Number(row?.at ?? 0);
}
