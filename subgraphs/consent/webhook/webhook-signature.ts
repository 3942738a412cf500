import { createHmac } from "node:crypto";
import type { RandomBytes } from "../../../shared/identifier.js";

/** Standard Webhooks: 24 to 64 random bytes, in base64 behind this prefix. */
const SECRET_PREFIX = "whsec_";
const SECRET_BYTES = 32;

export function newWebhookSecret(random: RandomBytes): string {
  return SECRET_PREFIX + random(SECRET_BYTES).toString("base64");
}

export interface SignedMessage {
  id: string;
  /** When this attempt is made: who receives it refuses what is older than some minutes. */
  at: Date;
  body: string;
}

/** The headers of Standard Webhooks 1.0: HMAC-SHA256 over `id.timestamp.body`. */
export function webhookHeaders(secret: string, { id, at, body }: SignedMessage): Record<string, string> {
  const timestamp = Math.floor(at.getTime() / 1_000);
  const key = Buffer.from(secret.slice(SECRET_PREFIX.length), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return {
    "content-type": "application/json",
    "user-agent": "Confide-Webhooks/1",
    "webhook-id": id,
    "webhook-timestamp": String(timestamp),
    "webhook-signature": `v1,${signature}`,
  };
}
