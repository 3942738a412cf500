import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "@jest/globals";
import { Outbound } from "../../../../../subgraphs/consent/outbound/outbound.js";
import { isPublicAddress } from "../../../../../subgraphs/consent/outbound/public-address.js";

describe("a public address", () => {
  it.each([
    ["8.8.8.8", true],
    ["1.1.1.1", true],
    ["172.32.0.1", true],
    ["100.128.0.1", true],
    ["2a00:1450:4001:82a::200e", true],
    ["0.0.0.0", false],
    ["10.1.2.3", false],
    ["100.64.0.1", false],
    ["127.0.0.1", false],
    ["127.255.255.254", false],
    ["169.254.169.254", false],
    ["172.16.0.1", false],
    ["172.31.255.255", false],
    ["192.168.1.1", false],
    ["198.18.0.1", false],
    ["203.0.113.9", false],
    ["224.0.0.1", false],
    ["255.255.255.255", false],
    ["::1", false],
    ["::", false],
    ["::ffff:8.8.8.8", false],
    ["::ffff:127.0.0.1", false],
    ["64:ff9b::7f00:1", false],
    ["fe80::1", false],
    ["fc00::1", false],
    ["2001:db8::1", false],
    ["2001::7f00:1", false],
    ["2002:7f00:1::", false],
    ["ff02::1", false],
    ["0x7f.1", false],
    ["localhost", false],
  ])("%s: %s", (address, expected) => expect(isPublicAddress(address)).toBe(expected));
});

describe("the way out", () => {
  let server: Server | null = null;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
    server = null;
  });
  const listen = async (listener: RequestListener): Promise<Outbound> => {
    server = createServer(listener);
    await new Promise<void>((listening) => server?.listen(0, "127.0.0.1", listening));
    const { port } = server.address() as AddressInfo;
    return new Outbound(new Map([["*.example", new URL(`http://127.0.0.1:${port}`)]]));
  };

  it.each([
    "http://93.184.216.34/",
    "https://127.0.0.1/",
    "https://[::1]/",
    "https://localhost/",
    "https://0x7f.1/",
    "https://2130706433/",
    "https://169.254.169.254/latest/meta-data/",
    "https://user:password@93.184.216.34/",
    "ftp://93.184.216.34/",
  ])("is closed to %s", async (url) => {
    await expect(new Outbound(new Map()).send({ method: "GET", url })).rejects.toThrow(/not on a public|only https/);
  });

  it("follows no redirect, and says which host it asked for", async () => {
    const asked: string[] = [];
    const outbound = await listen((request, response) => {
      asked.push(`${request.headers.host} ${request.url}`);
      response.writeHead(302, { location: "http://169.254.169.254/" }).end();
    });
    const answer = await outbound.send({ method: "GET", url: "https://shop.example/a?b=c" });
    expect([answer.status, asked]).toEqual([302, ["shop.example /a?b=c"]]);
  });

  it("takes no answer that is larger than its bound, and none that does not come", async () => {
    const large = await listen((_request, response) => void response.end("x".repeat(64 * 1024 + 1)));
    await expect(large.send({ method: "GET", url: "https://shop.example/" })).rejects.toThrow("too large");
    server?.close();
    const slow = await listen((_request, response) => void response.write("x"));
    await expect(slow.send({ method: "GET", url: "https://shop.example/" })).rejects.toThrow();
  }, 20_000);
});
