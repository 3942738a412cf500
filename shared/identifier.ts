import { randomBytes } from "node:crypto";
import { monotonicFactory, ulid } from "ulid";

/** Where randomness comes from; tests hand in their own. */
export type RandomBytes = (length: number) => Buffer;

export const systemRandom: RandomBytes = randomBytes;

const nextUlid = monotonicFactory(() => systemRandom(1).readUInt8(0) / 256);

/**
 * A new row's id, 26 characters, case-sensitive: sorts by the time of making, and within one process by the order of
 * making, since events of one millisecond must arrive as they were written. With `random` it is that source's alone.
 */
export function newId(now: Date, random: RandomBytes = systemRandom): string {
  return random === systemRandom ? nextUlid(now.getTime()) : ulid(now.getTime(), () => random(1).readUInt8(0) / 256);
}

/** An id that must tell nothing, not even when it was made: references to customers, operation ids, tokens' ids. 128 random bits. */
export function newOpaqueId(random: RandomBytes = systemRandom): string {
  return random(16).toString("base64url");
}
