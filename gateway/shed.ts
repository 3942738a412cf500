import type { RequestHandler } from "express";
import { newOpaqueId } from "../shared/identifier.js";

/** Lets so many requests in at a time; who comes on top is told to come back, before anything is read or kept. */
export function shed(atATime: number): RequestHandler {
  let underWay = 0;
  return (_request, response, next) => {
    if (underWay >= atATime) {
      const extensions = { code: "UNAVAILABLE", requestId: newOpaqueId() };
      response.set({ "retry-after": "1", connection: "close" }).status(503);
      response.json({ errors: [{ message: "Too much is being asked at once; come back later.", extensions }] });
      return;
    }
    underWay += 1;
    response.once("close", () => (underWay -= 1));
    next();
  };
}
