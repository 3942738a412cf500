import type { Readable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { errors, Pool, type Dispatcher } from "undici";
import type { Clock } from "../../shared/clock.js";
import type { RoomName } from "../../shared/outbox.js";
import type { ExportPart } from "../../shared/export-part.js";
import { unseal } from "../../shared/seal.js";
import {
  ANSWER_BYTES_MAX,
  CONNECT_TIMEOUT_MS,
  IN_FLIGHT_MAX,
  KEEP_ALIVE_MS,
  RETRY_AFTER_MS,
  UPLOAD_SILENCE_MS,
} from "./link-limits.js";
import type { LinkMeter, LinkOutcome } from "./link-meter.js";
import { openParts } from "./sealed-parts.js";
import {
  bodyHash,
  CALL_HEADER,
  linkKeys,
  sign,
  SIGNATURE_HEADER,
  STREAM,
  type LinkKeys,
  type Speaker,
} from "./signature.js";

export interface RoomClientOptions {
  room: RoomName;
  /** Scheme, host and port. */
  url: string;
  speaker: Speaker;
  /** The room's link key, or the key of events. */
  key: Buffer;
  clock: Clock;
  meter: LinkMeter;
  /** Requests at a time; what has a client of its own cannot take the others' places. */
  inFlightMax?: number;
  /** Answers have no greatest size: they are handed on part by part. */
  isEndless?: boolean;
}

export interface RoomRequest {
  method: Dispatcher.HttpMethod;
  /** Path and query. */
  target: string;
  body?: Buffer | Readable;
  headers?: Record<string, string | string[]>;
  /** What is said beside a body that is a stream. */
  call?: Record<string, unknown>;
  /** Nothing of it lasts longer; a stream's sending does not count. */
  deadlineMs: number;
  signal?: AbortSignal;
  /** It changes nothing, so it may be sent again when the connection was never made. */
  isRead?: boolean;
}

export type RoomAnswer = Pick<Dispatcher.ResponseData, "statusCode" | "headers" | "body">;

/** Why a room did not answer; its code is what the log shows of it. */
export class RoomUnavailable extends Error {
  override readonly name = "RoomUnavailable";

  constructor(
    readonly code: Exclude<LinkOutcome, "answered">,
    cause?: unknown,
  ) {
    super(`a room did not answer: ${code}`, { cause });
  }
}

/** One process's way to one room: signed, within a deadline, bounded in number and in size, following nothing. */
export class RoomClient {
  private readonly pool: Pool;
  private readonly keys: LinkKeys;
  private readonly inFlightMax: number;
  private inFlight = 0;

  constructor(private readonly options: RoomClientOptions) {
    this.inFlightMax = options.inFlightMax ?? IN_FLIGHT_MAX;
    this.keys = linkKeys(options.key, options.speaker, options.room);
    this.pool = new Pool(options.url, {
      connections: this.inFlightMax, // never fewer than requests: none waits in a queue that its deadline does not see
      pipelining: 1,
      connect: { timeout: CONNECT_TIMEOUT_MS },
      maxResponseSize: options.isEndless ? -1 : ANSWER_BYTES_MAX,
      keepAliveTimeout: KEEP_ALIVE_MS,
      keepAliveMaxTimeout: KEEP_ALIVE_MS,
      headersTimeout: UPLOAD_SILENCE_MS, // deadlines are shorter; this one is for a stream's silences
      bodyTimeout: UPLOAD_SILENCE_MS,
    });
  }

  /** The plaintext of a sealed answer; throws RoomUnavailable for everything else. */
  async ask(request: RoomRequest): Promise<Buffer> {
    return this.counted(request, async (signal) => {
      const { answer, nonce } = await this.sendWithRetry(request, signal);
      if (answer.statusCode !== 200) {
        await answer.body.dump();
        throw new RoomUnavailable("refused");
      }
      const sealed = Buffer.from(await answer.body.arrayBuffer());
      const plaintext = unseal(this.keys.answer, answerPlace(nonce), sealed);
      if (!plaintext) throw new RoomUnavailable("garbage");
      return plaintext;
    });
  }

  /** The answer as it comes, handed on by `use` within the deadline. */
  async stream<T>(request: RoomRequest, use: (answer: RoomAnswer, signal: AbortSignal) => Promise<T>): Promise<T> {
    return this.counted(request, async (signal) => {
      const { answer } = await this.send(request, signal);
      return use(answer, signal);
    });
  }

  /** A sealed answer in parts, handed to `use` as they come; null where the room has nothing for it. */
  async parts<T>(request: RoomRequest, use: (parts: AsyncIterable<ExportPart> | null) => Promise<T>): Promise<T> {
    return this.counted(request, async (signal) => {
      const { answer, nonce } = await this.send(request, signal);
      if (answer.statusCode !== 200) {
        await answer.body.dump();
        throw new RoomUnavailable("refused");
      }
      return use(await openParts(answer.body, { key: this.keys.answer, place: answerPlace(nonce) }));
    });
  }

  /** Whether the room says that it is ready. Unsigned, since anybody may ask. */
  async isReady(deadlineMs: number): Promise<boolean> {
    try {
      const signal = AbortSignal.timeout(deadlineMs);
      const { statusCode, body } = await this.pool.request({ method: "GET", path: "/readyz", signal });
      await body.dump();
      return statusCode === 200;
    } catch {
      return false;
    }
  }

  async close(): Promise<void> {
    await this.pool.destroy();
  }

  private async counted<T>(request: RoomRequest, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { meter, room } = this.options;
    const told = meter.begin(room);
    if (this.inFlight >= this.inFlightMax) {
      told("shed");
      throw new RoomUnavailable("shed");
    }
    this.inFlight += 1;
    const deadline = new Deadline(request);
    try {
      const value = await work(deadline.signal);
      told("answered");
      return value;
    } catch (error) {
      const outcome = deadline.isOver ? "late" : outcomeOf(error);
      told(outcome);
      throw new RoomUnavailable(outcome, error);
    } finally {
      deadline.end();
      this.inFlight -= 1;
    }
  }

  private async sendWithRetry(
    request: RoomRequest,
    signal: AbortSignal,
  ): Promise<{ answer: RoomAnswer; nonce: string }> {
    try {
      return await this.send(request, signal);
    } catch (error) {
      if (!request.isRead || !wasNeverSent(error)) throw error;
      await pause(RETRY_AFTER_MS, undefined, { signal });
      return this.send(request, signal);
    }
  }

  private async send(
    { method, target, body, call, headers = {} }: RoomRequest,
    signal: AbortSignal,
  ): Promise<{ answer: RoomAnswer; nonce: string }> {
    const said = call ? Buffer.from(JSON.stringify(call)).toString("base64url") : "";
    const isWhole = body === undefined || Buffer.isBuffer(body);
    const hash = isWhole ? bodyHash(body ?? Buffer.alloc(0)) : STREAM;
    const { header, nonce } = sign(
      this.keys.request,
      { method, target, call: said, body: hash },
      { now: this.options.clock() },
    );
    const answer = await this.pool.request({
      method,
      path: target,
      headers: { ...headers, [SIGNATURE_HEADER]: header, ...(call && { [CALL_HEADER]: said }) },
      body: body ?? null,
      signal,
    });
    return { answer, nonce };
  }
}

/** Where a room's answer opens: at the one request that it answers. */
export function answerPlace(nonce: string): string {
  return `answer/${nonce}`;
}

/** Ends when its time is over, or with the signal that it was given. */
class Deadline {
  private readonly abort = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private readonly outer: AbortSignal | undefined;
  private readonly follow = (): void => this.abort.abort();

  constructor({ deadlineMs, signal }: Pick<RoomRequest, "deadlineMs" | "signal">) {
    this.timer = setTimeout(this.follow, deadlineMs);
    this.outer = signal;
    if (signal?.aborted) this.follow();
    else signal?.addEventListener("abort", this.follow, { once: true });
  }

  get signal(): AbortSignal {
    return this.abort.signal;
  }

  get isOver(): boolean {
    return this.abort.signal.aborted;
  }

  end(): void {
    clearTimeout(this.timer);
    this.outer?.removeEventListener("abort", this.follow);
  }
}

const NEVER_SENT: ReadonlySet<unknown> = new Set(["ECONNREFUSED", "EHOSTUNREACH", "ENOTFOUND", "EAI_AGAIN"]);

function wasNeverSent(error: unknown): boolean {
  return NEVER_SENT.has((error as { code?: unknown }).code);
}

function outcomeOf(error: unknown): Exclude<LinkOutcome, "answered"> {
  if (error instanceof RoomUnavailable) return error.code;
  if (error instanceof errors.ResponseExceededMaxSizeError) return "tooLarge";
  if (error instanceof errors.HTTPParserError) return "garbage";
  return "unreachable";
}
