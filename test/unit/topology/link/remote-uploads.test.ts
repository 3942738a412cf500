import { once } from "node:events";
import { createServer, request as httpRequest, type ClientRequest, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { uploads } from "../../../../gateway/uploads.js";
import { createLog } from "../../../../shared/log.js";
import { PERSON_SCOPES } from "../../../../shared/viewer.js";
import { IMAGES_PATH, IMPORTS_PATH } from "../../../../topology/link/paths.js";
import { remoteUploads } from "../../../../topology/link/remote-uploads.js";
import express from "express";
import { RoomBehindLink } from "../../../harness/room-behind-link.js";

/** What is read is thrown away. */
const seen = (chunk: unknown): unknown => chunk;

const PART = Buffer.alloc(64 * 1024, "p");

/** A gateway's door for files with user-profile in another process behind it. */
describe("a file on its way through the gateway", () => {
  let room: RoomBehindLink;
  let server: Server;
  let receive: (body: Readable) => Promise<{ status: number; message: string }>;
  let told: unknown[];
  beforeEach(async () => {
    told = [];
    room = await RoomBehindLink.open(
      (doors) => [
        doors.uploads(IMPORTS_PATH, async (personId, importId, { contentEncoding, body }) => {
          told.push([personId, importId, contentEncoding]);
          return receive(body);
        }),
      ],
      { name: "user-profile" },
    );
    const app = express();
    const mara = { kind: "person", personId: "mara", displayName: "", emailHash: "", scopes: PERSON_SCOPES } as const;
    app.use(
      uploads(
        async () => mara,
        {
          receiveImport: remoteUploads(room.client(), IMPORTS_PATH),
          receiveImage: remoteUploads(room.client(), IMAGES_PATH),
        },
        createLog("silent"),
      ),
    );
    server = createServer(app).listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await room.close();
  });

  const put = (headers: Record<string, string> = {}): ClientRequest =>
    httpRequest(`http://127.0.0.1:${(server.address() as AddressInfo).port}/imports/an%20import`, {
      method: "PUT",
      headers: { authorization: "Bearer x", ...headers },
    });
  const answered = async (request: ClientRequest): Promise<{ status: number; text: string }> => {
    const [response] = (await once(request, "response")) as [IncomingMessage];
    let text = "";
    for await (const chunk of response) text += String(chunk);
    return { status: response.statusCode ?? 0, text };
  };

  it("comes whole, with whose it is and how it is encoded", async () => {
    receive = async (body) => {
      let bytes = 0;
      for await (const chunk of body) bytes += (chunk as Buffer).length;
      return { status: 202, message: String(bytes) };
    };
    const request = put({ "content-encoding": "gzip" });
    for (let part = 0; part < 100; part += 1) request.write(PART);
    request.end();
    expect(await answered(request)).toEqual({ status: 202, text: `{"message":"${100 * PART.length}"}` });
    expect(told).toEqual([["mara", "an import", "gzip"]]);
  });

  it("waits for a room that reads slowly, instead of filling the gateway's memory", async () => {
    let goOn = (): void => undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    receive = async (body) => {
      await held;
      for await (const chunk of body) seen(chunk);
      return { status: 202, message: "" };
    };
    const request = put();
    // What the kernel's and the streams' buffers of three sockets take is some MB; this is 128 MB.
    let sent = 0;
    const isStopped = new Promise<number>((resolve) => {
      let seen = -1;
      const timer = setInterval(() => {
        if (sent > 0 && sent === seen) {
          clearInterval(timer);
          resolve(sent);
        }
        seen = sent;
      }, 100);
    });
    const feed = (async () => {
      for (let part = 0; part < 2_048; part += 1) {
        if (!request.write(PART)) await once(request, "drain");
        sent += PART.length;
      }
      request.end();
    })();
    expect(await isStopped).toBeLessThan(64 * 1024 ** 2);
    goOn();
    await feed;
    expect((await answered(request)).status).toBe(202);
  });

  it("is refused in a sentence before its end, when the room does not want it", async () => {
    receive = async () => ({ status: 413, message: "The file is larger than was announced." });
    const request = put();
    request.on("error", () => undefined); // the rest of it finds no reader
    request.write(PART);
    const answer = await answered(request);
    request.destroy();
    expect(answer).toEqual({ status: 413, text: '{"message":"The file is larger than was announced."}' });
  });

  it("ends for the room too, when whoever sends it goes away", async () => {
    const ended = new Promise<string>((resolve) => {
      receive = async (body) => {
        try {
          for await (const chunk of body) seen(chunk);
          resolve("whole");
        } catch {
          resolve("broken");
        }
        return { status: 400, message: "" };
      };
    });
    const request = put();
    request.on("error", () => undefined);
    request.write(PART);
    while (told.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    request.destroy();
    expect(await ended).toBe("broken");
  });

  it("is answered 503 when the room is gone", async () => {
    await room.close();
    const request = put();
    request.on("error", () => undefined);
    request.end(PART);
    expect(await answered(request)).toEqual({ status: 503, text: '{"error":"UNAVAILABLE"}' });
  });
});
