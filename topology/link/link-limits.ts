import { MINUTE_MS, SECOND_MS } from "../../shared/clock.js";

/** What the link between processes may cost; each with its reason. */

/** A page of 50 customers with the largest capabilities and traits, and a query of 1 MB. */
export const REQUEST_BYTES_MAX = 4 * 1024 ** 2;

/** Thirty lists at the length where they are refused (LIST_MAX); a room that sends more than that is not well. */
export const ANSWER_BYTES_MAX = 32 * 1024 ** 2;

/** The largest event names the fields of one disclosure. */
export const EVENT_BYTES_MAX = 256 * 1024;

/** Forms have 16 kB at most and the provider reads 56 kB; what is larger is refused before it is sent on. */
export const PAGE_BYTES_MAX = 64 * 1024;

/**
 * Requests that one process has with one room. All of them hang when the room does, and then the next is refused at
 * once, so that a room that hangs fills no memory and keeps nobody waiting who wants nothing of it.
 */
export const IN_FLIGHT_MAX = 128;

/** Files on their way at a time; they stay for minutes, so they have places of their own. */
export const UPLOADS_IN_FLIGHT_MAX = 64;

/** Pictures at a time: 20 MB, and no page of pictures takes the queries' places. */
export const IMAGES_IN_FLIGHT_MAX = 64;

/** Pages at a time: a password costs identity 20 ms of one core, and what waits longer than its deadline is lost anyway. */
export const PAGES_IN_FLIGHT_MAX = 64;

/** Requests that a room answers at a time; what comes on top is told to come back (503) before its body is read. */
export const ROOM_REQUESTS_MAX = 512;

/** A process that does not take a connection in this time is gone; a busy one takes it in its kernel. */
export const CONNECT_TIMEOUT_MS = 2 * SECOND_MS;

/** Who asks, and which keys there are, is one look-up. */
export const LOOKUP_DEADLINE_MS = 4 * SECOND_MS;

/** Argon2 and a provider's flow, under load. */
export const PAGE_DEADLINE_MS = 10 * SECOND_MS;

/** Well within the lease under which a batch of events is delivered. */
export const POST_DEADLINE_MS = 5 * SECOND_MS;

/** Whoever asks whether we are ready does not wait long for it. */
export const READY_DEADLINE_MS = SECOND_MS;

/** Between two parts of a file on its way to the vault, and from its end to the answer. */
export const UPLOAD_SILENCE_MS = MINUTE_MS;

/** A connection that failed is tried once more after this, for reads alone: another replica may take it. */
export const RETRY_AFTER_MS = 50;

/** Half as long as a room keeps an idle connection: never the one that is just being closed there. */
export const KEEP_ALIVE_MS = 30 * SECOND_MS;
