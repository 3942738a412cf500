import { z } from "zod";
import type { FindLogFile } from "../../gateway/log-files.js";
import { LOOKUP_DEADLINE_MS } from "./link-limits.js";
import { unpack } from "./link-message.js";
import { LOG_PATH } from "./paths.js";
import type { RoomClient } from "./room-client.js";

const File = z.object({ contentType: z.string(), body: z.base64(), isFinal: z.boolean() }).nullable();

/** The log's files, as consent has them now. */
export function remoteLog(client: RoomClient): FindLogFile {
  return async (path) => {
    const answer = await client.ask({
      method: "GET",
      target: `${LOG_PATH}${encodeURIComponent(path)}`,
      deadlineMs: LOOKUP_DEADLINE_MS,
      isRead: true,
    });
    const file = File.parse(unpack(answer));
    return file && { ...file, body: Buffer.from(file.body, "base64") };
  };
}
