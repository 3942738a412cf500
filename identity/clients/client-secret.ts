import { createHash, timingSafeEqual } from "node:crypto";
import { systemRandom, type RandomBytes } from "../../shared/identifier.js";

const SECRET_BYTES = 32; // 256 bits: more than anybody can search

export function newSecret(random: RandomBytes = systemRandom): string {
  return random(SECRET_BYTES).toString("base64url");
}

export function secretHashOf(secret: string): string {
  return createHash("sha256").update(secret, "utf8").digest("hex");
}

/** Hashes are compared, in constant time: how long it takes tells nothing about either text. */
export function isSecret(secretHash: string, secret: string): boolean {
  const expected = Buffer.from(secretHash, "hex");
  const given = createHash("sha256").update(secret, "utf8").digest();
  return expected.length === given.length && timingSafeEqual(expected, given);
}
