import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { DAY_MS } from "../../../shared/clock.js";
import { IdempotencyRow, once } from "../../../shared/idempotency.js";
import { createLog } from "../../../shared/log.js";
import { InboxRow, Outbox } from "../../../shared/outbox.js";
import { OutboxRow } from "../../../shared/outbox-row.js";
import { Retention } from "../../../shared/retention.js";
import { storage as identityStorage } from "../../../identity/storage.js";
import { storage } from "../../../subgraphs/offers/storage.js";
import { DIALECT, ThrowawayDatabase } from "../../harness/databases.js";

describe(`old rows on ${DIALECT}`, () => {
  let throwaway: ThrowawayDatabase;
  let now: Date;
  beforeEach(async () => {
    throwaway = await ThrowawayDatabase.open(storage);
    now = new Date("2026-03-01T12:00:00Z");
  });
  afterEach(() => throwaway.close());

  const count = (entity: typeof IdempotencyRow | typeof OutboxRow | typeof InboxRow): Promise<number> =>
    throwaway.database.read((manager) => manager.count(entity));

  it("go when their time is over: keys after a day, events that arrived after seven, those taken in after fourteen", async () => {
    const log = createLog("silent");
    const arrives = new Outbox(
      "offers",
      Buffer.alloc(32, 1),
      throwaway.database,
      () => Promise.resolve(),
      () => now,
      log,
    );
    const lost = new Outbox("offers", Buffer.alloc(32, 1), throwaway.database, never, () => now, log);
    const key = { principal: "brand:a", mutation: "make", key: "key", input: {}, now };
    await once(throwaway.database, key, () => Promise.resolve({}));
    await throwaway.database.write(async (manager) => {
      await arrives.enqueue(manager, "consent", "test", {});
      await lost.enqueue(manager, "user-profile", "test", {});
      await manager.insert(InboxRow, { id: "event", receivedAt: now });
    });
    await lost.drain();
    await throwaway.database.write((manager) =>
      manager.update(OutboxRow, { recipient: "consent" }, { deliveredAt: now }),
    );

    const left: Record<string, string> = {};
    const retention = new Retention(throwaway.database, () => now, log);
    for (const days of [0, 1, 7, 14, 400]) {
      now = new Date(Date.parse("2026-03-01T12:00:00Z") + days * DAY_MS + Math.sign(days));
      await retention.deleteOld();
      left[days] = [await count(IdempotencyRow), await count(OutboxRow), await count(InboxRow)].join(" ");
    }
    expect(left).toEqual({ 0: "1 2 1", 1: "0 2 1", 7: "0 1 1", 14: "0 1 0", 400: "0 1 0" });
  });

  it("are looked for in the tables that a room has", async () => {
    const identity = await ThrowawayDatabase.open(identityStorage);
    await identity.database.write((manager) => manager.insert(InboxRow, { id: "event", receivedAt: new Date(0) }));
    await new Retention(identity.database, () => now, createLog("silent")).deleteOld();
    expect(await identity.database.read((manager) => manager.count(InboxRow))).toBe(0);
    await identity.close();
  });
});

/** Nobody is there to take an event. */
function never(): Promise<never> {
  return Promise.reject(new Error("down"));
}
