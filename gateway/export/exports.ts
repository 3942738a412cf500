import { Router } from "express";
import type { Clock } from "../../shared/clock.js";
import type { ExportPart } from "../../shared/export-part.js";
import type { Log } from "../../shared/log.js";
import type { Viewer } from "../../shared/viewer.js";
import { EXPORTS_MAX } from "../limits.js";
import { personOf } from "../admitted-viewer.js";
import type { ViewerOf } from "../request-context.js";
import { EXPORT_READ_ME } from "./read-me.js";
import { recordFiles, type AskAsPerson } from "./records.js";
import { writeZip } from "./zip-stream.js";

/** user-profile's part of an export, handed to `use` as it comes; false where there is none to be had. */
export type SendExport = (
  personId: string,
  exportId: string,
  use: (parts: AsyncIterable<ExportPart>) => Promise<void>,
) => Promise<boolean>;

export interface ExportTools {
  viewerOf: ViewerOf;
  sendExport: SendExport;
  askAs: (viewer: Viewer) => AskAsPerson;
  clock: Clock;
  log: Log;
}

/** `GET <downloadUrl>`: an export as a zip, made while it is sent; nothing of it is stored anywhere. */
export function exports({ viewerOf, sendExport, askAs, clock, log }: ExportTools): Router {
  const router = Router();
  let underWay = 0;
  router.get("/exports/:id", async (request, response) => {
    // Express takes HEAD for GET: a look would use up what may be fetched once.
    if (request.method !== "GET") {
      response.set("allow", "GET").status(405).end();
      return;
    }
    const viewer = await personOf(request, response, viewerOf, "read");
    if (!viewer) return;
    if (underWay >= EXPORTS_MAX) {
      response.set("retry-after", "1").status(503).json({ error: "UNAVAILABLE" });
      return;
    }
    underWay += 1;
    try {
      const now = clock();
      const isSent = await sendExport(viewer.personId, request.params.id, async (vault) => {
        response.set({
          "content-type": "application/zip",
          "content-disposition": `attachment; filename="confide-export-${now.toISOString().slice(0, 10)}.zip"`,
          "cache-control": "no-store",
        });
        await writeZip(wholeExport(vault, askAs(viewer)), response, now);
      });
      if (!isSent) response.status(404).json({ error: "NOT_FOUND" });
    } catch (error) {
      log.warn({ err: error }, "an export was not sent whole");
      if (response.headersSent) response.destroy();
      else response.set("retry-after", "1").status(503).json({ error: "UNAVAILABLE" });
    } finally {
      underWay -= 1;
    }
  });
  return router;
}

async function* wholeExport(vault: AsyncIterable<ExportPart>, ask: AskAsPerson): AsyncGenerator<ExportPart> {
  yield { file: "README.txt" };
  yield Buffer.from(EXPORT_READ_ME);
  yield* vault;
  yield* recordFiles(ask);
}
