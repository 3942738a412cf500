import type { RequestHandler } from "express";

/** Files may take as long as the server's own timeout says; whoever sends one has proved who they are. */
const isUpload = (method: string, path: string): boolean => method === "PUT" && path.startsWith("/imports/");

/**
 * Closes a connection whose request body has not come as a whole in time. Nothing is answered: who sends a byte now
 * and then does not wait for it, and an answer would have to wait for the rest of the body.
 */
export function bodyDeadline(deadlineMs: number): RequestHandler {
  return (request, _response, next) => {
    const hasBody = request.headers["transfer-encoding"] !== undefined || Number(request.headers["content-length"]) > 0;
    if (hasBody && !isUpload(request.method, request.path)) {
      const timer = setTimeout(() => {
        if (!request.complete) request.socket.destroy();
      }, deadlineMs);
      timer.unref();
      const stop = (): void => clearTimeout(timer);
      request.once("end", stop);
      request.once("close", stop);
    }
    next();
  };
}
