import type { FindImage } from "../../gateway/images.js";
import { LOOKUP_DEADLINE_MS } from "./link-limits.js";
import { readImage } from "./link-message.js";
import { IMAGES_PATH } from "./paths.js";
import type { RoomClient } from "./room-client.js";

/** Pictures are 300 kB at most, so they come whole. */
export function remoteImages(client: RoomClient): FindImage {
  return async (id) => {
    const target = IMAGES_PATH + encodeURIComponent(id);
    return readImage(await client.ask({ method: "GET", target, deadlineMs: LOOKUP_DEADLINE_MS, isRead: true }));
  };
}
