import { existsSync } from "node:fs";
import { join } from "node:path";
import express, { Router } from "express";
import { projectRoot } from "../shared/project-root.js";

/** Where `npm run build` puts the bundled GraphiQL. */
const EXPLORER_DIRECTORY = join(projectRoot, "dist", "explorer");

/** GraphiQL from the package: Apollo's own landing page would load from a CDN (TRAPS). */
export function explorer(): Router {
  const router = Router();
  if (!existsSync(EXPLORER_DIRECTORY)) return router;
  router.use("/explorer", (_request, response, next) => {
    // Monaco styles its editor at run time and runs its language service in workers made from blobs.
    response.set(
      "content-security-policy",
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    next();
  });
  router.use("/explorer", express.static(EXPLORER_DIRECTORY, { index: "index.html", redirect: true }));
  return router;
}
