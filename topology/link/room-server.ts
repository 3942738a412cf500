import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Clock } from "../../shared/clock.js";
import type { Log } from "../../shared/log.js";
import { seal } from "../../shared/seal.js";
import { fileTakingServer } from "../http-server.js";
import { isAt, type Door } from "./door.js";
import { ROOM_REQUESTS_MAX } from "./link-limits.js";
import { HEALTH_PATH, READY_PATH } from "./paths.js";
import { readBody } from "./read-body.js";
import { ReplayGuard } from "./replay-guard.js";
import { answerPlace } from "./room-client.js";
import type { RoomMeter, Refusal } from "./room-meter.js";
import { sealedParts } from "./sealed-parts.js";
import {
  bodyHash,
  CALL_HEADER,
  isGenuine,
  isInWindow,
  readSignature,
  SIGNATURE_HEADER,
  STREAM,
  type Signature,
} from "./signature.js";

export interface RoomServerOptions {
  doors: readonly Door[];
  isReady: () => Promise<boolean>;
  clock: Clock;
  log: Log;
  meter: RoomMeter;
}

/** Cookies of a browser (16 kB at most at the gateway), signed: base64 makes them a third longer. */
const HEADER_BYTES_MAX = 32 * 1024;

/** A room's HTTP: what is not signed by who may ask is refused before its body is read, on every path that there is. */
export class RoomServer {
  readonly server: Server;
  private readonly guard = new ReplayGuard();
  private underWay = 0;
  private isStopping = false;

  constructor(private readonly options: RoomServerOptions) {
    this.server = fileTakingServer({ maxHeaderSize: HEADER_BYTES_MAX });
    this.server.on("request", (request, response) => {
      this.handle(request, response).catch((error: unknown) => {
        this.options.log.error({ err: error }, "a request to this room failed");
        end(response, 500, { error: "INTERNAL" });
      });
    });
  }

  /** From now on it says that it is not ready, and ends every connection with its next answer. */
  retire(): void {
    this.isStopping = true;
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.isStopping) response.setHeader("connection", "close");
    const { method = "", url = "" } = request;
    const path = url.split("?", 1)[0] ?? "";
    if (method === "GET" && path === HEALTH_PATH) return end(response, 200, { ok: true });
    if (method === "GET" && path === READY_PATH) {
      const ready = !this.isStopping && (await this.options.isReady());
      return end(response, ready ? 200 : 503, { ready });
    }
    const door = this.options.doors.find((candidate) => isAt(candidate, method, path));
    if (!door) return refuse(response, 404, "NOT_FOUND");
    if (this.underWay >= ROOM_REQUESTS_MAX) return this.shed(response);
    this.underWay += 1;
    const told = this.options.meter.begin(door.path);
    try {
      told(await this.visit(door, request, response, path));
    } catch (error) {
      told("failed");
      throw error;
    } finally {
      this.underWay -= 1;
    }
  }

  private async visit(
    door: Door,
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
  ): Promise<Refusal | "answered"> {
    const signature = readSignature(single(request.headers[SIGNATURE_HEADER]));
    const refusal = this.admit(door, request, signature);
    if (!signature || refusal) {
      if (refusal === "full") this.shed(response);
      else this.refuseStranger(response, refusal ?? "unsigned");
      return refusal ?? "unsigned";
    }
    const body = door.bodyBytesMax === null ? Buffer.alloc(0) : await readBody(request, door.bodyBytesMax);
    if (body === "BROKEN") {
      response.destroy();
      return "broken";
    }
    if (body === "TOO_LARGE") {
      refuse(response, 413, "TOO_LARGE");
      return "tooLarge";
    }
    if (door.bodyBytesMax !== null && bodyHash(body) !== signature.body) {
      this.refuseStranger(response, "altered");
      return "altered";
    }
    const call = callOf(request);
    const answer = await door.answer({ request, response, path, body, call });
    if (answer === "ANSWERED") return "answered";
    if ("parts" in answer) {
      const way = { key: door.keys.answer, place: answerPlace(signature.nonce) };
      response.writeHead(200, { "content-type": "application/octet-stream" });
      await pipeline(Readable.from(sealedParts(answer.parts, way)), response);
    } else {
      const sealed = seal(door.keys.answer, answerPlace(signature.nonce), answer);
      response.writeHead(200, { "content-type": "application/octet-stream", "content-length": sealed.length });
      response.end(sealed);
    }
    return "answered";
  }

  /** Everything that can be known before the body is there. */
  private admit(door: Door, request: IncomingMessage, signature: Signature | null): Refusal | null {
    if (!signature) return "unsigned";
    const { method = "", url: target = "", headers } = request;
    const call = single(headers[CALL_HEADER]) ?? "";
    const signed = { method, target, call, body: signature.body };
    if (!isGenuine(door.keys.request, signed, signature)) return "forged";
    if ((signature.body === STREAM) !== (door.bodyBytesMax === null)) return "forged";
    const now = this.options.clock();
    if (!isInWindow(signature, now)) return "late";
    const taken = this.guard.take(signature.nonce, now);
    if (taken === "SEEN") return "replayed";
    return taken === "FULL" ? "full" : null;
  }

  /** Which check failed is for the log alone. */
  private refuseStranger(response: ServerResponse, refusal: Refusal): void {
    this.options.log.warn({ refusal }, "a request that is not from the gateway or a room was refused");
    refuse(response, 401, "UNAUTHENTICATED");
  }

  private shed(response: ServerResponse): void {
    response.setHeader("retry-after", "1");
    refuse(response, 503, "UNAVAILABLE");
  }
}

function callOf(request: IncomingMessage): unknown {
  const text = single(request.headers[CALL_HEADER]);
  return text === undefined ? null : (JSON.parse(Buffer.from(text, "base64url").toString("utf8")) as unknown);
}

/** Sent twice it is joined or a list: either way not what was signed. */
function single(value: string | string[] | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The body is not waited for, so nothing can follow on this connection. */
function refuse(response: ServerResponse, status: number, error: string): void {
  response.setHeader("connection", "close");
  end(response, status, { error });
}

function end(response: ServerResponse, status: number, body: Record<string, unknown>): void {
  if (response.headersSent) return void response.destroy();
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
