import type { SendExport } from "../../gateway/export/exports.js";
import { HOUR_MS } from "../../shared/clock.js";
import type { ExportCall } from "./link-message.js";
import { EXPORTS_PATH } from "./paths.js";
import type { RoomClient } from "./room-client.js";

/** Hands the vault's part of an export on as it comes: neither process holds more of it than some parts. */
export function remoteExports(client: RoomClient): SendExport {
  return (personId, exportId, use) => {
    const call: ExportCall = { personId };
    const target = EXPORTS_PATH + encodeURIComponent(exportId);
    return client.parts({ method: "GET", target, call, deadlineMs: HOUR_MS }, async (parts) => {
      if (parts !== null) await use(parts);
      return parts !== null;
    });
  };
}
