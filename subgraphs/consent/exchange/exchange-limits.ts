import { DAY_MS } from "../../../shared/clock.js";

/** A licence that runs longer than five years would no longer be anybody's present wish. */
export const LASTS_MAX_MS = 5 * 366 * DAY_MS;
/** Ten years: the longest that common retention duties ask. */
export const RETENTION_MAX_MS = 10 * 366 * DAY_MS;
/** Longer than any export we read goes back. */
export const HISTORY_MAX_MS = 30 * 366 * DAY_MS;
/** What `satisfies` compares is the mean of the last 30 days (FIELDS.md). */
export const PREDICATE_HISTORY = "P30D";
/** One term per field, and the contract has 31 fields. */
export const TERMS_MAX = 40;
/** More people than one exchange can reach; it keeps every count a 32-bit integer. */
export const PLACES_MAX = 100_000_000;
export const DISCLOSURES_MAX = 1_000_000;
/** A person reads this list before they decide. */
export const RECIPIENTS_MAX = 50;
/** One term or one disclosure; far above any honest price, and forty of them stay under POINTS_MAX. */
export const PRICE_MAX = 10_000_000;
