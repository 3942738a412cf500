import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { DAY_MS } from "../../../shared/clock.js";
import type { Database } from "../../../shared/database.js";
import { EpochRotation } from "../../../shared/epoch-rotation.js";
import { createLog } from "../../../shared/log.js";
import { openPersonKeys, PersonKeyRow, type PersonKeys } from "../../../shared/person-keys.js";
import { storage } from "../../../subgraphs/offers/storage.js";
import { ThrowawayDatabase } from "../../harness/databases.js";

const PLACE = { table: "test", row: "1", column: "sealed" };
const KEKS = [{ version: 1, key: Buffer.alloc(32, 7) }];
/** More than two batches of the rotation. */
const PEOPLE = Array.from({ length: 450 }, (_, at) => `person-${String(at).padStart(3, "0")}`);

describe("epochs of keys", () => {
  let throwaway: ThrowawayDatabase;
  let now = new Date("2026-01-01T00:00:00Z");
  let keyDir: string;
  const open = (): Promise<PersonKeys> => openPersonKeys(throwaway.database, keyDir, KEKS, now);
  const rotation = (keys: PersonKeys, database: Pick<Database, "read" | "write"> = throwaway.database): EpochRotation =>
    new EpochRotation(database, keys, () => now, createLog("silent"));
  const files = (): string[] => readdirSync(keyDir).sort();
  const epochs = async (): Promise<number[]> => {
    const rows = await throwaway.database.read((manager) => manager.find(PersonKeyRow));
    return [...new Set(rows.map(({ epoch }) => epoch))].sort();
  };
  const later = (days: number): void => {
    now = new Date(now.getTime() + days * DAY_MS);
  };

  let sealed: Map<string, Buffer>;
  beforeEach(async () => {
    now = new Date("2026-01-01T00:00:00Z");
    throwaway = await ThrowawayDatabase.open(storage);
    keyDir = join(throwaway.directory, "keys");
    const keys = await open();
    sealed = await throwaway.database.write(async (manager) => {
      const made = new Map<string, Buffer>();
      for (const person of PEOPLE) {
        made.set(person, (await keys.forWriting(manager, person)).seal(PLACE, Buffer.from(person)));
      }
      return made;
    });
  });
  afterEach(() => throwaway.close());

  /** With no key in memory from before. */
  const expectAllOpen = async (): Promise<void> => {
    const keys = await open();
    for (const person of PEOPLE) {
      const key = await throwaway.database.read((manager) => keys.forReading(manager, person));
      expect(key?.open(PLACE, sealed.get(person)!).toString()).toBe(person);
    }
  };

  it("do not change within a week", async () => {
    later(6.9);
    await rotation(await open()).rotate();
    expect([files(), await epochs()]).toEqual([["epoch-1.json"], [1]]);
  });

  it("wrap everybody anew after a week, and the old key goes after another", async () => {
    later(7);
    await rotation(await open()).rotate();
    expect([files(), await epochs()]).toEqual([["epoch-1.json", "epoch-2.json"], [2]]);
    await expectAllOpen();
    later(7);
    await rotation(await open()).rotate();
    expect([files(), await epochs()]).toEqual([["epoch-2.json", "epoch-3.json"], [3]]);
    await expectAllOpen();
  });

  it("are caught up with at once by a server that was off for a month", async () => {
    later(31);
    await rotation(await open()).rotate();
    expect([files(), await epochs()]).toEqual([["epoch-2.json"], [2]]);
    await expectAllOpen();
  });

  it("go on where a process was killed, and no key goes before everybody is wrapped anew", async () => {
    later(15);
    let left = 1;
    const { database } = throwaway;
    const dying: Pick<Database, "read" | "write"> = {
      read: (work) => database.read(work),
      write: (work) => (left-- > 0 ? database.write(work) : Promise.reject(new Error("killed"))),
    };
    await expect(rotation(await open(), dying).rotate()).rejects.toThrow("killed");
    expect([files(), await epochs()]).toEqual([
      ["epoch-1.json", "epoch-2.json"],
      [1, 2],
    ]);
    await expectAllOpen();
    await rotation(await open()).rotate();
    expect([files(), await epochs()]).toEqual([["epoch-2.json"], [2]]);
    await expectAllOpen();
  });

  it("are noticed by another replica, which wraps with the newest", async () => {
    const replica = await open();
    later(7);
    await rotation(await open()).rotate();
    await throwaway.database.write((manager) => replica.forWriting(manager, "newcomer"));
    expect(await epochs()).toEqual([2]);
    const one = await throwaway.database.read((manager) => replica.forReading(manager, PEOPLE[0]!));
    expect(one?.open(PLACE, sealed.get(PEOPLE[0]!)!).toString()).toBe(PEOPLE[0]);
  });
});
