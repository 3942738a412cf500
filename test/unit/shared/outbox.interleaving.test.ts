import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { Database } from "../../../shared/database.js";
import { systemRandom } from "../../../shared/identifier.js";
import { createLog } from "../../../shared/log.js";
import { openEnvelope, Outbox, takeIn, type Envelope, type RoomName } from "../../../shared/outbox.js";
import { LEASE_MS } from "../../../shared/outbox-lease.js";
import { seal } from "../../../shared/seal.js";
import { PlacementRow } from "../../../subgraphs/offers/placement/placement.js";
import { storage } from "../../../subgraphs/offers/storage.js";
import { atOnce, tally } from "../../harness/at-once.js";
import { DIALECT, ThrowawayDatabase } from "../../harness/databases.js";

const RECIPIENTS: RoomName[] = ["consent", "user-profile"];

describe(`events on ${DIALECT}`, () => {
  const eventKey = systemRandom(32);
  let throwaway: ThrowawayDatabase;
  let now: Date;
  let further: Database[];
  let arrived: { recipient: RoomName; number: number }[];
  let underWay: Record<string, number>;
  let most: number;
  beforeEach(async () => {
    throwaway = await ThrowawayDatabase.open(storage);
    now = new Date("2026-03-01T12:00:00Z");
    [further, arrived, underWay, most] = [[], [], {}, 0];
  });
  afterEach(async () => {
    for (const database of further) await database.close();
    await throwaway.close();
  });

  const post = async (recipient: RoomName, envelope: Envelope): Promise<void> => {
    underWay[recipient] = (underWay[recipient] ?? 0) + 1;
    most = Math.max(most, underWay[recipient]);
    await new Promise((resolve) => setImmediate(resolve));
    arrived.push({ recipient, number: openEnvelope(eventKey, envelope)?.payload["number"] as number });
    underWay[recipient] -= 1;
  };
  /** A process of the room. On SQLite there is one file and one writer, so processes share them. */
  const relay = async (posts = post): Promise<Outbox> => {
    const database = DIALECT === "mariadb" ? await throwaway.openAgain() : throwaway.database;
    if (database !== throwaway.database) further.push(database);
    return new Outbox("offers", eventKey, database, posts, () => now, createLog("silent"));
  };
  const enqueue = (outbox: Outbox, count: number, recipients = RECIPIENTS, types = ["test"]): Promise<void> =>
    throwaway.database.write(async (manager) => {
      for (let number = 0; number < count; number += 1) {
        for (const recipient of recipients)
          await outbox.enqueue(manager, recipient, types[number % types.length]!, { number });
      }
    });
  const numbersTo = (recipient: RoomName): number[] =>
    arrived.filter((one) => one.recipient === recipient).map(({ number }) => number);

  it("arrive once and in order, from one process at a time, however many relay them", async () => {
    const relays = await atOnce(4, () => relay());
    await enqueue(relays[0]!, 130);
    // Who finds another at work leaves the rest to it, and looks again.
    const drainAll = async (outbox: Outbox): Promise<void> => {
      while ((await outbox.drain()) > 0);
    };
    await Promise.all(relays.map(drainAll));
    const inOrder = Array.from({ length: 130 }, (_, number) => number);
    for (const recipient of RECIPIENTS) expect(numbersTo(recipient)).toEqual(inOrder);
    expect(most).toBe(1);
  });

  it("go side by side where they do not rest on each other, and never past one that does", async () => {
    const outbox = await relay();
    await enqueue(outbox, 40, ["consent"], [...Array<string>(9).fill("disclosed"), "watermark"]);
    expect(await outbox.drain()).toBe(0);
    expect(most).toBe(9);
    const numbers = numbersTo("consent");
    expect([...numbers].sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, number) => number));
    for (const at of [9, 19, 29, 39]) expect(numbers[at]).toBe(at);
  });

  it("tell which of some that went side by side has failed", async () => {
    let isDown = true;
    const outbox = await relay(async (recipient, envelope) => {
      if (isDown && openEnvelope(eventKey, envelope)?.payload["number"] === 1) throw new Error("down");
      await post(recipient, envelope);
    });
    await enqueue(outbox, 4, ["consent"], ["disclosed", "disclosed", "disclosed", "watermark"]);
    expect(await outbox.drain()).toBe(2);
    expect(numbersTo("consent").sort()).toEqual([0, 2]);
    isDown = false;
    expect(await outbox.drain()).toBe(0);
    expect(numbersTo("consent").slice(2)).toEqual([1, 3]);
  });

  it("wait for the one that failed, and hold up no other recipient", async () => {
    let isDown = true;
    const outbox = await relay(async (recipient, envelope) => {
      if (recipient === "consent" && isDown) throw new Error("down");
      await post(recipient, envelope);
    });
    await enqueue(outbox, 3);
    expect(await outbox.drain()).toBe(3);
    expect(tally(arrived.map(({ recipient }) => recipient))).toEqual({ "user-profile": 3 });
    isDown = false;
    expect(await outbox.drain()).toBe(0);
    expect(numbersTo("consent")).toEqual([0, 1, 2]);
  });

  it("are taken over from a process that died with them, not before its lease has ended", async () => {
    let begin: () => void;
    // Its lease stands, and it is not to look at the clock again.
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const dead = await relay(() => {
      begin();
      return new Promise(() => undefined);
    });
    const living = await relay();
    await enqueue(dead, 2, ["consent"]);
    void dead.drain();
    await begun;
    now = new Date(now.getTime() + LEASE_MS - 1);
    expect(await living.drain()).toBe(2);
    now = new Date(now.getTime() + 1);
    expect(await living.drain()).toBe(0);
    expect(numbersTo("consent")).toEqual([0, 1]);
  });

  it("are taken in once, however many bring one at once", async () => {
    const event = { id: "event-1", sender: "offers", type: "test", at: now.toISOString(), payload: {} };
    const envelope = seal(eventKey, "event", Buffer.from(JSON.stringify(event)));
    let handled = 0;
    await atOnce(12, () =>
      takeIn(throwaway.database, eventKey, envelope, now, async (manager) => {
        handled += 1;
        await manager.insert(PlacementRow, { id: `taken-in-${handled}`, title: "taken in", createdAt: now });
      }),
    );
    expect(await throwaway.database.read((manager) => manager.countBy(PlacementRow, { title: "taken in" }))).toBe(1);
  });
});
