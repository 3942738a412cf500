import { createHash } from "node:crypto";

/** Base64url SHA-256 over a salt and the hash of what is committed to: without the salt it tells nothing. */
export function commitmentOf(salt: Uint8Array, content: string): string {
  const contentHash = createHash("sha256").update(content).digest();
  return createHash("sha256").update(salt).update(contentHash).digest("base64url");
}
