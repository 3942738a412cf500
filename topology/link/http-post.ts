import type { Post, RoomName } from "../../shared/outbox.js";
import { POST_DEADLINE_MS } from "./link-limits.js";
import { EVENTS_PATH } from "./paths.js";
import type { RoomClient } from "./room-client.js";

/** Events to other processes. What was not taken is sent again by the outbox, and taken in once by the inbox. */
export function httpPost(clients: ReadonlyMap<RoomName, RoomClient>): Post {
  return async (recipient, envelope) => {
    const client = clients.get(recipient);
    if (!client) throw new Error(`there is no way to ${recipient}`);
    await client.ask({
      method: "POST",
      target: EVENTS_PATH,
      body: envelope,
      headers: { "content-type": "application/octet-stream" },
      deadlineMs: POST_DEADLINE_MS,
    });
  };
}
