import { LOOKUP_DEADLINE_MS } from "./link-limits.js";
import { unpack } from "./link-message.js";
import { PUBLIC_KEYS_PATH } from "./paths.js";
import type { RoomClient } from "./room-client.js";

/** The public keys that verify what a room signs, as it has them now. */
export function remotePublicKeys(client: RoomClient): () => Promise<object[]> {
  return async () => {
    const answer = await client.ask({
      method: "GET",
      target: PUBLIC_KEYS_PATH,
      deadlineMs: LOOKUP_DEADLINE_MS,
      isRead: true,
    });
    return unpack(answer) as object[];
  };
}
