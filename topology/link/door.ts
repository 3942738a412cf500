import type { IncomingMessage, ServerResponse } from "node:http";
import type { ExportPart } from "../../shared/export-part.js";
import type { LinkKeys } from "./signature.js";

/** One thing that a room answers to who has signed it. */
export interface Door {
  /** Null: every one. */
  method: string | null;
  /** A path, or the beginning of paths where it ends in "/". */
  path: string;
  /** Keys of who may ask. */
  keys: LinkKeys;
  /** Null: the body is a stream, and its sender's word is in the call. */
  bodyBytesMax: number | null;
  answer(visit: Visit): Promise<Buffer | "ANSWERED" | PartsAnswer>;
}

/** An answer that is sent as it is made; null where there is nothing to be had. */
export interface PartsAnswer {
  parts: AsyncIterable<ExportPart> | null;
}

/** A request whose signature holds. */
export interface Visit {
  request: IncomingMessage;
  response: ServerResponse;
  /** Without the query. */
  path: string;
  /** Empty where it is a stream. */
  body: Buffer;
  /** What was said beside the body; null when nothing was. */
  call: unknown;
}

export function isAt(door: Door, method: string, path: string): boolean {
  if (door.method !== null && door.method !== method) return false;
  return door.path.endsWith("/") ? path.startsWith(door.path) : path === door.path;
}
