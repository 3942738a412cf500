import type { IncomingMessage } from "node:http";

/** A body as a whole, or why not. What is too large is not read to its end. */
export async function readBody(request: IncomingMessage, bytesMax: number): Promise<Buffer | "TOO_LARGE" | "BROKEN"> {
  if (Number(request.headers["content-length"] ?? 0) > bytesMax) return "TOO_LARGE";
  const chunks: Buffer[] = [];
  let bytes = 0;
  return new Promise((resolve) => {
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= bytesMax) chunks.push(chunk);
      else {
        request.pause();
        resolve("TOO_LARGE");
      }
    });
    request.once("end", () => resolve(Buffer.concat(chunks, bytes)));
    request.once("error", () => resolve("BROKEN"));
    request.once("close", () => resolve("BROKEN"));
  });
}
