import { IntimacyTier } from "../../../shared/licensing/tier.js";
import { TrustLevel, tiersUnlockedBy } from "../brand/trust.js";
import { RUNS_SQL } from "../licence/licence-status.js";

/** A null tier is no known one, so it is locked but for who has unlocked them all. */
const TIER_IS_UNLOCKED = Object.values(TrustLevel)
  .map((level) => {
    const tiers = tiersUnlockedBy(level);
    const isUnlocked = `COALESCE(e.tier, '${IntimacyTier.INTIMATE}') IN (${tiers.map((tier) => `'${tier}'`).join(", ")})`;
    return tiers.length === 0 ? null : `(b.trustLevel = '${level}' AND ${isUnlocked})`;
  })
  .filter((rule) => rule !== null)
  .join(" OR ");

/**
 * The exchanges that one person could accept at a moment, as SQL over a row `e`; parameters `personId` and `now`, in
 * epoch milliseconds. It is what accepting asks, so that nobody is shown what would then be refused. Who has a place
 * already, from an earlier acceptance, needs none that is left. A suspended brand unlocks no tier.
 */
export const OPEN_TO_SQL = [
  "e.status = 'OPEN' AND e.opensAt <= :now AND (e.closesAt IS NULL OR e.closesAt > :now)",
  "(e.placesLeft > 0 OR EXISTS (SELECT 1 FROM acceptance a WHERE a.personId = :personId AND a.exchangeId = e.id))",
  "EXISTS (SELECT 1 FROM brand b WHERE b.id = e.brandId AND INSTR(b.purposes, CONCAT('\"', e.purpose, '\"')) > 0 " +
    `AND (${TIER_IS_UNLOCKED}))`,
  "NOT EXISTS (SELECT 1 FROM decline d WHERE d.personId = :personId AND d.exchangeId = e.id)",
  "NOT EXISTS (SELECT 1 FROM muted_brand m WHERE m.personId = :personId AND m.brandId = e.brandId)",
  `NOT EXISTS (SELECT 1 FROM licence WHERE personId = :personId AND exchangeId = e.id AND ${RUNS_SQL.replace("?", ":now")})`,
].join(" AND ");
