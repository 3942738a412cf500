import { createHmac } from "node:crypto";
import { deriveKey } from "./secrets.js";

/** RFC 5321 4.5.3.1.3: a path has 256 octets, two of which are its angle brackets. */
const EMAIL_MAX = 254;

/** One `@` between two texts without spaces: whether an address exists, only a message to it can tell. */
const EMAIL_PATTERN = /^[^\s@<>"]+@[^\s@<>"]+$/u;

/** One spelling for one mailbox: composed characters, no outer spaces, small letters. Null when it is no address. */
export function normaliseEmail(text: string): string | null {
  const email = text.normalize("NFC").trim().toLowerCase();
  return email.length <= EMAIL_MAX && EMAIL_PATTERN.test(email) ? email : null;
}

/**
 * The key of every room that must recognise an address without knowing it: derived from EVENT_KEY, which the rooms
 * share and the gateway never has.
 */
export function emailHashKey(eventKey: Buffer): Buffer {
  return deriveKey(eventKey, "email-hash");
}

/** HMAC-SHA-256 (RFC 2104) of the normalised address: without the key, guessing addresses against it is useless. */
export function emailHash(key: Buffer, normalisedEmail: string): string {
  return createHmac("sha256", key).update(normalisedEmail).digest("base64url");
}
