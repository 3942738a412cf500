import { DAY_MS, MINUTE_MS } from "../../../shared/clock.js";

/** Slots that one placement fills at once: a screen shows no more, and each filled one is a record. */
export const SLOTS_MAX = 10;

/** A proposition can be taken up for as long as somebody may linger on the page that shows it. */
export const PROPOSITION_LIFETIME_MS = 30 * MINUTE_MS;

/** A page tells what was seen when it is left, which may be after the proposition has expired. */
export const EVENT_GRACE_MS = 5 * MINUTE_MS;

/** Events of one call: each is looked for and kept, and no page shows more propositions than this. */
export const EVENTS_MAX = 100;

/** What somebody was shown can be looked up for as long as a month's disclosures are looked through. */
export const PROPOSITION_KEPT_MS = 30 * DAY_MS;
