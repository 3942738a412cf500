import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { SECOND_MS } from "../../shared/clock.js";
import { newOpaqueId, type RandomBytes } from "../../shared/identifier.js";
import type { RoomName } from "../../shared/outbox.js";
import { deriveKey } from "../../shared/secrets.js";

/** Carries `v1 TIME NONCE BODY MAC`. */
export const SIGNATURE_HEADER = "confide-link";
/** What the sender says beside a body that is a stream: JSON, base64url, signed with the rest. */
export const CALL_HEADER = "confide-call";

/** How far a request's time may be from the room's own clock, either way. */
export const LINK_WINDOW_MS = 10 * SECOND_MS;

/** In the place of the body's hash, where the body is not known before it is sent. */
export const STREAM = "stream";

const VERSION = "v1";
const HEADER = /^v1 (\d{1,15}) ([\w-]{22}) ([\w-]{43}|stream) ([\w-]{43})$/;

/** Who may speak to a room: the gateway with the room's own link key, other rooms with the key of events. */
export type Speaker = "gateway" | "rooms";

/** Two keys of one pair of speaker and room, so that a request to one room is worth nothing at another. */
export interface LinkKeys {
  request: Buffer;
  /** Seals the answer: who only recorded a request can neither read what a replay brings nor make an answer up. */
  answer: Buffer;
}

export function linkKeys(key: Buffer, speaker: Speaker, room: RoomName): LinkKeys {
  const use = (part: string): string => `link/${speaker}/${room}/${part}`;
  return { request: deriveKey(key, use("request")), answer: deriveKey(key, use("answer")) };
}

/** Everything of a request that a room acts on. */
export interface SignedRequest {
  method: string;
  /** Path and query as they stand in the request line. */
  target: string;
  /** CALL_HEADER, or "" where there is none. */
  call: string;
  /** Base64url SHA-256 of the body, or STREAM. */
  body: string;
}

export interface Signature {
  atMs: number;
  /** Once only. */
  nonce: string;
  body: string;
  mac: string;
}

export function bodyHash(body: Buffer): string {
  return createHash("sha256").update(body).digest("base64url");
}

/** The signature's header, and the nonce that the answer is bound to. */
export function sign(
  key: Buffer,
  request: SignedRequest,
  { now, random }: { now: Date; random?: RandomBytes },
): { header: string; nonce: string } {
  const nonce = newOpaqueId(random);
  const atMs = now.getTime();
  return { header: [VERSION, atMs, nonce, request.body, macOf(key, request, atMs, nonce)].join(" "), nonce };
}

/** Null when the header is none of ours. Nothing in it is proven yet. */
export function readSignature(header: string | undefined): Signature | null {
  const match = HEADER.exec(header ?? "");
  if (!match) return null;
  const [, time = "", nonce = "", body = "", mac = ""] = match;
  return { atMs: Number(time), nonce, body, mac };
}

/** In constant time: how much of a guess was right must not show. */
export function isGenuine(key: Buffer, request: SignedRequest, { atMs, nonce, mac }: Signature): boolean {
  return timingSafeEqual(Buffer.from(mac), Buffer.from(macOf(key, request, atMs, nonce)));
}

export function isInWindow({ atMs }: Signature, now: Date): boolean {
  return Math.abs(now.getTime() - atMs) <= LINK_WINDOW_MS;
}

/** Over a JSON list: no two requests have one text. */
function macOf(key: Buffer, { method, target, call, body }: SignedRequest, atMs: number, nonce: string): string {
  const text = JSON.stringify([VERSION, method, target, atMs, nonce, call, body]);
  return createHmac("sha256", key).update(text).digest("base64url");
}
