import { randomBytes } from "node:crypto";
import { ulid } from "ulid";

/** Where randomness comes from; tests hand in their own. */
export type RandomBytes = (length: number) => Buffer;

export const systemRandom: RandomBytes = randomBytes;

/** A new row's id: sortable by time of making, 26 characters, case-sensitive. */
export function newId(now: Date, random: RandomBytes = systemRandom): string {
  return ulid(now.getTime(), () => random(1).readUInt8(0) / 256);
}

/** An id that must tell nothing, not even when it was made: references to customers, operation ids, tokens' ids. 128 random bits. */
export function newOpaqueId(random: RandomBytes = systemRandom): string {
  return random(16).toString("base64url");
}
