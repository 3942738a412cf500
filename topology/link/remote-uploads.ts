import { Transform, type Readable } from "node:stream";
import type { ReceiveUpload } from "../../gateway/uploads.js";
import { HOUR_MS } from "../../shared/clock.js";
import { UPLOAD_SILENCE_MS } from "./link-limits.js";
import { readUploadAnswer, type UploadCall } from "./link-message.js";
import type { RoomClient } from "./room-client.js";

/** Hands a file on to the room whose path it is, as it comes: this process holds no more of it than a buffer. */
export function remoteUploads(client: RoomClient, path: string): ReceiveUpload {
  return async (ownerId, uploadId, { contentEncoding, body }) => {
    const call: UploadCall = { ownerId, ...(contentEncoding !== undefined && { contentEncoding }) };
    const silence = new Silence(UPLOAD_SILENCE_MS);
    const onward = passedOn(body, silence);
    try {
      const answer = await client.ask({
        method: "PUT",
        target: path + encodeURIComponent(uploadId),
        body: onward,
        call,
        deadlineMs: HOUR_MS,
        signal: silence.signal,
      });
      return readUploadAnswer(answer);
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
