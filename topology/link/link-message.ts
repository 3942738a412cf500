import { z } from "zod";
import { IMAGE_TYPES, type Image } from "../../shared/image-type.js";
import type { LinkCall, SubgraphRequest } from "../../shared/link.js";
import { PERSON_SCOPES, type Viewer } from "../../shared/viewer.js";

/** What goes over the link, read where it comes in: another version of this program may have sent it. */

const Nobody = z.object({ kind: z.literal("nobody") });
const Person = z.object({
  kind: z.literal("person"),
  personId: z.string(),
  displayName: z.string(),
  emailHash: z.string(),
  scopes: z.array(z.enum(PERSON_SCOPES)),
  signedInAtMs: z.number().optional(),
});
const Brand = z.object({ kind: z.literal("brand"), brandId: z.string(), clientId: z.string() });
const BrandMember = z.object({ kind: z.literal("brandMember"), brandId: z.string(), personId: z.string() });
const Visitor = z.object({
  kind: z.literal("visitor"),
  partnerAppId: z.string(),
  subject: z.string(),
  gpc: z.boolean(),
});
const Operator = z.object({ kind: z.literal("operator"), clientId: z.string() });
const AnyViewer = z.discriminatedUnion("kind", [Nobody, Person, Brand, BrandMember, Visitor, Operator]);

const Call = z.object({
  viewer: AnyViewer,
  operationId: z.string(),
  operationName: z.string().nullable(),
  licensedFields: z.array(z.string()),
});
const Request = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).optional(),
  operationName: z.string().optional(),
});
const Fetch = z.object({ call: Call, request: Request });

/** A fetch as the gateway sends it. */
export interface FetchMessage {
  call: LinkCall;
  request: SubgraphRequest;
}

export function packFetch(message: FetchMessage): Buffer {
  return pack(message);
}

export function readFetch(body: Buffer): FetchMessage {
  const { call, request } = Fetch.parse(unpack(body));
  return { call: { ...call, viewer: call.viewer as Viewer }, request };
}

const Token = z.object({ token: z.string() });
const ViewerAnswer = z.object({ viewer: AnyViewer.nullable() });

export function packToken(token: string): Buffer {
  return pack({ token });
}

export function readToken(body: Buffer): string {
  return Token.parse(unpack(body)).token;
}

export function packViewer(viewer: Viewer | null): Buffer {
  return pack({ viewer });
}

export function readViewer(body: Buffer): Viewer | null {
  return ViewerAnswer.parse(unpack(body)).viewer as Viewer | null;
}

/** Whose upload a body is, and how its sender says it is encoded. */
const UploadCall = z.object({ ownerId: z.string(), contentEncoding: z.string().optional() });
export type UploadCall = z.infer<typeof UploadCall>;
const UploadAnswer = z.object({ status: z.number().int(), message: z.string() });
export type UploadAnswer = z.infer<typeof UploadAnswer>;

export function readUploadCall(call: unknown): UploadCall {
  return UploadCall.parse(call);
}

export function readUploadAnswer(body: Buffer): UploadAnswer {
  return UploadAnswer.parse(unpack(body));
}

/** A picture: one byte for its type, then its own; nothing where there is none. */
export function packImage(image: Image | null): Buffer {
  return image ? Buffer.concat([Buffer.from([IMAGE_TYPES.indexOf(image.type)]), image.bytes]) : Buffer.alloc(0);
}

export function readImage(body: Buffer): Image | null {
  if (body.length === 0) return null;
  const type = IMAGE_TYPES[body[0] ?? -1];
  if (!type) throw new Error("a picture of a type that nobody knows");
  return { type, bytes: body.subarray(1) };
}

/** Whose export it is. */
const ExportCall = z.object({ personId: z.string() });
export type ExportCall = z.infer<typeof ExportCall>;

export function readExportCall(call: unknown): ExportCall {
  return ExportCall.parse(call);
}

/** What of a page's request is signed: all that identity learns of it beside method, path and body. */
const PageCall = z.object({
  /** The client's: the room itself sees only the gateway's. */
  address: z.string(),
  headers: z.record(z.string(), z.string()),
});
export type PageCall = z.infer<typeof PageCall>;

export function readPageCall(call: unknown): PageCall {
  return PageCall.parse(call);
}

export function pack(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

export function unpack(body: Buffer): unknown {
  return JSON.parse(body.toString("utf8")) as unknown;
}
