import { randomBytes, randomFillSync } from "node:crypto";
import { monotonicFactory, ulid } from "ulid";

/** Where randomness comes from; tests hand in their own. */
export type RandomBytes = (length: number) => Buffer;

/** Asked of the system by the page: one call costs the same for 16 bytes and for thousands. */
const page = Buffer.alloc(4_096);
const LONGEST_FROM_PAGE = 64;
let used = page.length;

/** Every byte is given out once, and is not kept. */
export const systemRandom: RandomBytes = (length) => {
  if (length > LONGEST_FROM_PAGE) return randomBytes(length);
  if (used + length > page.length) {
    randomFillSync(page);
    used = 0;
  }
  const bytes = Buffer.from(page.subarray(used, used + length));
  page.fill(0, used, used + length);
  used += length;
  return bytes;
};

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
