import { createCipheriv, createDecipheriv } from "node:crypto";
import { systemRandom, type RandomBytes } from "./identifier.js";

/** AES-256-GCM as NIST SP 800-38D recommends it: 96-bit random nonce, full 16-byte tag (shorter tags would be accepted otherwise). */
const ALGORITHM = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
export const SEAL_KEY_BYTES = 32;

/** nonce | ciphertext | tag. `place` is the associated data: a seal opens only where it was made for. */
export function seal(key: Buffer, place: string, plaintext: Buffer, random: RandomBytes = systemRandom): Buffer {
  const nonce = random(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(place));
  return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** The plaintext, or null when the seal is not ours, was altered or was made for another place. Nothing is returned unverified. */
export function unseal(key: Buffer, place: string, sealed: Buffer): Buffer | null {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) return null;
  const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(place));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES)), decipher.final()]);
  } catch {
    return null;
  }
}
