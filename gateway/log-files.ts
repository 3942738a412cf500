import { Router } from "express";
import type { Log } from "../shared/log.js";

export interface LogFile {
  contentType: string;
  body: Buffer;
  isFinal: boolean;
}

/** A file of the log by its path below /log; null for what there is not. */
export type FindLogFile = (path: string) => Promise<LogFile | null>;

/** A checkpoint is a second old at most; what is final is for ever. */
const CHANGING = "public, max-age=1";
const FINAL = "public, max-age=31536000, immutable";

/** The transparency log, for anybody: it names brands and days, and no person (C2SP tlog-tiles). */
export function logFiles(find: FindLogFile, log: Log): Router {
  const router = Router({ caseSensitive: true, strict: true });
  router.get("/log/*path", async (request, response) => {
    const file = await find(request.path.slice("/log/".length)).catch((error: unknown) => {
      log.warn({ err: error }, "the log is not there");
      return "UNAVAILABLE" as const;
    });
    if (file === "UNAVAILABLE") response.set("retry-after", "1").status(503).json({ error: "UNAVAILABLE" });
    else if (!file) response.status(404).json({ error: "NOT_FOUND" });
    else
      response
        .set({ "content-type": file.contentType, "cache-control": file.isFinal ? FINAL : CHANGING })
        .end(file.body);
  });
  return router;
}
