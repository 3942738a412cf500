import { Transform, type Readable } from "node:stream";
import type { ReceiveImport } from "../../gateway/uploads.js";
import { HOUR_MS } from "../../shared/clock.js";
import { UPLOAD_SILENCE_MS } from "./link-limits.js";
import { readImportAnswer, type ImportCall } from "./link-message.js";
import { IMPORTS_PATH } from "./paths.js";
import type { RoomClient } from "./room-client.js";

/** Hands a file on to user-profile as it comes: neither process holds more of it than a buffer. */
export function remoteImports(client: RoomClient): ReceiveImport {
  return async (personId, importId, { contentEncoding, body }) => {
    const call: ImportCall = { personId, ...(contentEncoding !== undefined && { contentEncoding }) };
    const silence = new Silence(UPLOAD_SILENCE_MS);
    const onward = passedOn(body, silence);
    try {
      const answer = await client.ask({
        method: "PUT",
        target: IMPORTS_PATH + encodeURIComponent(importId),
        body: onward,
        call,
        deadlineMs: HOUR_MS,
        signal: silence.signal,
      });
      return readImportAnswer(answer);
    } finally {
      silence.end();
      onward.destroy();
    }
  };
}

/**
 * A room that refuses answers before the file's end, and what is still being sent to it is destroyed then. So it is
 * not the client's own connection that is handed on: the refusal has yet to go out on that.
 */
function passedOn(body: Readable, silence: Silence): Readable {
  const onward = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      silence.isBroken();
      done(null, chunk);
    },
  });
  onward.on("error", () => undefined);
  body.on("error", () => undefined);
  body.once("close", () => {
    if (!body.readableEnded) onward.destroy(new Error("whoever sent the file has gone"));
  });
  return body.pipe(onward);
}

/** Aborts when nothing has moved for so long, be it the client that is silent or the room that takes nothing. */
class Silence {
  private readonly abort = new AbortController();
  private readonly timer: NodeJS.Timeout;

  constructor(longestMs: number) {
    this.timer = setTimeout(() => this.abort.abort(), longestMs);
  }

  get signal(): AbortSignal {
    return this.abort.signal;
  }

  isBroken(): void {
    this.timer.refresh();
  }

  end(): void {
    clearTimeout(this.timer);
  }
}
