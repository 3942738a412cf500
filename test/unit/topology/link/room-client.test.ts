import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { systemRandom } from "../../../../shared/identifier.js";
import { NOBODY } from "../../../../shared/viewer.js";
import { httpLink } from "../../../../topology/link/http-link.js";
import { ANSWER_BYTES_MAX } from "../../../../topology/link/link-limits.js";
import type { LinkOutcome } from "../../../../topology/link/link-meter.js";
import type { RoomUnavailable } from "../../../../topology/link/room-client.js";
import { FaultProxy, type Fault } from "../../../harness/fault-proxy.js";
import { freePort } from "../../../harness/free-port.js";
import { linkThatAnswers, RoomBehindLink } from "../../../harness/room-behind-link.js";

const CALL = { viewer: NOBODY, operationId: "op", operationName: null, licensedFields: [], comparedFields: [] };
const QUERY = { query: "query { secret }" };
const DEADLINE_MS = 500;
/** What ends before its deadline does so on a busy machine too. */
const PATIENT_MS = 30_000;

describe("a client of a room", () => {
  let room: RoomBehindLink;
  let proxy: FaultProxy;
  let link: ReturnType<typeof linkThatAnswers>;
  let outcomes: LinkOutcome[];
  const meter = { begin: () => (outcome: LinkOutcome) => void outcomes.push(outcome) };
  beforeEach(async () => {
    outcomes = [];
    link = linkThatAnswers({ secret: 1 });
    room = await RoomBehindLink.open((doors) => [doors.graphql(link)]);
    proxy = await FaultProxy.open(() => room.server.server.address() as AddressInfo);
  });
  afterEach(async () => {
    proxy.close();
    await room.close();
  });

  const linked = (options: Parameters<RoomBehindLink["client"]>[0] = {}, deadlineMs = DEADLINE_MS) =>
    httpLink(room.client({ url: proxy.url, meter, ...options }), deadlineMs);

  const FAULTS: [Fault, LinkOutcome][] = [
    ["hung", "late"],
    ["cut", "unreachable"],
    ["garbage", "garbage"],
    ["nonsense", "garbage"],
    ["huge", "tooLarge"],
    ["redirect", "refused"],
    ["stale", "garbage"],
  ];
  it.each(FAULTS)("says of a room that is %s: %s; and is answered again when it is mended", async (fault, outcome) => {
    const at = linked({}, fault === "hung" ? DEADLINE_MS : PATIENT_MS);
    expect(await at.execute(QUERY, CALL)).toEqual({ data: { secret: 1 } });
    proxy.make(fault);
    await expect(at.execute(QUERY, CALL)).rejects.toMatchObject({ name: "RoomUnavailable", code: outcome });
    expect(proxy.followed).toBe(0);
    expect(proxy.hugeBytesTaken).toBeLessThan(2 * ANSWER_BYTES_MAX);
    proxy.mend();
    expect(await at.execute(QUERY, CALL)).toEqual({ data: { secret: 1 } });
    expect(outcomes).toEqual(["answered", outcome, "answered"]);
  });

  it("does not wait beyond the deadline for the end of an answer that has begun", async () => {
    const at = linked();
    proxy.slow(DEADLINE_MS + 200);
    await expect(at.execute(QUERY, CALL)).rejects.toMatchObject({ code: "late" });
  });

  it("stops with whoever does not wait any more", async () => {
    const at = linked();
    proxy.make("hung");
    const abort = new AbortController();
    const asked = at.execute(QUERY, CALL, abort.signal);
    abort.abort();
    await expect(asked).rejects.toMatchObject({ code: "late" });
    await expect(at.execute(QUERY, CALL, abort.signal)).rejects.toMatchObject({ code: "late" });
  });

  it("asks no room with a key that is not the room's", async () => {
    await expect(linked({ key: systemRandom(32) }).execute(QUERY, CALL)).rejects.toMatchObject({ code: "refused" });
    expect(link.asked).toBe(0);
  });

  it("has so many requests with a room and no more; the next is refused at once", async () => {
    const at = linked({ inFlightMax: 2 });
    proxy.make("hung");
    const hanging = [at.execute(QUERY, CALL), at.execute(QUERY, CALL)].map((asked) =>
      asked.catch((error: unknown) => (error as RoomUnavailable).code),
    );
    await expect(at.execute(QUERY, CALL)).rejects.toMatchObject({ code: "shed" });
    expect(outcomes).toEqual(["shed"]); // the others still hang
    expect(await Promise.all(hanging)).toEqual(["late", "late"]);
    proxy.mend();
    expect(await at.execute(QUERY, CALL)).toEqual({ data: { secret: 1 } });
  });

  describe("sends again", () => {
    /** Nobody listens until somebody has tried to connect. */
    const lateRoom = async () => {
      const port = await freePort();
      const at = httpLink(room.client({ url: `http://127.0.0.1:${port}`, meter }), PATIENT_MS);
      const opens = async (): Promise<void> => {
        proxy.close();
        proxy = await FaultProxy.open(() => room.server.server.address() as AddressInfo, port);
      };
      return { at, opens };
    };

    it("a query whose connection was never made, once", async () => {
      const { at, opens } = await lateRoom();
      const asked = at.execute(QUERY, CALL);
      await new Promise((resolve) => setImmediate(resolve));
      await opens();
      expect(await asked).toEqual({ data: { secret: 1 } });
      expect(link.asked).toBe(1);
    });

    it("no mutation, and nothing of which a byte was sent", async () => {
      const { at } = await lateRoom();
      await expect(at.execute({ query: "mutation { spend }" }, CALL)).rejects.toMatchObject({ code: "unreachable" });
      const cut = linked({}, PATIENT_MS);
      proxy.make("cut");
      await expect(cut.execute(QUERY, CALL)).rejects.toMatchObject({ code: "unreachable" });
      expect(link.asked).toBe(0);
    });
  });
});
