import { MINUTE_MS } from "../../../shared/clock.js";

/** Slots that one placement fills at once: a screen shows no more, and each filled one is a record. */
export const SLOTS_MAX = 10;

/** A proposition can be taken up for as long as somebody may linger on the page that shows it. */
export const PROPOSITION_LIFETIME_MS = 30 * MINUTE_MS;
