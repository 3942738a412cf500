import type { IncomingMessage } from "node:http";
import { Router } from "express";
import type { Log } from "../shared/log.js";
import { personOf } from "./person-request.js";
import type { ViewerOf } from "./request-context.js";

/** user-profile's door for files; in the server topology a streaming proxy. */
export type ReceiveImport = (
  personId: string,
  importId: string,
  upload: { contentEncoding: string | undefined; body: IncomingMessage },
) => Promise<{ status: number; message: string }>;

/** `PUT <uploadUrl>`: a file, as a stream, with the bearer token of who started the import. */
export function uploads(viewerOf: ViewerOf, receive: ReceiveImport, log: Log): Router {
  const router = Router();
  router.put("/imports/:id", async (request, response) => {
    const viewer = await personOf(request, response, viewerOf, "import");
    if (!viewer) return;
    try {
      const upload = { contentEncoding: request.headers["content-encoding"], body: request };
      const { status, message } = await receive(viewer.personId, request.params.id, upload);
      // What was not read yet would be taken for the next request on this connection.
      if (status !== 202) response.set("connection", "close");
      response.status(status).json({ message });
    } catch (error) {
      log.error({ err: error }, "an upload failed");
      if (!response.headersSent) response.set("connection", "close").status(503).json({ error: "UNAVAILABLE" });
    }
  });
  return router;
}
