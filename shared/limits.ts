/** Upper bounds that more than one room must agree on, each with its reason. */
import { DAY_MS, HOUR_MS, SECOND_MS } from "./clock.js";

/** A capability lives for one operation; what comes later than this is withheld. */
export const CAPABILITY_LIFETIME_MS = 10 * SECOND_MS;

/** A packed capability travels in every `_entities` call of 50 customers: 200 kB at most. */
export const CAPABILITY_MAX_BYTES = 4_096;

/** A visitor's names up to 50 brands' terms, and there is one visitor to an operation (ARCHITECTURE 2). */
export const VISITOR_CAPABILITY_MAX_BYTES = 16_384;

/** Relay pages: what one batched entity fetch answers in one go. */
export const PAGE_MAX = 100;
export const CUSTOMER_PAGE_MAX = 50;

/** A list longer than this inside a vault is refused with LIST_TOO_LONG: about 1 MB of JSON (HTTP.md). */
export const LIST_MAX = 10_000;

/** What `during` means when it is left out (API.graphql). */
export const DEFAULT_PERIOD_MS = 30 * DAY_MS;

/** Idempotency rows live 24 hours (API.graphql). */
export const IDEMPOTENCY_LIFETIME_MS = 24 * HOUR_MS;

/** Delivered outbox rows are kept 7 days, inbox rows 14: twice as long as a sender may still repeat itself (ARCHITECTURE 6). */
export const OUTBOX_RETENTION_MS = 7 * DAY_MS;
export const INBOX_RETENTION_MS = 14 * DAY_MS;

/** Points are integers that must stay exact in JSON and in GraphQL's Int (32 bits). */
export const POINTS_MAX = 2_000_000_000;

/** Free text that people or brands write; long enough for a paragraph. */
export const TEXT_MAX = 2_000;
export const TITLE_MAX = 200;
