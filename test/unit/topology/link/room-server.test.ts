import { request as httpRequest, type IncomingMessage } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { systemRandom } from "../../../../shared/identifier.js";
import { NOBODY } from "../../../../shared/viewer.js";
import { httpLink } from "../../../../topology/link/http-link.js";
import { packFetch } from "../../../../topology/link/link-message.js";
import {
  bodyHash,
  CALL_HEADER,
  LINK_WINDOW_MS,
  linkKeys,
  sign,
  SIGNATURE_HEADER,
  STREAM,
  type SignedRequest,
} from "../../../../topology/link/signature.js";
import { linkThatAnswers, RoomBehindLink } from "../../../harness/room-behind-link.js";

const CALL = { viewer: NOBODY, operationId: "op", operationName: null, licensedFields: [] };
const FETCH = packFetch({ call: CALL, request: { query: "{ secret }" } });

interface Sent {
  status: number;
  headers: IncomingMessage["headers"];
  body: Buffer;
}

/** Exactly these bytes, as an attacker sends them. */
function send(url: string, method: string, headers: Record<string, string | string[]>, body: Buffer): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.once("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    request.once("error", reject);
    request.end(body);
  });
}

describe("a room's HTTP", () => {
  let now: Date;
  let room: RoomBehindLink;
  let link: ReturnType<typeof linkThatAnswers>;
  let uploads: string[];
  beforeEach(async () => {
    now = new Date();
    link = linkThatAnswers({ secret: "of the vault" });
    uploads = [];
    room = await RoomBehindLink.open(
      (doors) => [
        doors.graphql(link),
        doors.events(async () => undefined),
        doors.uploads("/imports/", async (personId, importId, { body }) => {
          let bytes = 0;
          for await (const chunk of body) bytes += (chunk as Buffer).length;
          uploads.push(`${personId} ${importId} ${bytes}`);
          return { status: 202, message: "there" };
        }),
      ],
      { name: "user-profile", clock: () => now },
    );
  });
  afterEach(() => room.close());

  const signed = (changes: Partial<SignedRequest> & { key?: Buffer; at?: Date } = {}): Record<string, string> => {
    const { key = linkKeys(room.linkKey, "gateway", "user-profile").request, at = now, ...request } = changes;
    const whole = { method: "POST", target: "/graphql", call: "", body: bodyHash(FETCH), ...request };
    return { [SIGNATURE_HEADER]: sign(key, whole, { now: at }).header };
  };
  const post = (headers: Record<string, string | string[]>, body = FETCH, path = "/graphql") =>
    send(room.url + path, "POST", headers, body);
  const refused = (answer: Sent): void => {
    expect(answer.status).toBe(401);
    expect(answer.body.toString()).toBe('{"error":"UNAUTHENTICATED"}');
    expect(link.asked).toBe(0);
  };

  it("answers who signed it, and only to them", async () => {
    const client = httpLink(room.client(), 5_000);
    expect(await client.execute({ query: "{ secret }" }, CALL)).toEqual({ data: { secret: "of the vault" } });
    // Whoever watches the wire sees a seal.
    const answer = await post(signed());
    expect(answer.status).toBe(200);
    expect(answer.body.toString("latin1")).not.toMatch(/secret|vault/);
    expect(room.outcomes).toEqual(["answered", "answered"]);
  });

  it.each([
    ["unsigned", () => ({}), "unsigned"],
    ["signed with words", () => ({ [SIGNATURE_HEADER]: "let me in" }), "unsigned"],
    ["signed by somebody else", () => signed({ key: systemRandom(32) }), "forged"],
    ["signed for another room", () => signed({ key: linkKeys(room.linkKey, "gateway", "offers").request }), "forged"],
    ["signed by a room", () => signed({ key: linkKeys(room.eventKey, "rooms", "user-profile").request }), "forged"],
    ["signed for another method", () => signed({ method: "GET" }), "forged"],
    ["signed for another path", () => signed({ target: "/events" }), "forged"],
    ["with a call that was not signed", () => ({ ...signed(), [CALL_HEADER]: "e30" }), "forged"],
    ["as a stream", () => signed({ body: STREAM }), "forged"],
    ["too late", () => signed({ at: new Date(now.getTime() - LINK_WINDOW_MS - 1) }), "late"],
    ["too early", () => signed({ at: new Date(now.getTime() + LINK_WINDOW_MS + 1) }), "late"],
    ["with another body", () => signed({ body: bodyHash(Buffer.from("{}")) }), "altered"],
  ] as const)("refuses a request that is %s", async (_name, headers, reason) => {
    refused(await post(headers()));
    expect(room.outcomes).toEqual([reason]);
  });

  it("refuses a header that comes twice", async () => {
    const { [SIGNATURE_HEADER]: header = "" } = signed();
    refused(await post({ [SIGNATURE_HEADER]: [header, header] }));
  });

  it("refuses what was recorded, and goes on answering what is new", async () => {
    const recorded = signed();
    expect((await post(recorded)).status).toBe(200);
    link.asked = 0;
    refused(await post(recorded));
    expect((await post(signed())).status).toBe(200);
    expect(room.outcomes).toEqual(["answered", "replayed", "answered"]);
  });

  it("refuses _service and _entities like everything else", async () => {
    for (const query of [
      "{ _service { sdl } }",
      '{ _entities(representations: [{ __typename: "Person", id: "x" }]) { __typename } }',
    ]) {
      refused(await post({}, packFetch({ call: CALL, request: { query } })));
      refused(await send(`${room.url}/graphql?query=${encodeURIComponent(query)}`, "POST", signed(), FETCH));
    }
  });

  it("does not read the body of who has not signed", async () => {
    const headers = { "content-length": "1000000000" };
    const answer = await new Promise<number>((resolve, reject) => {
      const request = httpRequest(`${room.url}/graphql`, { method: "POST", headers }, (response) =>
        resolve(response.statusCode ?? 0),
      );
      request.once("error", reject);
      request.flushHeaders(); // and never a byte of the body
    });
    expect(answer).toBe(401);
  });

  it("reads no more of a signed body than any fetch has", async () => {
    const { status } = await post({ ...signed(), "content-length": "1000000000" }, Buffer.alloc(0)).catch(() => ({
      status: 413,
    }));
    expect(status).toBe(413);
  });

  it.each([
    ["GET", "/graphql"],
    ["POST", "/"],
    ["POST", "/graphql/"],
    ["POST", "/viewer"],
    ["GET", "/account"],
    ["PUT", "/imports"],
    ["GET", "/metrics"],
    ["POST", "/healthz"],
  ])("has nothing at %s %s, signed or not", async (method, path) => {
    const body = method === "GET" ? Buffer.alloc(0) : FETCH;
    const answer = await send(room.url + path, method, signed({ method, target: path, body: bodyHash(body) }), body);
    expect(answer.status).toBe(404);
    expect((await send(room.url + path, method, {}, body)).status).toBe(404);
    expect(link.asked).toBe(0);
  });

  it("tells everybody whether it lives and is ready, and no more", async () => {
    expect((await send(`${room.url}/healthz`, "GET", {}, Buffer.alloc(0))).body.toString()).toBe('{"ok":true}');
    expect((await send(`${room.url}/readyz`, "GET", {}, Buffer.alloc(0))).body.toString()).toBe('{"ready":true}');
    room.server.retire();
    const ready = await send(`${room.url}/readyz`, "GET", {}, Buffer.alloc(0));
    expect([ready.status, ready.body.toString(), ready.headers.connection]).toEqual([503, '{"ready":false}', "close"]);
  });

  it("takes a file for the person and import that were signed", async () => {
    const call = Buffer.from(JSON.stringify({ ownerId: "mara" })).toString("base64url");
    const put = (headers: Record<string, string>, id = "import-1") =>
      send(`${room.url}/imports/${id}`, "PUT", headers, Buffer.from("a file"));
    const ofMara = signed({ method: "PUT", target: "/imports/import-1", call, body: STREAM });
    expect((await put({ ...ofMara, [CALL_HEADER]: call })).status).toBe(200);
    expect(uploads).toEqual(["mara import-1 6"]);
    const again = signed({ method: "PUT", target: "/imports/import-1", call, body: STREAM });
    const asJonas = Buffer.from(JSON.stringify({ ownerId: "jonas" })).toString("base64url");
    expect((await put({ ...again, [CALL_HEADER]: asJonas })).status).toBe(401);
    expect((await put({ ...again, [CALL_HEADER]: call }, "import-2")).status).toBe(401);
    expect((await put({})).status).toBe(401);
    expect(uploads).toHaveLength(1);
  });
});
