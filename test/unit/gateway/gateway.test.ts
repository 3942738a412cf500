import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "@jest/globals";
import { LINK_DEADLINE_MS } from "../../../gateway/limits.js";
import { REQUEST_POINTS } from "../../../gateway/operation/points.js";
import { CAPABILITY_LIFETIME_MS } from "../../../shared/limits.js";
import { stubGateway, type StubGateway } from "./stub-gateway.js";

interface Told {
  data?: unknown;
  errors?: { message: string; path?: unknown; extensions: Record<string, unknown> }[];
  extensions?: { cost?: Record<string, unknown> };
}

const told = async (response: Response): Promise<Told> => (await response.json()) as Told;
const codes = ({ errors = [] }: Told) => errors.map(({ extensions }) => extensions["code"]);
const nothing = async () => ({ data: { catalogue: null, traits: null, me: null } });
const CATALOGUE = { query: "{ catalogue { path } }" };
const as = (token: string) => ({ authorization: `Bearer ${token}` });

describe("the gateway", () => {
  let gateway: StubGateway;
  const sockets: Socket[] = [];
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await gateway.close();
  });

  describe("counts what each principal asks", () => {
    /** Enough for two catalogues and a request that is not read. */
    const limits = { bucketPoints: 700, restorePointsPerSecond: 100 };
    let now = new Date("2026-01-01T00:00:00Z");

    it("and answers 429 with the seconds to wait, until they have passed", async () => {
      gateway = await stubGateway(nothing, { limits, clock: () => now });
      const cost = (await told(await gateway.ask(CATALOGUE, { "confide-debug-cost": "1" }))).extensions!.cost!;
      expect(cost).toMatchObject({ requestedQueryCost: cost["actualQueryCost"] });
      const points = cost["requestedQueryCost"] as number;
      expect(cost["throttleStatus"]).toEqual({
        maximumAvailable: 700,
        currentlyAvailable: 700 - points,
        restoreRate: 100,
      });
      let available = 700 - points;
      while (available >= points) {
        expect((await gateway.ask(CATALOGUE)).status).toBe(200);
        available -= points;
      }
      const refused = await gateway.ask(CATALOGUE);
      expect(refused.status).toBe(429);
      available -= REQUEST_POINTS;
      const seconds = Math.ceil((points - REQUEST_POINTS - available) / 100);
      expect(refused.headers.get("retry-after")).toBe(String(seconds));
      const answer = await told(refused);
      expect(codes(answer)).toEqual(["THROTTLED"]);
      expect(answer.errors![0]!.extensions["requestId"]).toEqual(expect.any(String));
      // Somebody with a token is somebody else, and one person is not another.
      expect((await gateway.ask(CATALOGUE, as("person-a"))).status).toBe(200);
      now = new Date(now.getTime() + 10_000);
      expect((await gateway.ask(CATALOGUE)).status).toBe(200);
    });

    it("also what cannot be read, and tokens that are none", async () => {
      const few = { bucketPoints: 3 * REQUEST_POINTS, restorePointsPerSecond: 1 };
      gateway = await stubGateway(nothing, { limits: few, clock: () => now });
      expect((await gateway.ask({ query: "{" })).status).toBe(400);
      expect((await gateway.ask(CATALOGUE, as("guess-1"))).status).toBe(401);
      expect((await gateway.ask(CATALOGUE, as("guess-2"))).status).toBe(401);
      const refused = await gateway.ask(CATALOGUE, as("guess-3"));
      expect(refused.status).toBe(429);
      expect(refused.headers.get("retry-after")).toBe(String(REQUEST_POINTS));
    });

    it("and tells what is left only when it is asked, so that equal answers stay equal", async () => {
      gateway = await stubGateway(nothing);
      const { data, extensions } = await told(await gateway.ask(CATALOGUE));
      expect(data).toEqual({ catalogue: null });
      expect(Object.keys(extensions!.cost!)).toEqual(["requestedQueryCost", "actualQueryCost"]);
      const [first, second] = [await gateway.ask(CATALOGUE), await gateway.ask(CATALOGUE)];
      expect(await first.text()).toBe(await second.text());
    });
  });

  describe("waits for a room as long as a capability could open anything", () => {
    it("and answers UNAVAILABLE for its part, then", async () => {
      expect(LINK_DEADLINE_MS).toBeLessThan(CAPABILITY_LIFETIME_MS);
      const hangs = new Promise<never>(() => undefined);
      gateway = await stubGateway(() => hangs, { limits: { linkDeadlineMs: 20 } });
      const response = await gateway.ask(CATALOGUE);
      expect(response.status).toBe(200);
      const answer = await told(response);
      expect(answer.data).toEqual({ catalogue: null });
      expect(codes(answer)).toContain("UNAVAILABLE");
    });
  });

  describe("waits for a body as long as its deadline", () => {
    const limits = { bodyDeadlineMs: 50 };
    const send = (head: string): Promise<Socket> =>
      new Promise((resolve, reject) => {
        const socket = connect(gateway.port, "127.0.0.1", () => {
          socket.write(`${head}\r\nhost: x\r\ncontent-type: application/json\r\n`);
          resolve(socket);
        });
        sockets.push(socket);
        socket.once("error", reject);
      });
    const closed = (socket: Socket): Promise<string> => {
      let text = "";
      socket.on("data", (chunk) => (text += chunk.toString()));
      return new Promise((resolve) => socket.once("close", () => resolve(text)));
    };

    it.each([
      ["POST /graphql", "content-length: 100\r\n\r\n{"],
      ["POST /graphql", "transfer-encoding: chunked\r\n\r\n1\r\n{\r\n"],
      ["POST /nothing-here", "content-length: 100\r\n\r\n{"],
      ["PUT /graphql", "content-length: 100\r\n\r\n{"],
      // An upload of nobody's is answered and not waited for.
      ["PUT /imports/x", "content-length: 100\r\n\r\n{"],
    ])("and closes %s, %s", async (route, rest) => {
      gateway = await stubGateway(nothing, { limits });
      const socket = await send(`${route} HTTP/1.1`);
      socket.write(rest);
      expect(await closed(socket)).not.toMatch(/^HTTP\/1\.1 200/);
    });

    it("but lets an upload take its time", async () => {
      gateway = await stubGateway(nothing, { limits });
      const socket = await send("PUT /imports/x HTTP/1.1");
      const whole = closed(socket);
      socket.write("authorization: Bearer person-a\r\nconnection: close\r\ncontent-length: 4\r\n\r\n{");
      await new Promise((resolve) => setTimeout(resolve, 4 * limits.bodyDeadlineMs));
      socket.write("abc");
      expect(await whole).toMatch(/^HTTP\/1\.1 202 [^]*"4"/);
    });

    it("and keeps a connection whose bodies come in time", async () => {
      gateway = await stubGateway(nothing, { limits });
      expect((await gateway.ask(CATALOGUE)).status).toBe(200);
      await new Promise((resolve) => setTimeout(resolve, 2 * limits.bodyDeadlineMs));
      expect((await gateway.ask(CATALOGUE)).status).toBe(200);
    });
  });

  describe("checks values before it fetches anything", () => {
    const PERIOD = `query ($from: DateTime!) { me { data { heart { rate(during: { from: $from, to: "2026-02-01T00:00:00Z" }) { mean } } } } }`;

    it.each([
      ["a variable", PERIOD, { from: "my birthday" }],
      ["a variable of another type", PERIOD, { from: 7 }],
      ["a literal", PERIOD.replace("$from,", '"my birthday",').replace("query ($from: DateTime!) ", ""), {}],
    ])("a bad DateTime as %s is the client's mistake", async (_name, query, variables) => {
      gateway = await stubGateway(nothing);
      const response = await gateway.ask({ query, variables }, as("person-a"));
      expect(response.status).toBe(400);
      const answer = await told(response);
      expect(codes(answer)).toEqual(["BAD_USER_INPUT"]);
      expect(answer.errors![0]!.message).toContain('"DateTime"');
      expect(answer.errors![0]!.message).not.toContain("birthday");
      expect(gateway.fetched).toEqual([]);
    });

    it("and hands a good one on as it was sent", async () => {
      gateway = await stubGateway(nothing);
      const from = "2026-01-01T00:00:00.5+02:00";
      const response = await gateway.ask({ query: PERIOD, variables: { from } }, as("person-a"));
      expect(response.status).toBe(200);
      expect(gateway.fetched.map(({ variables }) => variables)).toEqual([{ from }]);
      expect(gateway.fetched[0]!.query).toContain('"2026-02-01T00:00:00Z"');
    });
  });
});
