import type { IncomingMessage } from "node:http";
import { Router, type Request, type Response } from "express";
import type { Log } from "../shared/log.js";
import { brandIdOf, personOf } from "./admitted-viewer.js";
import type { ViewerOf } from "./request-context.js";

/** A room's door for files: whose it is, the upload's id, the body. In the server topology a streaming proxy. */
export type ReceiveUpload = (
  ownerId: string,
  uploadId: string,
  upload: { contentEncoding: string | undefined; body: IncomingMessage },
) => Promise<{ status: number; message: string }>;

export interface UploadDoors {
  /** user-profile's: a person's file. */
  receiveImport: ReceiveUpload;
  /** offers': a brand's picture. */
  receiveImage: ReceiveUpload;
}

type OwnerOf = (request: Request, response: Response) => Promise<string | null>;

/** `PUT <uploadUrl>`: a file, as a stream, with the bearer token of who announced it. */
export function uploads(viewerOf: ViewerOf, { receiveImport, receiveImage }: UploadDoors, log: Log): Router {
  const router = Router();
  const open = (path: string, ownerOf: OwnerOf, receive: ReceiveUpload): void => {
    router.put(`${path}/:id`, async (request: Request<{ id: string }>, response) => {
      const ownerId = await ownerOf(request as Request, response);
      if (ownerId === null) return;
      try {
        const upload = { contentEncoding: request.headers["content-encoding"], body: request };
        const { status, message } = await receive(ownerId, request.params.id, upload);
        // What was not read yet would be taken for the next request on this connection.
        if (status !== 202) response.set("connection", "close");
        response.status(status).json({ message });
      } catch (error) {
        log.error({ err: error }, "an upload failed");
        if (!response.headersSent) response.set("connection", "close").status(503).json({ error: "UNAVAILABLE" });
      }
    });
  };
  const importer: OwnerOf = async (request, response) =>
    (await personOf(request, response, viewerOf, "import"))?.personId ?? null;
  open("/imports", importer, receiveImport);
  open("/images", (request, response) => brandIdOf(request, response, viewerOf), receiveImage);
  return router;
}
