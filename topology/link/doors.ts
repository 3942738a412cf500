import { once } from "node:events";
import { IncomingMessage, type ServerResponse } from "node:http";
import type { ExportPart } from "../../shared/export-part.js";
import type { Image } from "../../shared/image-type.js";
import type { SubgraphLink } from "../../shared/link.js";
import type { Envelope, RoomName } from "../../shared/outbox.js";
import type { Viewer } from "../../shared/viewer.js";
import type { Door } from "./door.js";
import { EVENT_BYTES_MAX, PAGE_BYTES_MAX, REQUEST_BYTES_MAX } from "./link-limits.js";
import {
  pack,
  packImage,
  packViewer,
  readExportCall,
  readFetch,
  readUploadCall,
  readPageCall,
  readToken,
  type PageCall,
} from "./link-message.js";
import {
  EVENTS_PATH,
  EXPORTS_PATH,
  GRAPHQL_PATH,
  IDENTITY_PATHS,
  IMAGES_PATH,
  PUBLIC_KEYS_PATH,
  VIEWER_PATH,
} from "./paths.js";
import { linkKeys, type LinkKeys } from "./signature.js";

/** The doors of one room, each opened by the key of who may ask there. */
export class Doors {
  private readonly fromGateway: LinkKeys;
  private readonly fromRooms: LinkKeys;

  constructor(room: RoomName, { linkKey, eventKey }: { linkKey: Buffer; eventKey: Buffer }) {
    this.fromGateway = linkKeys(linkKey, "gateway", room);
    this.fromRooms = linkKeys(eventKey, "rooms", room);
  }

  /** Fetches of the gateway's query plans. */
  graphql(link: SubgraphLink): Door {
    return {
      method: "POST",
      path: GRAPHQL_PATH,
      keys: this.fromGateway,
      bodyBytesMax: REQUEST_BYTES_MAX,
      async answer({ body }) {
        const { call, request } = readFetch(body);
        return pack(await link.execute(request, call));
      },
    };
  }

  /** Other rooms' events: sealed themselves, and signed so that an old one cannot be brought again when its id is forgotten. */
  events(takeIn: (envelope: Envelope) => Promise<void>): Door {
    return {
      method: "POST",
      path: EVENTS_PATH,
      keys: this.fromRooms,
      bodyBytesMax: EVENT_BYTES_MAX,
      async answer({ body }) {
        await takeIn(body);
        return Buffer.alloc(0);
      },
    };
  }

  /** Files for this room, as streams. */
  uploads(at: string, receive: ReceiveFile): Door {
    return {
      method: "PUT",
      path: at,
      keys: this.fromGateway,
      bodyBytesMax: null,
      async answer({ request, response, path, call }) {
        const { ownerId, contentEncoding } = readUploadCall(call);
        const uploadId = decodeURIComponent(path.slice(at.length));
        const answer = await receive(ownerId, uploadId, { contentEncoding, body: request });
        // What was not read would be taken for the next request on this connection.
        if (!request.complete) response.setHeader("connection", "close");
        return pack(answer);
      },
    };
  }

  /** Pictures, by id. */
  images(find: (id: string) => Promise<Image | null>): Door {
    return {
      method: "GET",
      path: IMAGES_PATH,
      keys: this.fromGateway,
      bodyBytesMax: 0,
      answer: async ({ path }) => packImage(await find(decodeURIComponent(path.slice(IMAGES_PATH.length)))),
    };
  }

  /** The vault's part of an export, once. */
  exports(open: (personId: string, exportId: string) => Promise<AsyncIterable<ExportPart> | null>): Door {
    return {
      method: "GET",
      path: EXPORTS_PATH,
      keys: this.fromGateway,
      bodyBytesMax: 0,
      async answer({ path, call }) {
        const exportId = decodeURIComponent(path.slice(EXPORTS_PATH.length));
        return { parts: await open(readExportCall(call).personId, exportId) };
      },
    };
  }

  /** Whose token it is. */
  viewer(viewerOf: (token: string) => Promise<Viewer | null>): Door {
    return {
      method: "POST",
      path: VIEWER_PATH,
      keys: this.fromGateway,
      bodyBytesMax: PAGE_BYTES_MAX,
      answer: async ({ body }) => packViewer(await viewerOf(readToken(body))),
    };
  }

  /** Identity's own pages and endpoints. */
  pages(handler: (request: IncomingMessage, response: ServerResponse) => void): Door[] {
    const paths = IDENTITY_PATHS.flatMap((path) => [path, `${path}/`]);
    return paths.map((path) => ({
      method: null,
      path,
      keys: this.fromGateway,
      bodyBytesMax: PAGE_BYTES_MAX,
      async answer({ request, response, body, call }) {
        const isOver = once(response, "close");
        handler(asAsked(request, body, readPageCall(call)), response);
        await isOver;
        return "ANSWERED";
      },
    }));
  }

  /** The public keys that verify what the room has signed. */
  publicKeys(keys: () => object[]): Door {
    return {
      method: "GET",
      path: PUBLIC_KEYS_PATH,
      keys: this.fromGateway,
      bodyBytesMax: 0,
      answer: async () => pack(keys()),
    };
  }
}

type ReceiveFile = (
  ownerId: string,
  uploadId: string,
  upload: { contentEncoding: string | undefined; body: IncomingMessage },
) => Promise<{ status: number; message: string }>;

/** The client's request as the gateway had it: of its headers there is nothing but what was signed. */
function asAsked(request: IncomingMessage, body: Buffer, { address, headers }: PageCall): IncomingMessage {
  const asked = new IncomingMessage(request.socket);
  asked.method = request.method;
  asked.url = request.url;
  const length = body.length > 0 && { "content-length": String(body.length) };
  asked.headers = { ...headers, ...length, "x-forwarded-for": address };
  asked.push(body);
  asked.push(null);
  asked.complete = true;
  return asked;
}
