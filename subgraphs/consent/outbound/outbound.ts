import { lookup } from "node:dns/promises";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import type { LookupFunction } from "node:net";
import { SECOND_MS } from "../../../shared/clock.js";
import { isPublicAddress } from "./public-address.js";

/** ARCHITECTURE 8: a brand's server that has not answered by then is down. */
const DEADLINE_MS = 5 * SECOND_MS;
/** ARCHITECTURE 8: more than any answer that is looked at. */
const ANSWER_MAX_BYTES = 64 * 1024;

export interface OutboundRequest {
  method: "GET" | "POST";
  url: string;
  headers?: Readonly<Record<string, string>>;
  body?: string;
}

export interface OutboundAnswer {
  status: number;
  body: string;
}

/** Hosts that are asked somewhere else, by name or `*.suffix`: for tests and the demo, and refused in production. */
export type OutboundAllow = ReadonlyMap<string, URL>;

/**
 * The one way out: URLs that a brand registered, over https to public addresses. The name is resolved once and the
 * connection goes to what was found, so that it cannot resolve to something else meanwhile (DNS rebinding); redirects
 * are answers like any other. Throws when nothing came back; the sentence names no more than the host.
 */
export class Outbound {
  constructor(private readonly allow: OutboundAllow) {}

  async send(request: OutboundRequest): Promise<OutboundAnswer> {
    const url = new URL(request.url);
    const elsewhere = this.elsewhere(url.hostname);
    if (elsewhere) {
      return exchange(new URL(url.pathname + url.search, elsewhere), request, { ...request.headers, host: url.host });
    }
    if (url.protocol !== "https:" || url.username || url.password) throw new Error("only https is asked");
    const pinned = await resolvePublic(url.hostname);
    return exchange(url, request, { ...request.headers }, pinned);
  }

  private elsewhere(host: string): URL | undefined {
    return this.allow.get(host) ?? this.allow.get(`*${host.slice(host.indexOf("."))}`);
  }
}

/** Every address that the name has must be public: one that is not says what the name is for. */
async function resolvePublic(host: string): Promise<LookupFunction> {
  const found = await lookup(host.replace(/^\[|\]$/g, ""), { all: true });
  const [first] = found;
  if (!first || !found.every(({ address }) => isPublicAddress(address))) {
    throw new Error(`${host} is not on a public address`);
  }
  return (_host, options, callback) =>
    options.all ? callback(null, [first]) : callback(null, first.address, first.family);
}

function exchange(
  url: URL,
  { method, body }: OutboundRequest,
  headers: Record<string, string>,
  pinned?: LookupFunction,
): Promise<OutboundAnswer> {
  const send = url.protocol === "https:" ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(DEADLINE_MS);
    const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const options = {
      method,
      headers: { ...headers, ...length },
      signal,
      agent: false,
      ...(pinned && { lookup: pinned }),
    };
    const request = send(url, options, (response) => {
      readAll(response).then((text) => resolve({ status: response.statusCode ?? 0, body: text }), reject);
    });
    request.on("error", reject);
    request.end(body);
  });
}

async function readAll(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > ANSWER_MAX_BYTES) {
      response.destroy();
      throw new Error("the answer is too large");
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
