import { Router } from "express";
import type { Image } from "../shared/image-type.js";
import type { Log } from "../shared/log.js";

/** offers' pictures, by id; null where there is none. */
export type FindImage = (id: string) => Promise<Image | null>;

/** As offers draws them: what is none of it need not be asked for. */
const IMAGE_ID = /^[A-Za-z0-9_-]{22}$/;
const YEAR_SECONDS = 365 * 24 * 60 * 60;

/**
 * `GET /images/ID`: an offer's picture. It never changes, so whoever has it need not ask again. Partner apps show it on
 * their own pages; opened by itself it is no page of ours in which anything could run.
 */
export function images(find: FindImage, log: Log): Router {
  const router = Router();
  router.get("/images/:id", async (request, response) => {
    const { id } = request.params;
    try {
      const image = IMAGE_ID.test(id) ? await find(id) : null;
      if (!image) return void response.status(404).json({ error: "NOT_FOUND" });
      const etag = `"${id}"`;
      response.set({
        "content-type": image.type,
        "cache-control": `public, max-age=${YEAR_SECONDS}, immutable`,
        etag,
        "content-security-policy": "default-src 'none'; sandbox",
        "cross-origin-resource-policy": "cross-origin",
      });
      // Looked at here: Express does not, where a client says that it wants no old answer, and this one has no age.
      const isKnown = request.headers["if-none-match"]?.split(",").some((tag) => tag.trim() === etag) ?? false;
      if (isKnown) response.status(304).end();
      else response.send(image.bytes);
    } catch (error) {
      log.error({ err: error }, "a picture could not be had");
      response.set("retry-after", "1").status(503).json({ error: "UNAVAILABLE" });
    }
  });
  return router;
}
