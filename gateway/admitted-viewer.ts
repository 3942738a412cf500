import type { Request, Response } from "express";
import { brandOf, type PersonScope, type Viewer } from "../shared/viewer.js";
import { authenticate, type ViewerOf } from "./request-context.js";

export type PersonViewer = Viewer & { kind: "person" };

/** Who sent a request that is a person's alone; null when it is somebody else's, and has been answered. */
export function personOf(
  request: Request,
  response: Response,
  viewerOf: ViewerOf,
  scope: PersonScope,
): Promise<PersonViewer | null> {
  return admitted(request, response, viewerOf, (viewer) => {
    if (viewer.kind !== "person") return null;
    return viewer.scopes.includes(scope) ? viewer : "FORBIDDEN";
  });
}

/** The brand that sent a request, itself or one of its people; null when it is somebody else's, and has been answered. */
export function brandIdOf(request: Request, response: Response, viewerOf: ViewerOf): Promise<string | null> {
  return admitted(request, response, viewerOf, brandOf);
}

async function admitted<T>(
  request: Request,
  response: Response,
  viewerOf: ViewerOf,
  judge: (viewer: Viewer) => T | "FORBIDDEN" | null,
): Promise<T | null> {
  const viewer = await authenticate(request.headers.authorization, viewerOf).catch(() => "UNKNOWN" as const);
  const judged = viewer === "UNKNOWN" ? viewer : viewer && judge(viewer);
  if (judged !== null && judged !== "UNKNOWN" && judged !== "FORBIDDEN") return judged;
  // Nobody's body is not waited for: it may come a byte at a time.
  response.set("connection", "close");
  if (judged === "UNKNOWN") response.set("retry-after", "1").status(503).json({ error: "UNAVAILABLE" });
  else if (judged === "FORBIDDEN") response.status(403).json({ error: "FORBIDDEN" });
  else response.set("www-authenticate", 'Bearer realm="confide"').status(401).json({ error: "UNAUTHENTICATED" });
  return null;
}
