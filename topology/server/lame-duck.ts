import { setTimeout as pause } from "node:timers/promises";
import { SECOND_MS } from "../../shared/clock.js";

/**
 * How long a process that was told to stop goes on answering, saying on each connection that this was its last answer.
 * Whoever asks often learns it that way, instead of asking on a connection that is just being closed.
 */
export const LINGER_MS = SECOND_MS;

/** After that, requests in flight have this long: longer than any operation, shorter than the 20 s until a container is killed. */
export const GRACE_MS = 12 * SECOND_MS;

export async function linger(retire: () => void): Promise<void> {
  retire();
  await pause(LINGER_MS);
}
