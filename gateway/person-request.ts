import type { Request, Response } from "express";
import type { PersonScope, Viewer } from "../shared/viewer.js";
import { authenticate, type ViewerOf } from "./request-context.js";

export type PersonViewer = Viewer & { kind: "person" };

/** Who sent a request that is a person's alone; null when it is somebody else's, and has been answered. */
export async function personOf(
  request: Request,
  response: Response,
  viewerOf: ViewerOf,
  scope: PersonScope,
): Promise<PersonViewer | null> {
  const viewer = await authenticate(request.headers.authorization, viewerOf).catch(() => "UNKNOWN" as const);
  if (viewer !== "UNKNOWN" && viewer?.kind === "person" && viewer.scopes.includes(scope)) return viewer;
  // Nobody's body is not waited for: it may come a byte at a time.
  response.set("connection", "close");
  if (viewer === "UNKNOWN") response.set("retry-after", "1").status(503).json({ error: "UNAVAILABLE" });
  else if (viewer?.kind === "person") response.status(403).json({ error: "FORBIDDEN" });
  else response.set("www-authenticate", 'Bearer realm="confide"').status(401).json({ error: "UNAUTHENTICATED" });
  return null;
}
