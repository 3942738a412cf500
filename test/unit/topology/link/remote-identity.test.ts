import { once } from "node:events";
import { createServer, request as httpRequest, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import express from "express";
import { createLog } from "../../../../shared/log.js";
import { PAGE_BYTES_MAX } from "../../../../topology/link/link-limits.js";
import { remoteIdentity, remoteViewerOf } from "../../../../topology/link/remote-identity.js";
import { RoomBehindLink } from "../../../harness/room-behind-link.js";

interface Seen {
  method: string;
  url: string;
  ip: string | undefined;
  headers: IncomingMessage["headers"];
  body: string;
}

/** The gateway's way to identity's pages, with a handler behind it that says what it was asked. */
describe("identity behind the link", () => {
  let room: RoomBehindLink;
  let server: Server;
  let seen: Seen[];
  beforeEach(async () => {
    seen = [];
    const pages = express();
    pages.set("trust proxy", true);
    pages.use((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        seen.push({ method: request.method, url: request.originalUrl, ip: request.ip, headers: request.headers, body });
        response.setHeader("set-cookie", ["a=1; HttpOnly", "b=2; HttpOnly"]);
        response.setHeader("connection", "keep-alive, x-secret-hop");
        response.setHeader("x-secret-hop", "internal");
        response.status(302).location("/account").send("moved");
      });
    });
    room = await RoomBehindLink.open(
      (doors) => [doors.viewer(async (token) => (token === "brand" ? VIEWER : null)), ...doors.pages(pages)],
      { name: "identity" },
    );
    const app = express();
    app.use(remoteIdentity(room.client(), createLog("silent")));
    app.use((_request, response) => void response.status(404).send("gateway"));
    server = createServer(app).listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await room.close();
  });

  const VIEWER = { kind: "brand", brandId: "b", clientId: "c" } as const;

  const ask = async (
    path: string,
    {
      method = "GET",
      headers = {},
      body = "",
    }: { method?: string; headers?: Record<string, string>; body?: string } = {},
  ) => {
    const { port } = server.address() as AddressInfo;
    const request = httpRequest({ host: "127.0.0.1", port, path, method, headers });
    request.on("error", () => undefined);
    request.end(body);
    const [response] = (await once(request, "response")) as [IncomingMessage];
    let text = "";
    for await (const chunk of response) text += String(chunk);
    return { status: response.statusCode, headers: response.headers, text };
  };

  it("tells whose a token is, and that one is nobody's", async () => {
    const viewerOf = remoteViewerOf(room.client());
    expect(await viewerOf("brand")).toEqual(VIEWER);
    expect(await viewerOf("stolen")).toBeNull();
  });

  it("hands a form on, and the answer back", async () => {
    const answer = await ask("/account/sign-in?made=1", {
      method: "POST",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        cookie: "s=1",
        origin: "https://confide.example",
      },
      body: "email=a%40b&password=c",
    });
    expect(answer).toMatchObject({ status: 302, text: "moved" });
    expect(answer.headers["set-cookie"]).toEqual(["a=1; HttpOnly", "b=2; HttpOnly"]);
    expect(answer.headers.location).toBe("/account");
    expect(seen).toEqual([
      {
        method: "POST",
        url: "/account/sign-in?made=1",
        ip: "127.0.0.1",
        headers: {
          "content-type": "application/x-www-form-urlencoded",
          cookie: "s=1",
          origin: "https://confide.example",
          "content-length": "22",
          "x-forwarded-for": "127.0.0.1",
        },
        body: "email=a%40b&password=c",
      },
    ]);
  });

  it("keeps to itself what is for one hop, and what a client claims about where it is", async () => {
    const claims = {
      "x-forwarded-for": "203.0.113.7",
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "https",
      forwarded: "for=203.0.113.7",
      "x-real-ip": "203.0.113.7",
      "confide-link": "v1 1 a b c",
      "confide-call": "e30",
      te: "trailers",
    };
    const answer = await ask("/oauth/token", { headers: claims });
    expect(seen[0]).toMatchObject({ ip: "127.0.0.1", headers: { "x-forwarded-for": "127.0.0.1" } });
    expect(Object.keys(seen[0]!.headers)).toEqual(["x-forwarded-for"]);
    expect(answer.headers["x-secret-hop"]).toBeUndefined();
  });

  it.each([
    "/",
    "/viewer",
    "/events",
    "/graphql",
    "/accounts",
    "/.well-known/other",
    "//account",
    "/%2e%2e/viewer",
    "/ACCOUNT",
  ])("asks identity nothing at %s", async (path) => {
    expect(await ask(path)).toMatchObject({ status: 404, text: "gateway" });
    expect(seen).toEqual([]);
  });

  it("reaches none of its other doors by a path that climbs", async () => {
    const body = JSON.stringify({ token: "brand" });
    for (const path of ["/account/../viewer", "/oauth/..%2fviewer", "/account/%2e%2e/viewer"]) {
      const answer = await ask(path, { method: "POST", headers: { "content-type": "application/json" }, body });
      expect(answer.text).not.toContain("brandId");
    }
    expect(room.outcomes).toEqual(["answered", "answered", "answered"]);
    expect(seen.every(({ url }) => /^\/(account|oauth)\//.test(url))).toBe(true);
  });

  it("refuses a body that no form has, and says 503 when identity is gone", async () => {
    const large = await ask("/account/sign-up", { method: "POST", body: "x".repeat(PAGE_BYTES_MAX + 1) });
    expect(large).toMatchObject({ status: 413, text: '{"error":"BAD_USER_INPUT"}' });
    expect(seen).toEqual([]);
    await room.close();
    const gone = await ask("/account");
    expect(gone).toMatchObject({ status: 503, text: '{"error":"UNAVAILABLE"}' });
    expect(gone.headers["retry-after"]).toBe("1");
  });
});
